package org.halomigration.sheet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts in what <code>${NAME}</code> and <code>${file:/path}</code> stand for; <code>$${</code> stands for <code>${</code> itself. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}|\\$\\{");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final int LARGEST_FILE = 65_536;

    private final UnaryOperator<String> environment;
    private final Set<Path> mounted = new HashSet<>();

    References(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** The files that were read, or looked for. */
    Set<Path> mounted() {
        return mounted;
    }

    static boolean in(String text) {
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
            if (!references.group().equals("$${")) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param each is told every value that is put in
     * @throws Unresolved when one stands for nothing, or is none
     */
    String resolve(String text, Consumer<String> each) throws Unresolved {
        StringBuilder resolved = new StringBuilder();
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
            String value = "${";
            if (!references.group().equals("$${")) {
                value = value(references.group(1));
                each.accept(value);
            }
            references.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return references.appendTail(resolved).toString();
    }

    private String value(String reference) throws Unresolved {
        if (reference != null && reference.startsWith("file:")) {
            return content(reference.substring("file:".length()));
        }
        if (reference == null || !NAME.matcher(reference).matches()) {
            throw new Unresolved(
                    "${NAME} or ${file:/path}",
                    reference == null ? "${ without its }" : "${" + reference + "}",
                    "Write $${ where the two characters themselves are meant.");
        }
        String value = environment.apply(reference);
        if (value == null || value.isEmpty()) {
            throw new Unresolved(
                    "the environment variable " + reference + " to be set",
                    value == null ? "that it is not" : "that it is empty",
                    "Set it for this process, or name a mounted file: ${file:/run/secrets/…}.");
        }
        return value;
    }

    private String content(String name) throws Unresolved {
        try {
            Path file = Path.of(name);
            mounted.add(file);
            if (!Files.isRegularFile(file)) {
                throw unreadable(name, "no such file");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw unreadable(name, "more than " + LARGEST_FILE + " bytes");
            }
            String value = Files.readString(file).replaceFirst("\\r?\\n\\z", "");
            if (value.isEmpty()) {
                throw unreadable(name, "an empty file");
            }
            return value;
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, "that it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Unresolved unreadable(String name, String found) {
        return new Unresolved(
                "a text in the file " + name, found, "Mount it where this process can read it.");
    }

    /** Why a reference could not be resolved, in the words of a {@link Problem}. */
    static final class Unresolved extends Exception {
        final String expected;
        final String found;
        final String advice;

        Unresolved(String expected, String found, String advice) {
            super(expected);
            this.expected = expected;
            this.found = found;
            this.advice = advice;
        }
    }
}
