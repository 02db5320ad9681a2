package org.halomigration.sheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All sheets of a directory, live: each {@link #look()} reads what is new or changed. A sheet with problems never holds up another, and one
 * that became broken goes on in its last good version until it is repaired. Nothing is read before the first look. Safe for use by several
 * threads.
 */
public final class Sheets {
    private final Path directory;
    private final Role role;
    private final SheetReader reader;
    private Map<Path, Sheet> sheets = Map.of();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), List.of(), Map.of());

    public Sheets(Path directory, Role role, SheetReader reader) {
        this.directory = directory;
        this.role = role;
        this.reader = reader;
    }

    /** The migrations that may run, by name. */
    public List<Migration> migrations() {
        return List.copyOf(snapshot.migrations.values());
    }

    public Optional<Migration> migration(String name) {
        return Optional.ofNullable(snapshot.migrations.get(name));
    }

    /** The text with every secret that a sheet has brought in as {@code ***}. */
    public String mask(String text) {
        return reader.mask(text);
    }

    /** Everything that is wrong now, by file and line. */
    public List<Problem> problems() {
        return snapshot.problems;
    }

    /** What came of each file when it was last read, by file. */
    public Map<Path, Reading> readings() {
        return snapshot.readings;
    }

    /**
     * Reads new and changed files: those with another modification time or size, or with a mounted secret that has. Cheap where nothing
     * changed; meant to be called on every tick.
     */
    public synchronized Changes look() {
        List<Problem> problems = new ArrayList<>();
        try {
            Map<Path, Sheet> now = new LinkedHashMap<>();
            for (Path file : files()) {
                now.put(file, read(file, sheets.get(file)));
            }
            sheets = admit(now, problems);
        } catch (IOException | UncheckedIOException e) {
            // A share that is away for a moment must not end what runs.
            problems.add(new Problem(directory, 1, null, "", "a directory with one .yaml file for each migration",
                    Files.exists(directory) ? "that it cannot be read" : "no such directory", "Create it, or name another."));
        }
        Map<String, Migration> running = new TreeMap<>();
        Map<Path, Reading> readings = new LinkedHashMap<>();
        sheets.forEach((file, sheet) -> {
            readings.put(file, sheet.reading);
            problems.addAll(sheet.reading.problems());
            if (sheet.running != null) {
                running.put(sheet.running.name(), sheet.running);
            }
        });
        problems.sort(Comparator.comparing(Problem::file).thenComparing(Problem::line));
        Snapshot before = snapshot;
        snapshot = new Snapshot(running, List.copyOf(problems), readings);
        return changes(before, snapshot);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("(?i)[^.].*\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private Sheet read(Path file, Sheet known) {
        if (known != null && known.stamps.equals(stamps(file, known.reading))) {
            return known;
        }
        // Stamped before it is read: what is written meanwhile is seen at the next look.
        String stamp = stamp(file);
        Reading reading = reader.read(file, role);
        Map<Path, String> stamps = stamps(file, reading);
        stamps.put(file, stamp);
        return new Sheet(stamps, reading, known == null ? null : known.running);
    }

    /** Lets each good sheet run that claims nothing another one has. Who runs already keeps what it has; of newcomers in conflict none runs. */
    private static Map<Path, Sheet> admit(Map<Path, Sheet> sheets, List<Problem> problems) {
        Map<Path, Sheet> admitted = new LinkedHashMap<>();
        sheets.forEach((file, sheet) -> {
            List<Problem> conflicts = sheet.pending() ? conflicts(file, sheet, sheets) : List.of();
            problems.addAll(conflicts);
            boolean free = sheet.pending() && conflicts.isEmpty();
            admitted.put(file, free ? new Sheet(sheet.stamps, sheet.reading, sheet.reading.migration().get()) : sheet);
        });
        return admitted;
    }

    private static List<Problem> conflicts(Path file, Sheet sheet, Map<Path, Sheet> sheets) {
        List<Problem> conflicts = new ArrayList<>();
        for (Claim claim : Claim.of(sheet.reading.migration().get())) {
            sheets.forEach((other, its) -> {
                if (!other.equals(file) && its.claims(claim.what())) {
                    conflicts.add(new Problem(file, sheet.reading.line(claim.key()), null, claim.key(),
                            "a value that no other migration has", claim.what() + " in " + other.getFileName(),
                            "Two migrations must not share it: this file does not run until one of them is changed."));
                }
            });
        }
        return conflicts;
    }

    private static Changes changes(Snapshot before, Snapshot now) {
        List<Migration> added = new ArrayList<>();
        List<Migration> changed = new ArrayList<>();
        now.migrations.forEach((name, migration) -> {
            Migration was = before.migrations.get(name);
            if (was == null) {
                added.add(migration);
            } else if (!was.equals(migration)) {
                changed.add(migration);
            }
        });
        List<Migration> removed = before.migrations.values().stream()
                .filter(migration -> !now.migrations.containsKey(migration.name()))
                .toList();
        return new Changes(List.copyOf(added), List.copyOf(changed), removed, without(now.problems, before.problems),
                without(before.problems, now.problems));
    }

    private static List<Problem> without(List<Problem> some, List<Problem> others) {
        return some.stream().filter(problem -> !others.contains(problem)).toList();
    }

    private static Map<Path, String> stamps(Path file, Reading reading) {
        Map<Path, String> stamps = new HashMap<>();
        stamps.put(file, stamp(file));
        reading.mounted().forEach(mounted -> stamps.put(mounted, stamp(mounted)));
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime().toInstant() + " " + attributes.size();
        } catch (IOException e) {
            return "absent";
        }
    }

    private record Snapshot(Map<String, Migration> migrations, List<Problem> problems, Map<Path, Reading> readings) {}

    /** @param running the version that runs; null while none was good */
    private record Sheet(Map<Path, String> stamps, Reading reading, Migration running) {

        boolean pending() {
            return reading.migration().filter(read -> !Objects.equals(read, running)).isPresent();
        }

        /** Whether the version that runs, or the one that wants to, has this already. */
        boolean claims(String what) {
            return Stream.of(Optional.ofNullable(running), reading.migration())
                    .flatMap(Optional::stream)
                    .flatMap(migration -> Claim.of(migration).stream())
                    .anyMatch(claim -> claim.what().equals(what));
        }
    }
}
