package org.halomigration.tsql;

import java.util.List;

/** A piece of a statement file. */
sealed interface Part {
    record Text(String text) implements Part {}

    /** A placeholder for one value. */
    record Value(Kind kind, String name) implements Part {}

    /** {@code :each(name | text | separator)}. */
    record Each(String name, List<Part> text, String separator) implements Part {}

    /** {@code :if(name | text)}. */
    record If(String name, List<Part> text) implements Part {}

    enum Kind {
        BOUND(":#%s"),
        LITERAL(":'%s'"),
        IDENTIFIER(":[%s]"),
        NUMBER(":number(%s)");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        /** The placeholder as it stands in the file. */
        String written(String name) {
            return form.formatted(name);
        }
    }
}
