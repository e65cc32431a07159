// SPDX-License-Identifier: Apache-2.0
package dev.penstock.kit;

import java.util.List;
import java.util.Set;

/// What Google refuses in `contents` and `systemInstruction`.
final class GeminiContentRules {
    static final String DUMMY = "skip_thought_signature_validator";

    private static final Set<String> DATA =
            Set.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult");
    private static final Set<String> MEMBERS =
            Set.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult",
                    "thought",
                    "thoughtSignature",
                    "videoMetadata",
                    "mediaResolution");
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.:-]{0,127}";

    private GeminiContentRules() {}

    static void check(Inspected contents, SimulatedModel model) {
        List<Inspected> all = contents.elements();
        if (all.isEmpty()) {
            throw GeminiComplaints.bad(
                    "* GenerateContentRequest.contents: contents is not specified\n");
        }
        int calls = 0;
        for (Inspected content : all) {
            content.object().only(Set.of("role", "parts"));
            content.optional("role", role -> role.oneOf(List.of("user", "model", "function")));
            boolean spoken = content.has("role") && content.need("role").text().equals("model");
            parts(content, model, spoken);
            int responses = count(content, "functionResponse");
            if (!spoken && responses != calls) {
                throw GeminiComplaints.bad(
                        "Please ensure that the number of function response parts is equal to the"
                                + " number of function call parts of the function call turn.");
            }
            calls = count(content, "functionCall");
        }
        if (calls > 0) {
            throw GeminiComplaints.bad(
                    "Please ensure that function call turn comes immediately before a function response"
                            + " turn.");
        }
    }

    static void parts(Inspected content, SimulatedModel model, boolean spoken) {
        List<Inspected> parts = content.need("parts").elements();
        if (parts.isEmpty()) {
            throw GeminiComplaints.bad(
                    "* GenerateContentRequest.contents.parts: contents.parts must not be empty.\n");
        }
        boolean called = false;
        for (Inspected part : parts) {
            part.object().only(MEMBERS);
            if (DATA.stream().filter(part::has).count() != 1) {
                throw part.wrong("required oneof field 'data' must have one initialized field");
            }
            part.optional("text", Inspected::string)
                    .optional("thought", Inspected::bool)
                    .optional("inlineData", GeminiContentRules::inline)
                    .optional("functionResponse", response -> response(response, model));
            if (part.has("functionCall")) {
                call(part, model, spoken, called);
                called = true;
            }
            part.optional("thoughtSignature", GeminiContentRules::signature);
        }
    }

    private static int count(Inspected content, String member) {
        return (int) content.need("parts").elements().stream().filter(p -> p.has(member)).count();
    }

    private static void inline(Inspected data) {
        data.object().only(Set.of("mimeType", "data", "displayName"));
        data.need("mimeType").matches("[a-z]+/[A-Za-z0-9.+-]+(;.*)?");
        data.need("data").matches("[A-Za-z0-9+/=_-]+");
    }

    private static void call(Inspected part, SimulatedModel model, boolean spoken, boolean called) {
        if (!spoken) {
            throw part.wrong("function calls must be of role model");
        }
        Inspected call = part.need("functionCall").object();
        call.only(Set.of("id", "name", "args"));
        call.need("name").matches(NAME);
        call.optional("args", Inspected::object).optional("id", Inspected::string);
        if (model.has(ModelTrait.SIGNED) && !called && !part.has("thoughtSignature")) {
            throw GeminiComplaints.bad(
                    "Function call is missing a thought_signature in functionCall parts. This is required"
                            + " for tools to work correctly. Function call `default_api:"
                            + call.need("name").text()
                            + "`.");
        }
    }

    private static void response(Inspected response, SimulatedModel model) {
        response.object().only(Set.of("id", "name", "response", "parts", "scheduling"));
        response.need("name").matches(NAME);
        response.need("response").object();
        if (response.has("parts") && !model.has(ModelTrait.SIGNED)) {
            throw response.unknown("parts");
        }
    }

    // Of another provider, or of nobody.
    private static void signature(Inspected signature) {
        String text = signature.string().text();
        if (!text.equals(GeminiShape.SIGNATURE) && !text.equals(DUMMY)) {
            throw GeminiComplaints.bad("Thought signature is not valid.");
        }
    }
}
