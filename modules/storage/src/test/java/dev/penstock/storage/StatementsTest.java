// SPDX-License-Identifier: Apache-2.0
package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class StatementsTest {

    private static Statements.Statement parse(String sql) {
        Properties entries = new Properties();
        entries.setProperty("db.statements.one", sql);
        entries.setProperty("columns", "a, b");
        entries.setProperty("more", "${columns}, c");
        entries.setProperty("round", "${round}");
        return Statements.parse(entries).named("one");
    }

    @Test
    void parametersBecomeQuestionMarksInOrder() {
        Statements.Statement statement =
                parse("SELECT 1 WHERE a = :first AND b = :second_2 OR c = :first");
        assertThat(statement.sql()).isEqualTo("SELECT 1 WHERE a = ? AND b = ? OR c = ?");
        assertThat(statement.parameters()).containsExactly("first", "second_2", "first");
    }

    @Test
    void colonsInQuotesAndCastsAreNoParameters() {
        Statements.Statement statement =
                parse("SELECT ':no', a::text FROM t WHERE b = ':x' || :yes");
        assertThat(statement.sql()).isEqualTo("SELECT ':no', a::text FROM t WHERE b = ':x' || ?");
        assertThat(statement.parameters()).containsExactly("yes");
    }

    @Test
    void entriesTakeInOthers() {
        assertThat(parse("SELECT ${more} FROM t").sql()).isEqualTo("SELECT a, b, c FROM t");
    }

    @Test
    void missingAndEndlessEntriesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("${nothing}"))
                .withMessageContaining("nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("${round}"))
                .withMessageContaining("contains itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Statements.parse(new Properties()).named("one"))
                .withMessageContaining("does not exist");
    }
}
