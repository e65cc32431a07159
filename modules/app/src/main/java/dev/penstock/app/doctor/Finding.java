// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.doctor;

/// What was found at one place. Holds no secret.
///
/// @param outcome how it stands
/// @param check what was looked at; a stable name
/// @param value what is there
/// @param rule what should be there; empty where there is no rule
/// @param advice what to do; empty when all is well
record Finding(Outcome outcome, String check, String value, String rule, String advice) {

    static Finding ok(String check, String value, String rule) {
        return new Finding(Outcome.OK, check, value, rule, "");
    }

    static Finding warn(String check, String value, String rule, String advice) {
        return new Finding(Outcome.WARN, check, value, rule, advice);
    }

    static Finding fail(String check, String value, String rule, String advice) {
        return new Finding(Outcome.FAIL, check, value, rule, advice);
    }

    /// Something that a sentence of the form `what is wrong: what to do` tells.
    static Finding fail(String check, String sentence, String rule) {
        int colon = sentence.indexOf(": ");
        int semicolon = sentence.indexOf("; ");
        boolean first = semicolon >= 0 && (colon < 0 || semicolon < colon);
        int end = first ? semicolon : colon;
        return end < 0
                ? fail(check, sentence, rule, "")
                : fail(check, sentence.substring(0, end), rule, sentence.substring(end + 2));
    }
}
