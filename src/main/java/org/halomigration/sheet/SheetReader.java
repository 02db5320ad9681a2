package org.halomigration.sheet;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads information sheets. A sheet is read whole: the answer is a migration, or everything that is wrong with the file at once. Safe for
 * use by several threads.
 */
public final class SheetReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final String ENDING = ".yaml";
    private static final long LARGEST_FILE = 1_000_000;

    private final UnaryOperator<String> environment;
    private final boolean asWritten;
    private final Secrets secrets = new Secrets();

    /** @param environment the value of <code>${NAME}</code>, or null: {@code System::getenv}, or Spring's {@code Environment::getProperty} */
    public SheetReader(UnaryOperator<String> environment) {
        this(environment, false);
    }

    private SheetReader(UnaryOperator<String> environment, boolean asWritten) {
        this.environment = environment;
        this.asWritten = asWritten;
    }

    /**
     * A reader that leaves <code>${…}</code> as it stands wherever a secret may come in: for what is shown to people, who read it where no
     * secret is known, and must not find one in it.
     */
    public static SheetReader asWritten(UnaryOperator<String> environment) {
        return new SheetReader(environment, true);
    }

    /** Never throws for what is in the file, or for a file that cannot be read: that is a problem, too. */
    public Reading read(Path file, Role role) {
        Problems problems = new Problems(file);
        References references = new References(environment);
        byte[] bytes = bytes(file, problems);
        checkName(file, problems);
        Object migration = null;
        String sha256 = bytes == null ? "" : sha256(bytes);
        Node node = bytes == null ? null : parse(bytes, problems);
        Binder binder = new Binder(role, new Scalars(references, secrets, problems, asWritten), problems);
        if (node != null) {
            migration = binder.section(Migration.class, node, new Place("", 1, true),
                    Map.of("name", name(file), "file", file, "sha256", sha256));
        }
        Optional<Migration> good = problems.count() > 0 ? Optional.empty() : Optional.of((Migration) migration);
        return new Reading(file, sha256, good, problems.list(), Map.copyOf(binder.lines()), Set.copyOf(references.mounted()));
    }

    /** The text with every secret of the sheets read so far as {@code ***}, to show output of commands and servers. */
    public String mask(String text) {
        return secrets.mask(text);
    }

    static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** The root node, with the place of each; null when there is none. */
    static Node compose(String yaml) {
        return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
    }

    private static void checkName(Path file, Problems problems) {
        String name = file.getFileName().toString();
        if (!name.endsWith(ENDING) || !NAME.matcher(name(file)).matches()) {
            problems.add(1, null, "", "a file name of a-z, 0-9 and - that ends in .yaml", "\"" + Nodes.shown(name) + "\"",
                    "The file's name is the migration's name.");
        }
    }

    private static byte[] bytes(Path file, Problems problems) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                problems.add(1, null, "", "a file of at most " + LARGEST_FILE + " bytes", Files.size(file) + " bytes", "");
                return null;
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            problems.add(1, null, "", "a readable file", "that it cannot be read (" + e.getClass().getSimpleName() + ")", "");
            return null;
        }
    }

    private static Node parse(byte[] bytes, Problems problems) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
            int odd = firstUnprintable(yaml);
            if (odd >= 0) {
                problems.add(line(yaml, odd), null, "", "printable characters",
                        String.format("the control character U+%04X", yaml.codePointAt(odd)), "");
                return null;
            }
            Node node = compose(yaml);
            if (Nodes.absent(node)) {
                problems.add(1, null, "", "the keys of an information sheet", "an empty file", "");
                return null;
            }
            return node;
        } catch (CharacterCodingException e) {
            problems.add(1, null, "", "text in UTF-8", "bytes that are none", "Save the file in the encoding UTF-8.");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            String advice = mark.get_snippet().contains("${") ? "Write \"${…}\" in quotes." : "";
            problems.add(mark.getLine() + 1, mark.getColumn() + 1, "", "YAML", "a mistake: " + mistake(e), advice);
        } catch (YAMLException e) {
            problems.add(1, null, "", "YAML", "a mistake: " + Nodes.shown(e.getMessage()), "");
        }
        return null;
    }

    /** What the parser says, without its excerpt of the file and without words from the file: a password may stand in both. */
    private static String mistake(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.startsWith("found undefined")) {
            return "an alias (*) or tag (!) that is not defined";
        }
        return Nodes.shown(problem.replaceFirst("^(but )?found ", "").replaceFirst("\\. \\(Do not use.*$", "").replaceAll("\\.+$", ""));
    }

    private static int firstUnprintable(String yaml) {
        for (int at = 0; at < yaml.length(); at += Character.charCount(yaml.codePointAt(at))) {
            if (!StreamReader.isPrintable(yaml.codePointAt(at))) {
                return at;
            }
        }
        return -1;
    }

    private static int line(String text, int at) {
        return 1 + (int) text.substring(0, at).lines().count() - (at > 0 && text.charAt(at - 1) != '\n' ? 1 : 0);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
