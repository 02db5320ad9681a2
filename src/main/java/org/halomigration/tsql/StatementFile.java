package org.halomigration.tsql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A statement file as it was read.
 *
 * @param name the statement's name: the file's without {@code .sql}
 * @param sha256 hash of the file, lower-case hex, so that evidence says which version ran
 */
public record StatementFile(String name, Path path, String sha256, List<Part> parts) {
    public StatementFile {
        parts = List.copyOf(parts);
    }

    /**
     * The statement with its placeholders filled. What stands between the placeholders is never changed by a value.
     *
     * @throws StatementUnusable when a value is missing or does not fit, naming file and placeholder
     */
    public RenderedStatement render(Values values) {
        StringBuilder sql = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        append(parts, values, sql, parameters);
        return new RenderedStatement(sql.toString(), parameters);
    }

    private void append(List<Part> parts, Values values, StringBuilder sql, List<Object> parameters) {
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                sql.append(text.text());
            } else if (part instanceof Part.Value value) {
                append(value, values, sql, parameters);
            } else if (part instanceof Part.If condition) {
                if (isTrue(condition, values)) {
                    appendApart(condition.text(), values, sql, parameters);
                }
            } else if (part instanceof Part.Each each) {
                append(each, values, sql, parameters);
            }
        }
    }

    private void append(Part.Value placeholder, Values values, StringBuilder sql, List<Object> parameters) {
        String written = placeholder.kind().written(placeholder.name());
        Object value = value(written, placeholder.name(), values);
        if (value == null && placeholder.kind() != Part.Kind.BOUND) {
            throw missing(written, placeholder.name() + " is null");
        }
        try {
            switch (placeholder.kind()) {
                case LITERAL -> sql.append(Quoted.literal(value));
                case IDENTIFIER -> sql.append(Quoted.identifier(value));
                case NUMBER -> sql.append(Quoted.number(value));
                case BOUND -> {
                    parameters.add(Quoted.parameter(value));
                    sql.append('?');
                }
            }
        } catch (IllegalArgumentException e) {
            throw new StatementUnusable("%s: the value for %s %s".formatted(path, written, e.getMessage()));
        }
    }

    private void append(Part.Each each, Values values, StringBuilder sql, List<Object> parameters) {
        String written = ":each(" + each.name() + " | …)";
        Iterator<?> items = items(written, value(written, each.name(), values));
        boolean first = true;
        while (items.hasNext()) {
            Object item = items.next();
            if (!first && !each.separator().isEmpty()) {
                sql.append(each.separator()).append(' ');
            }
            appendApart(each.text(), Values.of(item).or(new Item(item)).or(values), sql, parameters);
            first = false;
        }
    }

    /** Keeps the words of a conditional or repeated text from growing together with what stands before. */
    private void appendApart(List<Part> text, Values values, StringBuilder sql, List<Object> parameters) {
        int start = sql.length();
        append(text, values, sql, parameters);
        boolean joins = start == 0 || start == sql.length() || ",;)".indexOf(sql.charAt(start)) >= 0;
        if (!joins && !Character.isWhitespace(sql.charAt(start - 1)) && sql.charAt(start - 1) != '(') {
            sql.insert(start, ' ');
        }
    }

    private boolean isTrue(Part.If condition, Values values) {
        String written = ":if(" + condition.name() + " | …)";
        Object value = value(written, condition.name(), values);
        if (value == null || value instanceof Boolean || "true".equals(value) || "false".equals(value)) {
            return Boolean.TRUE.equals(value) || "true".equals(value);
        }
        throw new StatementUnusable("%s: the value for %s is neither true nor false".formatted(path, written));
    }

    private Iterator<?> items(String written, Object value) {
        if (value instanceof Iterable<?> items) {
            return StreamSupport.stream(items.spliterator(), false).iterator();
        }
        if (value instanceof Object[] items) {
            return Arrays.asList(items).iterator();
        }
        throw missing(written, value == null ? "its list is null" : "its value is a " + value.getClass().getSimpleName() + ", not a list");
    }

    private Object value(String written, String name, Values values) {
        if (!values.knows(name)) {
            throw missing(written, "there is no value named " + name + " in the body, the variables or the headers");
        }
        return values.get(name);
    }

    private StatementUnusable missing(String written, String reason) {
        return new StatementUnusable("%s: %s cannot be filled, %s".formatted(path, written, reason));
    }

    /** {@code item} inside {@code :each}. */
    private record Item(Object item) implements Values {
        @Override
        public boolean knows(String name) {
            return "item".equals(name);
        }

        @Override
        public Object get(String name) {
            return knows(name) ? item : null;
        }
    }
}
