package org.halomigration.tsql;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of a statement file into parts. Placeholders count outside comments, 'texts', [names] and "names" only, so that an
 * apostrophe or a colon in those changes nothing.
 */
final class TemplateParser {
    private final String file;
    private final String text;
    private int at;

    private TemplateParser(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws StatementUnusable when a placeholder, text or comment is malformed, naming file and line */
    static List<Part> parse(String file, String text) {
        TemplateParser parser = new TemplateParser(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
        parser.skipLeadingComments();
        List<Part> parts = parser.parts(false);
        if (parts.isEmpty()) {
            throw new StatementUnusable(file + " holds no statement: write one below its comment");
        }
        return parts;
    }

    /** What explains the file to its reader is not sent to the server. */
    private void skipLeadingComments() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("/*", at)) {
                at = endOfVerbatim();
            } else {
                return;
            }
        }
    }

    /** Parts up to the end, or inside a placeholder up to its {@code |} or closing parenthesis, which is left standing. */
    private List<Part> parts(boolean inside) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (inside && depth == 0 && (c == '|' || c == ')')) {
                break;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            int end = endOfVerbatim();
            if (end > at) {
                plain.append(text, at, end);
                at = end;
            } else if (text.startsWith("::", at)) {
                plain.append("::");
                at += 2;
            } else if (c == ':' && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1))) {
                flush(plain, parts);
                parts.add(placeholder());
            } else {
                plain.append(c);
                at++;
            }
        }
        if (!inside) {
            plain.setLength(plain.toString().stripTrailing().length());
        }
        flush(plain, parts);
        return parts;
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Part.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    private Part placeholder() {
        int start = at++;
        if (skip("#")) {
            return new Part.Value(Part.Kind.BOUND, name(start));
        }
        if (skip("'")) {
            return closed(Part.Kind.LITERAL, start, "'");
        }
        if (skip("[")) {
            return closed(Part.Kind.IDENTIFIER, start, "]");
        }
        if (skip("number(")) {
            return closed(Part.Kind.NUMBER, start, ")");
        }
        boolean each = skip("each(");
        if (!each && !skip("if(")) {
            throw wrong(start, "is no placeholder: expected :#name, :'name', :[name], :number(name), :each(…) or :if(…)");
        }
        skipBlanks();
        String name = name(start);
        skipBlanks();
        expect("|", start);
        List<Part> inner = stripped(parts(true));
        String separator = "";
        if (each && skip("|")) {
            int from = at;
            parts(true);
            separator = text.substring(from, at).strip();
        }
        expect(")", start);
        return each ? new Part.Each(name, inner, separator) : new Part.If(name, inner);
    }

    private Part closed(Part.Kind kind, int start, String end) {
        Part part = new Part.Value(kind, name(start));
        expect(end, start);
        return part;
    }

    private String name(int start) {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (from == at) {
            throw wrong(start, "needs a name of letters, digits and _ here");
        }
        return text.substring(from, at);
    }

    private static List<Part> stripped(List<Part> parts) {
        List<Part> result = new ArrayList<>(parts);
        if (!result.isEmpty() && result.get(0) instanceof Part.Text first) {
            result.set(0, new Part.Text(first.text().stripLeading()));
        }
        int last = result.size() - 1;
        if (last >= 0 && result.get(last) instanceof Part.Text text) {
            result.set(last, new Part.Text(text.text().stripTrailing()));
        }
        return result;
    }

    /** The end of the comment, text or name that starts here; the position itself where none does. */
    private int endOfVerbatim() {
        int end = Verbatim.end(text, at);
        if (end < 0) {
            throw wrong(at, "is not closed");
        }
        return end;
    }

    private boolean skip(String expected) {
        boolean found = text.startsWith(expected, at);
        at += found ? expected.length() : 0;
        return found;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void expect(String expected, int start) {
        if (!skip(expected)) {
            throw wrong(start, "needs a " + expected + " after " + (at - start) + " characters");
        }
    }

    private StatementUnusable wrong(int position, String what) {
        long line = 1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
        String found = text.substring(position, Math.min(text.length(), position + 30)).lines().findFirst().orElse("");
        return new StatementUnusable("%s, line %d: %s %s".formatted(file, line, found, what));
    }
}
