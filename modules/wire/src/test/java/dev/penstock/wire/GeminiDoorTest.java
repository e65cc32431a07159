// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.tree;
import static dev.penstock.wire.GeminiSamples.CALLER;
import static dev.penstock.wire.GeminiSamples.PROVIDER;
import static dev.penstock.wire.GeminiSamples.decode;
import static dev.penstock.wire.GeminiSamples.last;
import static dev.penstock.wire.GeminiSamples.parts;
import static dev.penstock.wire.GeminiSamples.refused;
import static dev.penstock.wire.GeminiSamples.scan;
import static dev.penstock.wire.GeminiSamples.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.ChatRequest;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.EmbeddingRequest;
import dev.penstock.inference.Failure;
import dev.penstock.inference.Message;
import dev.penstock.inference.RawRequest;
import dev.penstock.inference.Role;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes in and goes out around conversations: scans, relays, refusals, errors, lists, counts and
/// embeddings.
class GeminiDoorTest {

    private static final String HELLO = "'contents':[{'parts':[{'text':'hi'}]}]";

    @Test
    void scanFindsTheBoundAndLeavesTheBodyAlone() {
        RawRequest raw = scan("{" + HELLO + ",'generation_config':{'max_output_tokens':9}}", "m");
        assertThat(raw.maxOutputTokens()).isEqualTo(9);
        assertThat(raw.modelRange()).isNull();
        assertThat(raw.model()).isEqualTo("m");
        assertThat(PROVIDER.relay(raw, "other")).isSameAs(raw.body());
    }

    @Test
    void modelInTheBodyMustBeThatOfThePathAndIsReplaced() {
        RawRequest raw = scan("{'model':'models/a/b'," + HELLO + "}", "a/b");
        assertThat(new String(PROVIDER.relay(raw, "gemini-x"), UTF_8))
                .startsWith("{\"model\":\"models/gemini-x\",\"contents\"");
        assertThat(refused(() -> scan("{'model':'models/c'," + HELLO + "}", "a/b")).param())
                .isEqualTo("model");
    }

    @Test
    void modelOfARequestThatIsCountedIsReplacedToo() {
        CallerCodec counts = CallerCodec.of(WireFormat.GEMINI_TOKEN_COUNT);
        byte[] body =
                ("{'generateContentRequest':{'model':'models/a'," + HELLO + "}}")
                        .replace('\'', '"')
                        .getBytes(UTF_8);
        RawRequest raw = counts.scan(body, Map.of(), new Addressed("a", false));
        assertThat(
                        new String(
                                ProviderCodec.of(WireFormat.GEMINI_TOKEN_COUNT).relay(raw, "b"),
                                UTF_8))
                .contains("\"models/b\"");
        assertThat(counts.decode(raw).messages()).containsExactly(Message.text(Role.USER, "hi"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'contents':[]} | contents",
                "{'generationConfig':{}} | contents",
                "{'contents':[{'parts':[]}]} | contents[0].parts",
                "{'contents':[{'role':'user'}]} | contents[0].parts",
                "{'contents':[{'role':'robot','parts':[{'text':'a'}]}]} | contents[0].role",
                "{'contents':[{'parts':[{'functionResponse':{'name':'f','response':{}}}]}]} | contents[0].parts[0].functionResponse.name",
                "{'contents':[{'parts':[{'inlineData':{'mimeType':'video/mp4','data':'YQ=='}}]}]} | contents[0].parts[0].inlineData.mimeType",
                "{'contents':[{'parts':[{'fileData':{'fileUri':'files/abc'}}]}]} | contents[0].parts[0].fileData.fileUri",
                "{'contents':[{'parts':[{'text':'a'}]}],'cachedContent':'cachedContents/1'} | cachedContent",
                "{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'responseModalities':['AUDIO']}} | generationConfig.responseModalities",
                "{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'maxOutputTokens':0}} | generationConfig.maxOutputTokens",
                "{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'responseSchema':{'type':'OBJECT'}}} | generationConfig.responseMimeType",
                "{'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}} | generationConfig.thinkingConfig",
                "{'contents':[{'parts':[{'text':'a'}]}],'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}}} | toolConfig.functionCallingConfig.allowedFunctionNames"
            })
    void mistakeIsRefusedWithItsPlace(String body, String place) {
        assertThat(refused(() -> decode(body)).param()).isEqualTo(place);
    }

