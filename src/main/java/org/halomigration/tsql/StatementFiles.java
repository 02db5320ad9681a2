package org.halomigration.tsql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The statement files below one directory: a folder per dialect, one statement a file. Read anew each time, so that an edit is live. */
public final class StatementFiles {
    private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

    private final Path directory;
    private final Content content;

    public StatementFiles(Path directory) {
        this(directory, Files::readAllBytes);
    }

    private StatementFiles(Path directory, Content content) {
        this.directory = directory;
        this.content = content;
    }

    /** The statements that this version was built with, for where no folder of them is. */
    public static StatementFiles packaged() {
        return new StatementFiles(Path.of("routes", "sql"), StatementFiles::packaged);
    }

    private static byte[] packaged(Path path) throws IOException {
        try (InputStream in = StatementFiles.class.getResourceAsStream("/" + path.toString().replace('\\', '/'))) {
            if (in == null) {
                throw new java.nio.file.NoSuchFileException(path.toString());
            }
            return in.readAllBytes();
        }
    }

    private interface Content {
        byte[] of(Path path) throws IOException;
    }

    /** Whether the dialect has this statement. */
    public boolean has(String dialect, String statement) {
        return Files.isRegularFile(path(dialect, statement));
    }

    /** @throws StatementUnusable when the name is none, or the file is missing or malformed */
    public StatementFile read(String dialect, String statement) {
        Path path = path(dialect, statement);
        try {
            byte[] bytes = content.of(path);
            String text = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
            return new StatementFile(statement, path, sha256(bytes), TemplateParser.parse(path.toString(), text));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new StatementUnusable("There is no statement file " + path + ": put it there, or correct the name in the route");
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new StatementUnusable(path + " is not UTF-8 text: save it as UTF-8");
        } catch (IOException e) {
            throw new StatementUnusable("The statement file %s cannot be read: %s".formatted(path, e));
        }
    }

    /** Names are plain, so no name leads out of the directory. */
    private Path path(String dialect, String statement) {
        return directory.resolve(plain("dialect", dialect)).resolve(plain("statement", statement) + ".sql");
    }

    private static String plain(String what, String name) {
        if (name == null || !name.matches(NAME)) {
            throw new StatementUnusable("'%s' is no name of a %s: expected small letters, digits and single hyphens".formatted(name, what));
        }
        return name;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
