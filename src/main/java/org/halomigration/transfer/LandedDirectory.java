package org.halomigration.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The landing zone as the target sees it: a directory of its own machine. Names from outside never leave it. */
final class LandedDirectory {
    /** What a manifest or message may be long; a longer one is refused unread. */
    static final long MOST_BYTES = 4_000_000;

    private static final String TO_SOURCE = "to-source";

    private final Path directory;

    LandedDirectory(Path directory) {
        this.directory = directory;
    }

    /** Files whose names end in {@code suffix}, by name. @throws IOException saying what to do, when the directory cannot be read */
    List<Path> list(String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException("target.landed-files.path " + directory + " is no directory. Create it, or mount the landing zone there.");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().endsWith(suffix)).sorted().toList();
        }
    }

    String read(Path file) throws IOException, Json.Unreadable {
        // A link would let whoever may write here read elsewhere, a pipe would hold up everything.
        if (!holds(file)) {
            throw new Json.Unreadable(file.getFileName() + " is no plain file.");
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new Json.Unreadable(file.getFileName() + " has " + size + " bytes; at most " + MOST_BYTES + " are read.");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            // It may have grown since it was measured.
            byte[] bytes = in.readNBytes((int) MOST_BYTES);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Json.Unreadable(file.getFileName() + " is no text in UTF-8.");
        }
    }

    /**
     * The file of that name.
     *
     * @throws Json.Unreadable when the name is not a plain file name: a manifest must not reach outside the landing zone
     */
    Path file(String name) throws Json.Unreadable {
        boolean plain = name != null
                && !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
        if (!plain) {
            throw new Json.Unreadable("The manifest names a file " + (name == null ? "without a name" : "'" + name + "'") + "; expected a plain file name beside the manifest.");
        }
        try {
            Path file = directory.resolve(name);
            if (directory.equals(file.getParent())) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Told below: what is a plain name on the source's system need not be one here.
        }
        throw new Json.Unreadable("The manifest names a file '" + name + "', which can be no file beside the manifest here.");
    }

    /** Whether it is there, as a file and not a link to somewhere else. */
    boolean holds(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 20];
            while (in.read(buffer) >= 0) {
                // Only the digest is wanted.
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file for the source: under another name first, on the disk, then renamed, so that a half one is never read. */
    void answer(String name, String text) throws IOException {
        Path answers = Files.createDirectories(directory.resolve(TO_SOURCE));
        if (Files.isSymbolicLink(answers)) {
            throw new IOException(answers + " is a link to somewhere else; expected a directory. Remove the link.");
        }
        // A name of its own: two stages may answer at once, and nothing that somebody put there is written through.
        Path part = answers.resolve(name + "." + UUID.randomUUID() + ".part");
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, answers.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