    @Test
    @DisplayName("Q21: a function that answers nothing")
    void functionMayAnswerNothing() {
        ChatRequest request =
                decode(
                        "{'contents':[{'parts':[{'text':'q'}]},{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                                + "{'role':'function','parts':[{'functionResponse':{'name':'f'}}]}]}");
        assertThat(request.messages().getLast())
                .isEqualTo(
                        new Message(
                                Role.TOOL,
                                List.of(new ContentPart.ToolResult("call_0_f", List.of(), false))));
    }

    @Test
    void mediaByUrlIsRefusedBeforeMoneyIsSpent() {
        ChatRequest request =
                CallerCodec.of(WireFormat.OPENAI_CHAT)
                        .decode(
                                """
                                {"model":"gemini-3.5-flash","messages":[{"role":"user","content":[
                                  {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}
                                """
                                        .getBytes(UTF_8));
        assertThat(refused(() -> PROVIDER.encode(request, Dialect.gemini())).message())
                .contains("base64");
    }

    @Test
    @DisplayName("S4: a signature goes back on the call that it came with")
    void signatureGoesBackOnItsCall() {
        ChatRequest request =
                CallerCodec.of(WireFormat.ANTHROPIC_MESSAGES)
                        .decode(
                                """
                                {"model":"gemini-3.5-flash","max_tokens":9,"messages":[{"role":"user","content":"q"},
                                 {"role":"assistant","content":[
                                  {"type":"thinking","thinking":"hm","signature":"gemini:c2ln"},
                                  {"type":"tool_use","id":"a","name":"f","input":{}},
                                  {"type":"tool_use","id":"b","name":"f","input":{}}]},
                                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},
                                  {"type":"tool_result","tool_use_id":"b","content":"2"}]}]}
                                """
                                        .getBytes(UTF_8));
        EncodedRequest sent = PROVIDER.encode(request, Dialect.gemini());
        assertThat(AnthropicSamples.at(tree(sent.body()), "contents", "1", "parts"))
                .isEqualTo(
                        tree(
                                "[{'functionCall':{'id':'a','name':'f','args':{}},'thoughtSignature':'c2ln'},"
                                        + "{'functionCall':{'id':'b','name':'f','args':{}}}]"));
        assertThat(sent.dropped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, none, thinkingBudget, 0",
        "gemini-2.5-pro, none, thinkingBudget, 128",
        "gemini-2.5-flash, medium, thinkingBudget, 8192",
        "gemini-2.5-flash, xhigh, thinkingBudget, 24576",
        "gemini-2.5-pro, xhigh, thinkingBudget, 32768",
        "gemini-3.5-flash, none, thinkingLevel, MINIMAL",
        "gemini-3.1-pro-preview, minimal, thinkingLevel, LOW",
        "gemini-4-argon, none, thinkingLevel, LOW",
        "gemini-4-argon, high, thinkingLevel, HIGH"
    })
    void effortIsPutInTheWordsOfTheModel(String model, String effort, String member, String value) {
        ChatRequest request =
                CallerCodec.of(WireFormat.OPENAI_CHAT)
                        .decode(
                                """
                                {"model":"%s","reasoning_effort":"%s","messages":[{"role":"user","content":"q"}]}
                                """
                                        .formatted(model, effort)
                                        .getBytes(UTF_8));
        Object body = tree(PROVIDER.encode(request, Dialect.gemini()).body());
        assertThat(AnthropicSamples.at(body, "generationConfig", "thinkingConfig", member))
                .hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'error':{'code':400,'message':'Bad','status':'INVALID_ARGUMENT'}} | REJECTED",
                "400 | {'error':{'code':400,'message':'API key not valid. Please','status':'INVALID_ARGUMENT'}} | CREDENTIAL_REJECTED",
                "400 | {'error':{'code':400,'message':'x','details':[{'reason':'API_KEY_INVALID'}]}} | CREDENTIAL_REJECTED",
                "400 | {'error':{'message':'User location is not supported','status':'FAILED_PRECONDITION'}} | CREDENTIAL_REJECTED",
                "403 | [{'error':{'code':403,'status':'PERMISSION_DENIED'}}] | CREDENTIAL_REJECTED",
                "404 | {'error':{'code':404,'message':'no model','status':'NOT_FOUND'}} | REJECTED",
                "429 | {'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}} | RATE_LIMITED",
                "500 | <html> | FAILED",
                "503 | {} | OVERLOADED",
                "504 | {} | TIMEOUT"
            })
    @DisplayName("E12, E13: errors of the provider")
    void errorsOfTheProviderAreUnderstood(int status, String body, String kind) {
        Failure failure =
                PROVIDER.failure(status, Map.of(), body.replace('\'', '"').getBytes(UTF_8));
        assertThat(((Failure.Provider) failure).kind().name()).isEqualTo(kind);
    }

    @Test
    void tooLongIsTheCallersMistake() {
        Failure failure =
                PROVIDER.failure(
                        400,
                        Map.of(),
                        "{\"error\":{\"message\":\"The input token count (9) exceeds the maximum number of tokens allowed (5).\"}}"
                                .getBytes(UTF_8));
        assertThat(((Failure.Caller) failure).kind()).isEqualTo(Failure.CallerKind.CONTEXT_LENGTH);
    }

    @Test
    @DisplayName("E10: the wish of a 429 is read from its details and told to callers")
    void wishOfARateLimitIsKept() {
        Failure failure =
                PROVIDER.failure(
                        429,
                        Map.of(),
                        "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"17s\"}]}}"
                                .getBytes(UTF_8));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(tree(CALLER.encode(failure, "id")))
                .isEqualTo(
                        tree(
                                "{'error':{'code':429,'message':'the provider\\u0027s rate limit is reached',"
                                        + "'status':'RESOURCE_EXHAUSTED','details':[{'@type':"
                                        + "'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'17s'}]}}"));
        assertThat(new String(CALLER.encodeEvent(failure, "id"), UTF_8))
                .startsWith("data: {\"error\":{\"code\":429,")
                .endsWith("}\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, 401, UNAUTHENTICATED",
        "FORBIDDEN, 403, PERMISSION_DENIED",
        "UNKNOWN_MODEL, 404, NOT_FOUND",
        "TOO_LARGE, 413, INVALID_ARGUMENT",
        "BAD_REQUEST, 400, INVALID_ARGUMENT"
    })
    void mistakesHaveGooglesWords(Failure.CallerKind kind, int status, String word) {
        Failure failure = new Failure.Caller(kind, "no");
        assertThat(CALLER.status(failure)).isEqualTo(status);
        assertThat(new String(CALLER.encode(failure, "id"), UTF_8))
                .contains("\"code\":" + status, "\"status\":\"" + word + "\"");
    }

    @Test
    @DisplayName("Q20: models with slashes in lists")
    void modelsAreListedAndRead() {
        PublicModel model = new PublicModel("openai/gpt-oss", "openai", "GPT", Instant.EPOCH);
        byte[] list = CALLER.encodeModels(List.of(model));
        assertThat(new String(list, UTF_8)).contains("\"name\":\"models/openai/gpt-oss\"");
        assertThat(PROVIDER.models(list)).containsExactly("openai/gpt-oss");
        assertThat(new String(CALLER.encodeModel(model), UTF_8))
                .contains("\"displayName\":\"GPT\"");
        assertThat(PROVIDER.models("{}".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void streamPassesUnchangedAndIsCounted() {
        String stream =
                stream(
                        parts("{'text':'ab'}"),
                        last("STOP", "{'promptTokenCount':3,'candidatesTokenCount':2}"));
        RelayTap tap = PROVIDER.tap(true, true);
        byte[] bytes = stream.getBytes(UTF_8);
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            RelayTap.Passed some = tap.feed(bytes, i, 1);
            passed.append(new String(some.bytes(), some.offset(), some.length(), UTF_8));
        }
        assertThat(tap.end().length()).isZero();
        assertThat(passed).hasToString(stream);
        assertThat(tap.usage()).isEqualTo(Usage.tokens(3, 2));
        assertThat(tap.stopReason()).isEqualTo(StopReason.END);
        assertThat(tap.characters()).isEqualTo(2);
        assertThat(tap.id()).isEqualTo("r1");
    }

    @Test
    void relayedStreamWithoutAnEndIsTruncated() {
        RelayTap tap = PROVIDER.tap(true, true);
        byte[] bytes = stream(parts("{'text':'ab'}")).getBytes(UTF_8);
        tap.feed(bytes, 0, bytes.length);
        assertThat(tap.content()).isTrue();
        assertThat(((Failure.Provider) GeminiSamples.failure(tap::end)).kind())
                .isEqualTo(Failure.ProviderKind.TRUNCATED);
    }

    @Test
    void relayedStreamGetsItsLastEmptyLine() {
        RelayTap tap = PROVIDER.tap(true, true);
        byte[] bytes = stream(last("STOP", "{}")).stripTrailing().getBytes(UTF_8);
        tap.feed(bytes, 0, bytes.length);
        assertThat(tap.end().length()).isEqualTo(4);
    }

    @Test
    void countIsAskedAndRead() {
        byte[] body =
                ProviderCodec.of(WireFormat.GEMINI_TOKEN_COUNT)
                        .encode(decode("{" + HELLO + "}"), Dialect.gemini())
                        .body();
        assertThat(tree(body))
                .isEqualTo(
                        tree(
                                "{'generateContentRequest':{'model':'models/any-model','contents':[{'role':'user','parts':[{'text':'hi'}]}],'generationConfig':{}}}"));
        assertThat(GeminiTokenCount.read("{\"totalTokens\":31}".getBytes(UTF_8))).isEqualTo(31);
        assertThat(new String(GeminiTokenCount.answer(31), UTF_8))
                .isEqualTo("{\"totalTokens\":31}");
    }

    @Test
    void embeddingsAreAskedAndRead() {
        EmbeddingRequest request =
                new EmbeddingRequest(
                        "gemini-embedding-001",
                        List.of("a", "b"),
                        2,
                        "u",
                        Map.of(),
                        WireFormat.OPENAI_CHAT);
        EncodedRequest sent = GeminiEmbeddings.encode(request);
        assertThat(tree(sent.body()))
                .isEqualTo(
                        tree(
                                "{'requests':[{'model':'models/gemini-embedding-001','content':{'parts':[{'text':'a'}]},'outputDimensionality':2},"
                                        + "{'model':'models/gemini-embedding-001','content':{'parts':[{'text':'b'}]},'outputDimensionality':2}]}"));
        assertThat(sent.dropped()).containsExactly("user");
        List<float[]> vectors =
                GeminiEmbeddings.read(
                                "{\"embeddings\":[{\"values\":[3,4]},{\"values\":[0,0]}]}"
                                        .getBytes(UTF_8),
                                request)
                        .vectors();
        assertThat(vectors.getFirst()).containsExactly(0.6f, 0.8f);
        assertThat(vectors.getLast()).containsExactly(0f, 0f);
    }
}
