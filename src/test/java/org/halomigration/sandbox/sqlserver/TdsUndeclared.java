package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** sp_describe_undeclared_parameters, as drivers ask it for a statement's parameters; every one is said to be nvarchar(4000). */
final class TdsUndeclared {
    private static final Pattern SKIPPED = Pattern.compile("'(?:[^']|'')*'|\\[(?:[^]]|]])*]|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\\*.*?\\*/|@@\\w+", Pattern.DOTALL);
    private static final Pattern DECLARED = Pattern.compile("\\bDECLARE\\s+(@[\\w$#@]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VARIABLE = Pattern.compile("@[\\w$#@]+");
    private static final SqlType NAME = SqlType.of(Kind.NVARCHAR, 256);
    private static final SqlType INT = SqlType.of(Kind.INT);
    private static final SqlType SMALL = SqlType.of(Kind.SMALLINT);
    private static final SqlType TINY = SqlType.of(Kind.TINYINT);
    private static final SqlType BIT = SqlType.of(Kind.BIT);

    private TdsUndeclared() {
    }

    static void describe(String batch, Answer answer) {
        answer.columns(columns());
        int ordinal = 0;
        for (String name : undeclared(batch)) {
            answer.row(++ordinal, name, 231, "nvarchar(4000)", 8000, 0, 0, null, null, null, null, null, null, null, null, false, false, false, true, false,
                null, 231, 8000, 0, 0);
        }
        answer.count(ordinal);
    }

    static Set<String> undeclared(String batch) {
        String plain = SKIPPED.matcher(batch).replaceAll(" ");
        Set<String> names = new LinkedHashSet<>();
        VARIABLE.matcher(plain).results().forEach(found -> names.add(found.group()));
        DECLARED.matcher(plain).results().forEach(found -> names.remove(found.group(1)));
        return names;
    }

    /** The columns that the procedure's documentation lists, in its order. */
    private static List<Answer.Column> columns() {
        List<Answer.Column> columns = new ArrayList<>();
        add(columns, INT, "parameter_ordinal");
        add(columns, NAME, "name");
        add(columns, INT, "suggested_system_type_id");
        add(columns, NAME, "suggested_system_type_name");
        add(columns, SMALL, "suggested_max_length");
        add(columns, TINY, "suggested_precision", "suggested_scale");
        add(columns, INT, "suggested_user_type_id");
        add(columns, NAME, "suggested_user_type_database", "suggested_user_type_schema", "suggested_user_type_name", "suggested_assembly_qualified_type_name");
        add(columns, INT, "suggested_xml_collection_id");
        add(columns, NAME, "suggested_xml_collection_database", "suggested_xml_collection_schema");
        add(columns, BIT, "suggested_is_xml_document", "suggested_is_case_sensitive", "suggested_is_fixed_length_clr_type", "suggested_is_input",
            "suggested_is_output");
        add(columns, NAME, "formal_parameter_name");
        add(columns, INT, "suggested_tds_type_id", "suggested_tds_length", "suggested_tds_precision", "suggested_tds_scale");
        return columns;
    }

    private static void add(List<Answer.Column> columns, SqlType type, String... names) {
        for (String name : names) {
            columns.add(new Answer.Column(name, type, true));
        }
    }
}
