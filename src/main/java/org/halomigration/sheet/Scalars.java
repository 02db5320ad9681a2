package org.halomigration.sheet;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads single values: puts in what references stand for, then reads the text in its format. */
final class Scalars {
    static final String REFERENCE = "a reference such as ${NAME} or ${file:/path}";

    private static final Consumer<String> NOT_MASKED = value -> {};

    private final References references;
    private final Secrets secrets;
    private final Problems problems;
    private final boolean asWritten;

    /** @param asWritten whether what is or may hold a secret keeps its references */
    Scalars(References references, Secrets secrets, Problems problems, boolean asWritten) {
        this.references = references;
        this.secrets = secrets;
        this.problems = problems;
        this.asWritten = asWritten;
    }

    /** The value in the component's type; null when there is a problem with it, or when another role's secret is not known here. */
    Object value(Shape.Entry entry, Node node, Place at) {
        boolean secret = entry.type() == Secret.class;
        Format format = entry.format();
        boolean scalar = node instanceof ScalarNode && !Nodes.absent(node);
        String raw = scalar ? ((ScalarNode) node).getValue() : "";
        if (secret && scalar && !References.in(raw)) {
            problems.add(at, REFERENCE, "a literal value",
                    "A password must not stand in this file: put it in the environment or a mounted file.");
            return null;
        }
        if (!Nodes.fits(node, format)) {
            String value = scalar && !secret ? " (" + Nodes.shown(raw) + ")" : "";
            boolean text = scalar && (format == Format.TEXT || format == Format.NAME) && entry.key().oneOf().length == 0;
            problems.add(at, entry.expectedItem(), Nodes.kind(node) + value, text ? "Write it in quotes if it is right." : "");
            return null;
        }
        if (asWritten && References.in(raw) && (secret || entry.key().masked())) {
            return secret ? new Secret(raw) : raw;
        }
        try {
            String text = references.resolve(raw, secret || entry.key().masked() ? secrets::add : NOT_MASKED);
            Object value = read(entry, text, raw, at);
            if (secret && value != null) {
                secrets.add(text);
                return new Secret(text);
            }
            return value instanceof Path && entry.type() == String.class ? text : value;
        } catch (References.Unresolved e) {
            if (at.used()) {
                problems.add(at, e.expected, e.found, e.advice);
            }
            return null;
        }
    }

    private Object read(Shape.Entry entry, String text, String raw, Place at) {
        if (text.isBlank()) {
            problems.add(at, entry.expectedItem(), "an empty text", "");
            return null;
        }
        List<String> choices = List.of(entry.key().oneOf());
        if (!choices.isEmpty() && !choices.contains(text)) {
            String advice = Nearest.to(text, choices).map(choice -> "Did you mean " + choice + "?").orElse("");
            problems.add(at, entry.expectedItem(), found(raw, entry.format(), ""), advice);
            return null;
        }
        try {
            return entry.format().read(text);
        } catch (Format.Refused e) {
            problems.add(at, entry.expectedItem(), found(raw, entry.format(), e.getMessage()), "");
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            problems.add(at, entry.expectedItem(), found(raw, entry.format(), ""), "");
        }
        return null;
    }

    /** The text as it stands in the file: never what a reference brought in. */
    private static String found(String raw, Format format, String why) {
        if (!format.showable(raw)) {
            return "a value that is not shown since it may hold a password";
        }
        if (References.in(raw)) {
            return "\"" + Nodes.shown(raw) + "\", whose value is none";
        }
        return "\"" + Nodes.shown(raw) + "\"" + (why.isEmpty() ? "" : " (" + Nodes.shown(why.replaceAll("\\.$", "")) + ")");
    }
}
