package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the value, the server reads back exactly it, and the statement ends where its author ended it. */
class QuotingTest {
    @Property
    void aLiteralReadsBackAsItsValue(@ForAll("texts") String value) {
        if (value.indexOf('\0') >= 0 || value.contains("\\\n") || value.contains("\\\r")) {
            assertThatThrownBy(() -> Quoted.literal(value)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        String statement = "PRINT " + Quoted.literal(value) + "; DONE";
        assertThat(statement).startsWith("PRINT N'");
        int end = endOfQuoted(statement, "PRINT N".length(), '\'');
        assertThat(statement.substring(end)).isEqualTo("; DONE");
        assertThat(statement.substring("PRINT N'".length(), end - 1).replace("''", "'")).isEqualTo(value);
        assertThat(Verbatim.without(statement)).isEqualTo("PRINT N''; DONE");
    }

    @Property
    void anIdentifierReadsBackAsItsName(@ForAll("texts") String name) {
        if (name.isEmpty() || name.length() > 128 || name.indexOf('\0') >= 0) {
            assertThatThrownBy(() -> Quoted.identifier(name)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        String statement = "USE " + Quoted.identifier(name) + "; DONE";
        int end = endOfQuoted(statement, "USE ".length(), ']');
        assertThat(statement.substring(end)).isEqualTo("; DONE");
        assertThat(statement.substring("USE [".length(), end - 1).replace("]]", "]")).isEqualTo(name);
    }

    @Property
    void anythingIsEitherDigitsOrRefusedAsANumber(@ForAll("texts") String value) {
        try {
            assertThat(Quoted.number(value)).isEqualTo(value).matches("-?[0-9]+");
        } catch (IllegalArgumentException e) {
            assertThat(value).doesNotMatch("-?[0-9]{1,38}");
        }
    }

    /** As a server reads it, written apart from the code under test: a doubled closing sign is one, a single one ends. */
    private static int endOfQuoted(String sql, int open, char close) {
        int at = open + 1;
        while (true) {
            if (sql.charAt(at) != close) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == close) {
                at += 2;
            } else {
                return at + 1;
            }
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> hostile = Arbitraries.strings().withChars("'[]\"\\-/*;:#?{}\n\r\0 aN0☃").ofMaxLength(140);
        return Arbitraries.oneOf(hostile, Arbitraries.strings().ofMaxLength(60), Arbitraries.integers().map(String::valueOf));
    }
}
