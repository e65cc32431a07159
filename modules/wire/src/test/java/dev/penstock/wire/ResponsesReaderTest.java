// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.Usage;
import dev.penstock.inference.UsageClass;
import dev.penstock.inference.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResponsesReaderTest {

    private static final ProviderCodec CODEC = ProviderCodec.of(WireFormat.OPENAI_RESPONSES);

    private static final String USAGE =
            "'usage':{'input_tokens':160,'input_tokens_details':{'cached_tokens':100},"
                    + "'output_tokens':9,'output_tokens_details':{'reasoning_tokens':4},"
                    + "'total_tokens':169}";

    static String event(String type, String members) {
        return ("event: " + type + "\ndata: {'type':'" + type + "'," + members + "}\n\n")
                .replace('\'', '"');
    }

    static final String CREATED =
            event(
                    "response.created",
                    "'response':{'id':'resp_1','model':'gpt-5','status':'in_progress',"
                            + "'error':null,'output':[],'usage':null}");
    static final String TEXT =
            event(
                            "response.output_item.added",
                            "'output_index':0,'item':{'type':'message','id':'msg_1','content':[]}")
                    + event("response.output_text.delta", "'output_index':0,'delta':'It is'")
                    + event("response.output_text.delta", "'output_index':0,'delta':' raining.'")
                    + event(
                            "response.output_item.done",
                            "'output_index':0,'item':{'type':'message','id':'msg_1','content':"
                                    + "[{'type':'output_text','text':'It is raining.'}]}");
    static final String COMPLETED =
            event(
                    "response.completed",
                    "'response':{'id':'resp_1','model':'gpt-5','status':'completed','output':[],"
                            + USAGE
                            + "}");

    private static List<ChatEvent> streamed(String stream) {
        return Splits.events(() -> CODEC.reader(true), stream);
    }

    private static Failure failure(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () -> Splits.read(CODEC.reader(true), bytes, List.of(bytes.length)));
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }

    private static Failure.ProviderKind kind(String stream) {
        return ((Failure.Provider) failure(stream)).kind();
    }

    @Test
    void textAndUsageAreReadOnce() {
        assertThat(streamed(CREATED + TEXT + COMPLETED))
                .containsExactly(
                        new ChatEvent.Started("resp_1", "gpt-5"),
                        new ChatEvent.TextDelta("It is"),
                        new ChatEvent.TextDelta(" raining."),
                        new ChatEvent.UsageReported(
                                Usage.tokens(60, 5)
                                        .with(UsageClass.CACHE_READ, 100)
                                        .with(UsageClass.REASONING, 4)),
                        new ChatEvent.Finished(StopReason.END, null));
    }

    @Test
    void callIsStartedUnderTheIdThatResultsReferTo() {
        String call =
                event(
                                "response.output_item.added",
                                "'output_index':3,'item':{'type':'function_call','id':'fc_1',"
                                        + "'call_id':'call_1','name':'weather','arguments':''}")
                        + event(
                                "response.function_call_arguments.delta",
                                "'output_index':3,'delta':'{}'")
                        + event(
                                "response.output_item.done",
                                "'output_index':3,'item':{'type':'function_call','id':'fc_1',"
                                        + "'call_id':'call_1','name':'weather','arguments':'{}'}");
        assertThat(streamed(CREATED + call + COMPLETED))
                .contains(
                        new ChatEvent.ToolCallStarted(0, "call_1", "weather"),
                        new ChatEvent.ToolCallDelta(0, "{}"),
                        new ChatEvent.Finished(StopReason.TOOL_CALLS, null))
                .filteredOn(ChatEvent.ToolCallDelta.class::isInstance)
                .hasSize(1);
    }

    @Test
    void reasoningIsReadWithItsProof() {
        String reasoning =
                event(
                                "response.reasoning_summary_text.delta",
                                "'output_index':0,'summary_index':0,'delta':'Hm'")
                        + event(
                                "response.reasoning_text.delta",
                                "'output_index':0,'content_index':0,'delta':'raw'")
                        + event(
                                "response.output_item.done",
                                "'output_index':0,'item':{'type':'reasoning','id':'rs_1',"
                                        + "'summary':[],'encrypted_content':'gAAA'}");
        assertThat(streamed(CREATED + reasoning + COMPLETED))
                .contains(
                        new ChatEvent.ReasoningDelta("Hm"),
                        new ChatEvent.ReasoningSigned("penstock-openai:rs_1:gAAA"))
                .doesNotContain(new ChatEvent.ReasoningDelta("raw"));
    }

    @Test
    void plainResponseOfAllKindsIsRead() {
        String body =
                ("{'id':'resp_1','model':'m','status':'incomplete',"
                                + "'incomplete_details':{'reason':'max_output_tokens'},'output':["
                                + "{'type':'web_search_call','id':'ws_1','status':'completed'},"
                                + "{'type':'message','id':'msg_1','content':["
                                + "{'type':'output_text','text':'a','annotations':[]},"
                                + "{'type':'refusal','refusal':'b'}]}],"
                                + USAGE
                                + "}")
                        .replace('\'', '"');
        assertThat(Splits.events(() -> CODEC.reader(false), body))
                .contains(
                        new ChatEvent.TextDelta("a"),
                        new ChatEvent.RefusalDelta("b"),
                        new ChatEvent.Finished(StopReason.MAX_TOKENS, null));
    }

    @Test
    @DisplayName("E2: response.failed is a failure of the provider, not an end")
    void failedResponseIsAFailure() {
        String failed =
                event(
                        "response.failed",
                        "'response':{'id':'resp_1','status':'failed','error':"
                                + "{'code':'rate_limit_exceeded','message':'slow down'}}");
        assertThat(kind(CREATED + TEXT + failed)).isEqualTo(Failure.ProviderKind.RATE_LIMITED);
        assertThat(kind(CREATED + event("error", "'code':'server_error','message':'oops'")))
                .isEqualTo(Failure.ProviderKind.FAILED);
        assertThat(
                        kind(
                                CREATED
                                        + event(
                                                "response.failed",
                                                "'response':{'status':'failed','error':"
                                                        + "{'code':'invalid_prompt',"
                                                        + "'message':'no'}}")))
                .isEqualTo(Failure.ProviderKind.REJECTED);
    }

    @Test
    @DisplayName("E3: a stream without its terminal event is cut")
    void streamWithoutItsEndIsTruncated() {
        assertThat(kind(CREATED + TEXT)).isEqualTo(Failure.ProviderKind.TRUNCATED);
        assertThat(kind(CREATED + TEXT + COMPLETED.substring(0, COMPLETED.length() / 2)))
                .isEqualTo(Failure.ProviderKind.TRUNCATED);
    }

    @Test
    void randomBytesAreRefusedAndNothingElse() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = (CREATED + TEXT + COMPLETED).getBytes(UTF_8);
            for (int j = 0; j < 4; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Splits.read(CODEC.reader(true), bytes, List.of(bytes.length));
            } catch (FailureException e) {
                assertThat(e.failure()).isInstanceOf(Failure.Provider.class);
            }
        }
    }

    private static RelayTap watched(boolean stream, String answer, int piece) {
        RelayTap tap = CODEC.tap(stream, false);
        byte[] bytes = answer.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += piece) {
            RelayTap.Passed passed = tap.feed(bytes, at, Math.min(piece, bytes.length - at));
            out.write(passed.bytes(), passed.offset(), passed.length());
        }
        RelayTap.Passed rest = tap.end();
        out.write(rest.bytes(), rest.offset(), rest.length());
        assertThat(out.toString(UTF_8)).isEqualTo(answer);
        return tap;
    }

    @Test
    void tapLetsEveryByteThroughAndCounts() {
        for (int piece : new int[] {1, 7, 100_000}) {
            RelayTap tap = watched(true, CREATED + TEXT + COMPLETED, piece);
            assertThat(tap.id()).isEqualTo("resp_1");
            assertThat(tap.stopReason()).isEqualTo(StopReason.END);
            assertThat(tap.usage().totalInput()).isEqualTo(160);
            assertThat(tap.deltas()).isEqualTo(2);
            assertThat(tap.characters()).isEqualTo("It is raining.".length());
            assertThat(tap.content()).isTrue();
        }
    }

    @Test
    void tapSeesNoContentBeforeTheModelSpeaks() {
        RelayTap tap = CODEC.tap(true, false);
        byte[] bytes = CREATED.getBytes(UTF_8);
        assertThat(tap.feed(bytes, 0, bytes.length).eventBoundary()).isTrue();
        assertThat(tap.content()).isFalse();
        FailureException thrown = catchThrowableOfType(FailureException.class, tap::end);
        assertThat(thrown.failure().code()).isEqualTo("upstream_truncated");
    }

    @Test
    void tapOfAPlainResponseRefusesWhatIsNone() {
        String body =
                "{\"id\":\"resp_1\",\"status\":\"completed\",\"output\":[{\"type\":\"function_call\","
                        + "\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}]}";
        assertThat(watched(false, body, 5).stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () -> watched(false, "{\"choices\":[]}", 5))
                                .failure()
                                .code())
                .isEqualTo("upstream_malformed");
    }
}
