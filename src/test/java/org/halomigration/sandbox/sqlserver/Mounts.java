package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which real directory stands behind a path as the server writes it. Neither case nor the direction of slashes matters, as on Windows. */
final class Mounts {
    private final Map<String, Path> mounts = new ConcurrentHashMap<>();
    /** What the service account has no right to, though this process has. */
    private final java.util.Set<String> denied = ConcurrentHashMap.newKeySet();

    void mount(String prefix, Path directory) {
        mounts.put(plain(prefix), directory);
    }

    void deny(String prefix, boolean denied) {
        if (denied) {
            this.denied.add(plain(prefix));
        } else {
            this.denied.remove(plain(prefix));
        }
    }

    private boolean isDenied(String device) {
        return denied.stream().anyMatch(prefix -> plain(device).startsWith(prefix));
    }

    java.util.Set<String> prefixes() {
        return java.util.Set.copyOf(mounts.keySet());
    }

    private static String plain(String path) {
        String plain = path.replace('\\', '/');
        return plain.endsWith("/") && plain.length() > 1 ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** The real path, or null: the server finds no such directory. */
    Path resolve(String path) {
        String plain = plain(path);
        List<String> prefixes = mounts.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
        for (String prefix : prefixes) {
            boolean inside = plain.regionMatches(true, 0, prefix, 0, prefix.length())
                && (plain.length() == prefix.length() || plain.charAt(prefix.length()) == '/');
            if (inside) {
                return below(mounts.get(prefix), plain.substring(prefix.length()));
            }
        }
        return plain.startsWith("/") && !plain.startsWith("//") ? Path.of(plain) : null;
    }

    private static Path below(Path directory, String rest) {
        Path at = directory;
        for (String part : rest.split("/")) {
            if (!part.isEmpty()) {
                at = child(at, part);
            }
        }
        return at;
    }

    private static Path child(Path directory, String name) {
        Path exact = directory.resolve(name);
        if (Files.exists(exact) || !Files.isDirectory(directory)) {
            return exact;
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(c -> c.getFileName().toString().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst().orElse(exact);
        } catch (IOException e) {
            return exact;
        }
    }

    /** "Cannot open backup device" with the operating system's own number, as error 3201 carries it. */
    static Refused cannotOpen(String device, String error) {
        return Refused.of(3201, "Cannot open backup device '" + device + "'. Operating system error " + error + ".");
    }

    private static void network(String device, Path path) {
        if (path == null && plain(device).startsWith("//")) {
            throw cannotOpen(device, "53(The network path was not found.)");
        }
    }

    /** A backup file to read. @throws Refused 3201 */
    Path toRead(String device) {
        Path path = resolve(device);
        network(device, path);
        if (path == null || path.getParent() != null && !Files.isDirectory(path.getParent())) {
            throw cannotOpen(device, "3(The system cannot find the path specified.)");
        }
        if (!Files.exists(path)) {
            throw cannotOpen(device, "2(The system cannot find the file specified.)");
        }
        if (isDenied(device) || !Files.isReadable(path) || Files.isDirectory(path)) {
            throw cannotOpen(device, "5(Access is denied.)");
        }
        if (MediaWriter.isBeingWritten(path)) {
            throw cannotOpen(device, "32(The process cannot access the file because it is being used by another process.)");
        }
        return path;
    }

    /** A backup file to write. @throws Refused 3201 */
    Path toWrite(String device) {
        Path path = resolve(device);
        network(device, path);
        if (path == null || !Files.isDirectory(path.getParent())) {
            throw cannotOpen(device, "3(The system cannot find the path specified.)");
        }
        if (isDenied(device) || Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : path.getParent())) {
            throw cannotOpen(device, "5(Access is denied.)");
        }
        if (MediaWriter.isBeingWritten(path)) {
            throw cannotOpen(device, "32(The process cannot access the file because it is being used by another process.)");
        }
        return path;
    }
}
