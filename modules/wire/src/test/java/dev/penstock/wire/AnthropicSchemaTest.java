// SPDX-License-Identifier: Apache-2.0
package dev.penstock.wire;

import static dev.penstock.wire.AnthropicSamples.quoted;
import static dev.penstock.wire.AnthropicSamples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.inference.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicSchemaTest {

    private static Object answer(String schema) {
        JsonText reduced = AnthropicAnswerSchema.of(new JsonText(quoted(schema)));
        return reduced == null ? null : JsonTree.of(reduced);
    }

    private static Object tool(String schema) {
        return JsonTree.of(
                AnthropicToolSchema.of(schema == null ? null : new JsonText(quoted(schema))));
    }

    @Test
    void q8UnenforceableKeywordsMoveToTheDescription() {
        assertThat(
                        answer(
                                "{'$schema':'x','type':'object','properties':{"
                                        + "'name':{'type':'string','description':'Its name.',"
                                        + "'minLength':1,'maxLength':9,'pattern':'^a'},"
                                        + "'tags':{'type':'array','items':{'type':'number',"
                                        + "'maximum':5,'multipleOf':2},'minItems':2,"
                                        + "'maxItems':3},'few':{'type':'array','minItems':1}},"
                                        + "'required':['name']}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','properties':{"
                                        + "'name':{'type':'string','description':"
                                        + "'Its name. (minLength: 1, maxLength: 9)',"
                                        + "'pattern':'^a'},"
                                        + "'tags':{'type':'array','items':{'type':'number',"
                                        + "'description':'(maximum: 5, multipleOf: 2)'},"
                                        + "'description':'(minItems: 2, maxItems: 3)'},"
                                        + "'few':{'type':'array','minItems':1}},"
                                        + "'required':['name'],'additionalProperties':false}"));
    }

    @Test
    void q9PropertiesNamedLikeKeywordsSurvive() {
        String inner =
                "{'title':{'type':'string'},'default':{'type':'string'},"
                        + "'$ref':{'type':'string'},'type':{'type':'string'},"
                        + "'minimum':{'type':'number'},'properties':{'type':'string'},"
                        + "'$schema':{'type':'string'}}";
        assertThat(answer("{'type':'object','properties':" + inner + "}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','properties':"
                                        + inner
                                        + ",'additionalProperties':false}"));
    }

    @Test
    void dataIsNotTakenForKeywords() {
        String schema =
                "{'type':'object','properties':{'x':{'enum':['minimum',{'minimum':1}],"
                        + "'const':{'maxLength':2},'default':{'type':'object'}}},"
                        + "'additionalProperties':false}";
        assertThat(answer(schema)).isEqualTo(tree(schema));
    }

    @Test
    void everyObjectIsClosedWhereverItStands() {
        assertThat(
                        answer(
                                "{'type':'object','properties':{'a':{'oneOf':["
                                        + "{'type':'object'},{'type':'null'}]},"
                                        + "'b':{'$ref':'#/$defs/B'}},'additionalProperties':true,"
                                        + "'$defs':{'B':{'properties':{}}}}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','properties':{'a':{'anyOf':["
                                        + "{'type':'object','additionalProperties':false},"
                                        + "{'type':'null'}]},'b':{'$ref':'#/$defs/B'}},"
                                        + "'additionalProperties':false,'$defs':{'B':"
                                        + "{'properties':{},'additionalProperties':false}}}"));
    }

    @Test
    void openMapsAreToldInWords() {
        assertThat(answer("{'type':'object','additionalProperties':{'type':'string'}}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','additionalProperties':false,'description':"
                                        + "'(additionalProperties: {\\'type\\':\\'string\\'})'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'x':{'$ref':'#'}}}",
                "{'$ref':'#/$defs/A','$defs':{'A':{'properties':{'b':{'$ref':'#/$defs/B'}}},"
                        + "'B':{'items':{'$ref':'#/$defs/A'}}}}",
                "[]",
                "true"
            })
    void schemasThatCannotBeEnforcedAreNone(String schema) {
        assertThat(answer(schema)).isNull();
    }

    @Test
    void referencesWithoutACircleStay() {
        String schema =
                "{'type':'object','properties':{'a':{'$ref':'#/definitions/A'},"
                        + "'b':{'$ref':'#/definitions/A'}},'additionalProperties':false,"
                        + "'definitions':{'A':{'type':'string'}}}";
        assertThat(answer(schema)).isEqualTo(tree(schema));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '#',
            value = {
                "- | {'type':'object','properties':{}}",
                "{} | {'type':'object','properties':{}}",
                "true | {'type':'object','properties':{}}",
                "{'type':'string'} | {'type':'object','properties':{}}",
                "{'properties':{'x':{}}} | {'type':'object','properties':{'x':{}}}",
                "{'type':['object','null'],'properties':{'x':{}}}"
                        + " | {'type':'object','properties':{'x':{}}}",
                "{'type':'object'} | {'type':'object'}",
                "{'type':'object','properties':{'x':{'anyOf':[{'minimum':1}]}}}"
                        + " | {'type':'object','properties':{'x':{'anyOf':[{'minimum':1}]}}}",
                "{'$ref':'#/$defs/A','$defs':{'A':{}}}"
                        + " | {'type':'object','$ref':'#/$defs/A','$defs':{'A':{}}}",
            })
    void rootOfAToolIsAnObject(String schema, String fixed) {
        assertThat(tool(schema)).isEqualTo(tree(fixed));
    }

    @Test
    void branchesAtTheRootAreMerged() {
        assertThat(
                        tool(
                                "{'type':'object','anyOf':[{'properties':{'a':{},'b':{}},"
                                        + "'required':['a','b']},{'properties':{'a':{},'c':{}},"
                                        + "'required':['a','c']}]}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','properties':{'a':{},'b':{},'c':{}},"
                                        + "'required':['a']}"));
        assertThat(
                        tool(
                                "{'allOf':[{'properties':{'a':{}},'required':['a']},"
                                        + "{'properties':{'b':{}},'required':['b']}],"
                                        + "'properties':{'z':{}},'required':['z']}"))
                .isEqualTo(
                        tree(
                                "{'type':'object','properties':{'z':{},'a':{},'b':{}},"
                                        + "'required':['a','b','z']}"));
    }

    @Test
    void callersSchemaIsSentAsItIsWhenItFits() {
        JsonText schema = new JsonText("{ \"type\" : \"object\" }");
        assertThat(AnthropicToolSchema.of(schema)).isSameAs(schema);
    }
}
