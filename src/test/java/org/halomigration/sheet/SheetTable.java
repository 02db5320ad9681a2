package org.halomigration.sheet;

/** The table of all keys for {@code docs/information-sheet.md}, made of the records. */
final class SheetTable {
    private final StringBuilder rows = new StringBuilder();

    private SheetTable() {}

    static String markdown() {
        SheetTable table = new SheetTable();
        table.rows.append("| key | what | required | default | example |\n|---|---|---|---|---|\n");
        table.section(Migration.class, "");
        return table.rows.toString();
    }

    private void section(Class<?> type, String way) {
        for (Shape.Entry entry : Shape.of(type).entries()) {
            String key = way + entry.name() + (entry.list() ? "[]" : "");
            String byDefault = entry.key().byDefault().equals("{}") ? "" : entry.key().byDefault();
            rows.append("| `%s` | %s%s | %s | %s | %s |\n".formatted(key, entry.key().value(), entry.type() == Command.class ? " (see Commands)" : "",
                    entry.key().need().words(), code(byDefault), code(entry.key().example())));
            if (entry.type() == Command.class) {
                continue;
            }
            if (entry.type().isRecord()) {
                section(entry.type(), key + ".");
            }
        }
    }

    /** The keys of a command, which stand under many keys. */
    static String commands() {
        SheetTable table = new SheetTable();
        table.rows.append("| key | what | required | default | example |\n|---|---|---|---|---|\n");
        table.section(Command.class, "");
        return table.rows.toString();
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }
}
