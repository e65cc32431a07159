// SPDX-License-Identifier: Apache-2.0
package dev.penstock.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.inference.ChatAnswer;
import dev.penstock.inference.ChatEvent;
import dev.penstock.inference.ContentPart;
import dev.penstock.inference.EventStream;
import dev.penstock.inference.Failure;
import dev.penstock.inference.FailureException;
import dev.penstock.inference.MediaSource;
import dev.penstock.inference.Message;
import dev.penstock.inference.Role;
import dev.penstock.inference.StopReason;
import dev.penstock.inference.ToolChoice;
import dev.penstock.inference.Usage;
import dev.penstock.spi.Provider;
import dev.penstock.spi.ProviderContext;
import dev.penstock.spi.ProviderFactory;
import dev.penstock.spi.ProviderSettings;
import dev.penstock.spi.Timeouts;
import dev.penstock.spi.UpstreamAttempt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DemoProviderTest {

    private static final UpstreamAttempt ATTEMPT =
            new UpstreamAttempt(new UUID(0, 1), new UUID(0, 2));

    private final Provider provider = provider(Map.of("pause", "PT0S"));

    private static Provider provider(Map<String, String> options) {
        ProviderSettings settings =
                new ProviderSettings("demo", null, null, options, Timeouts.defaults());
        return new DemoProviderFactory()
                .create(settings, new ProviderContext(_ -> null, InstantSource.system()));
    }

    private EventStream events(Requests request) {
        return provider.chat(request.build(), ATTEMPT).events();
    }

    private ChatAnswer answer(Requests request) {
        return ChatAnswer.fold(events(request));
    }

    private static List<ContentPart> text(String text) {
        return List.of(new ContentPart.Text(text));
    }

    private List<ContentPart.ToolCall> calls(Requests request) {
        ChatAnswer answer = answer(request);
        assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        return answer.parts().stream().map(ContentPart.ToolCall.class::cast).toList();
    }

    @Test
    void pluginIsANamedModuleThatProvidesItsFactory() {
        Module module = DemoProviderFactory.class.getModule();

        assertThat(module.isNamed()).isTrue();
        module.addUses(ProviderFactory.class);
        assertThat(ServiceLoader.load(module.getLayer(), ProviderFactory.class))
                .hasOnlyElementsOfType(DemoProviderFactory.class)
                .singleElement()
                .satisfies(factory -> assertThat(factory.type()).isEqualTo("demo"))
                .satisfies(factory -> assertThat(factory.needsCredential()).isFalse());
    }

    @Test
    void lastUserTextComesBackWordByWord() {
        List<ChatEvent> seen = new ArrayList<>();
        try (EventStream events = events(Requests.user("Hello small  world"))) {
            for (ChatEvent event = events.next(); event != null; event = events.next()) {
                seen.add(event);
            }
        }

        assertThat(seen)
                .containsExactly(
                        new ChatEvent.Started("demo-" + "0".repeat(31) + "2", "echo"),
                        new ChatEvent.TextDelta("Hello "),
                        new ChatEvent.TextDelta("small  "),
                        new ChatEvent.TextDelta("world"),
                        new ChatEvent.Finished(StopReason.END, null),
                        new ChatEvent.UsageReported(Usage.tokens(6, 6)));
    }

    @Test
    void onlyTheLastUserMessageIsEchoedAndAllAreCounted() {
        ChatAnswer answer =
                answer(
                        Requests.of(
                                Message.text(Role.SYSTEM, "be kind"),
                                Message.text(Role.USER, "one"),
                                Message.text(Role.ASSISTANT, "one"),
                                Message.text(Role.USER, "two")));

        assertThat(answer.parts()).isEqualTo(text("two"));
        assertThat(answer.usage()).isEqualTo(Usage.tokens(5, 1));
    }

    @Test
    void pictureIsMentioned() {
        ContentPart.Image image =
                new ContentPart.Image(new MediaSource.Remote("https://example.org/a.png"), null);
        Message message =
                new Message(Role.USER, List.of(new ContentPart.Text("what is this?"), image));

        assertThat(answer(Requests.of(message)).parts()).isEqualTo(text("what is this?\n[image]"));
    }

    @Test
    void silenceIsAnsweredToo() {
        assertThat(answer(Requests.user("")).parts()).isEqualTo(text("You said nothing."));
    }

    @Test
    void maximumOfTokensCutsInsideAWord() {
        ChatAnswer answer = answer(Requests.user("ab Constantinople").maximum(2));

        assertThat(answer.parts()).isEqualTo(text("ab Cons"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(answer.usage().totalOutput()).isEqualTo(2);
    }

    @Test
    void maximumThatIsJustEnoughCutsNothing() {
        ChatAnswer answer = answer(Requests.user("ab Cons").maximum(2));

        assertThat(answer.parts()).isEqualTo(text("ab Cons"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    void cutLeavesNoHalfCharacter() {
        assertThat(answer(Requests.user("abc\uD83D\uDE00def").maximum(1)).parts())
                .isEqualTo(text("abc"));
    }

    @Test
    void firstStopTextInTheAnswerEndsIt() {
        ChatAnswer answer = answer(Requests.user("one two three").stop("three", " tw"));

        assertThat(answer.parts()).isEqualTo(text("one"));
        assertThat(answer.stopReason()).isEqualTo(StopReason.STOP_SEQUENCE);
        assertThat(answer.stopSequence()).isEqualTo(" tw");
    }

    @Test
    void writtenCallBecomesAToolCallInFragments() {
        Requests request =
                Requests.user("please call weather {\"city\": \"Ulm\"} now").tool("weather");

        assertThat(calls(request))
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("weather"))
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"city\": \"Ulm\"}"));
        try (EventStream events = events(request)) {
            long fragments = 0;
            for (ChatEvent event = events.next(); event != null; event = events.next()) {
                fragments += event instanceof ChatEvent.ToolCallDelta ? 1 : 0;
            }
            assertThat(fragments).isEqualTo(2);
        }
    }

    @Test
    void severalWrittenCallsBecomeParallelOnes() {
        Requests request =
                Requests.user("call a {\"n\":{\"deep\":\"call b }\"}} and call b")
                        .tool("a")
                        .tool("b");

        assertThat(calls(request))
                .extracting(ContentPart.ToolCall::name, ContentPart.ToolCall::arguments)
                .containsExactly(tuple("a", "{\"n\":{\"deep\":\"call b }\"}}"), tuple("b", "{}"));
        assertThat(calls(request)).extracting(ContentPart.ToolCall::id).doesNotHaveDuplicates();
        assertThat(calls(request.oneCallAtATime())).hasSize(1);
    }

    @Test
    void brokenArgumentsBecomeNone() {
        assertThat(calls(Requests.user("call a {\"n\":").tool("a")))
                .extracting(ContentPart.ToolCall::arguments)
                .containsExactly("{}");
    }

    @Test
    void maximumOfTokensCutsAToolCall() {
        ChatAnswer answer = answer(Requests.user("call a {\"number\":12345}").tool("a").maximum(2));

        assertThat(answer.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(answer.parts())
                .singleElement()
                .extracting(part -> ((ContentPart.ToolCall) part).arguments())
                .isEqualTo("{\"number");
    }

    @Test
    void requiredChoiceCallsTheFirstToolAndANamedOneThatTool() {
        Requests request = Requests.user("hello").tool("a").tool("b");

        assertThat(calls(request.choice(new ToolChoice.Required())))
                .extracting(ContentPart.ToolCall::name)
                .containsExactly("a");
        assertThat(calls(request.choice(new ToolChoice.Named("b"))))
                .extracting(ContentPart.ToolCall::name)
                .containsExactly("b");
    }

    @Test
    void withoutToolsOrWithChoiceNoneTheTextIsEchoed() {
        String text = "call a {}";

        assertThat(answer(Requests.user(text)).parts()).isEqualTo(text(text));
        assertThat(answer(Requests.user(text).tool("b")).parts()).isEqualTo(text(text));
        assertThat(answer(Requests.user(text).tool("a").choice(new ToolChoice.None())).parts())
                .isEqualTo(text(text));
    }

    @Test
    void resultsOfToolsAreEchoedAndCallNothing() {
        Requests request =
                Requests.of(
                                Message.text(Role.USER, "call a {}"),
                                new Message(
                                        Role.ASSISTANT,
                                        List.of(new ContentPart.ToolCall("1", "a", "{}"))),
                                result("1", "sunny"),
                                result("2", "call a {}"))
                        .tool("a")
                        .choice(new ToolChoice.Required());

        assertThat(answer(request).parts()).isEqualTo(text("sunny\ncall a {}"));
    }

    private static Message result(String id, String text) {
        return new Message(Role.TOOL, List.of(new ContentPart.ToolResult(id, text(text), false)));
    }

    @Test
    void otherModelsAreRefusedAsUnknown() {
        FailureException refused =
                catchThrowableOfType(
                        FailureException.class, () -> events(Requests.user("hi").model("gpt")));

        assertThat(refused.failure())
                .isEqualTo(
                        new Failure.Provider(
                                Failure.ProviderKind.REJECTED,
                                "the model 'gpt' does not exist; use 'echo'",
                                404,
                                null));
        assertThat(provider.models()).containsExactly("echo");
        assertThat(provider.formats("echo")).isEmpty();
    }

    @Test
    void senselessPauseIsRefusedWhenTheProviderIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(Map.of("pause", "soon")))
                .withMessageContaining("pause is 'soon'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(Map.of("pause", "PT11S")))
                .withMessageContaining("PT11S");
    }
}
