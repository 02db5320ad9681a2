package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Routes and statement files fit: each named statement is there, each one there is named, and what changes a server runs by {@code tsql},
 * which reads it to its end, never by {@code sql} or {@code jdbc}.
 */
final class StatementRules {
    private static final Pattern FILE = Pattern.compile("/sql/([^/]+)/([^/]+)\\.sql");
    private static final Pattern CHANGES = Pattern.compile("(?i)\\b(RESTORE|BACKUP|ALTER|EXEC|EXECUTE)\\b");

    private final Path statements;
    private final String dialect;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    /** @param statements the folder of one dialect */
    StatementRules(Path statements, String dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    /** @param sources Java files, which may name statements in quotes */
    List<String> breaches(List<RouteDocument> documents, Path sources) throws IOException {
        for (RouteDocument document : documents) {
            for (RouteEndpoint endpoint : RouteEndpoint.in(document)) {
                switch (endpoint.scheme()) {
                    case "tsql" -> tsql(endpoint);
                    case "sql", "jdbc" -> query(endpoint);
                    default -> { }
                }
            }
        }
        Set<String> unused = new TreeSet<>(names());
        unused.removeAll(used);
        unused.removeIf(name -> namedIn(sources, name));
        unused.forEach(name -> complaints.add(statements.resolve(name + ".sql") + ": no route and no class uses it"));
        return complaints;
    }

    /** What a migration's dialect decides must be there in each. */
    private void tsql(RouteEndpoint endpoint) {
        String named = endpoint.parameters().getOrDefault("dialect", "sqlserver");
        if (named.equals(dialect) || named.contains("${")) {
            Stream.of(endpoint.parameters().getOrDefault("statement", "").split(",")).forEach(name -> uses(endpoint, name.strip()));
        }
    }

    private void query(RouteEndpoint endpoint) throws IOException {
        String query = endpoint.parameters().getOrDefault("query", "");
        Matcher file = FILE.matcher(query);
        if (!query.startsWith("file:")) {
            plain(endpoint, "its query", query);
        } else if (file.find() && file.group(1).equals(dialect)) {
            for (String name : uses(endpoint, file.group(2))) {
                plain(endpoint, name + ".sql", Files.readString(statements.resolve(name + ".sql")));
            }
        }
    }

    private void plain(RouteEndpoint endpoint, String what, String sql) {
        Matcher changes = CHANGES.matcher(sql.replaceAll("--[^\\n]*", "").replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("'[^']*'", "''"));
        if (changes.find()) {
            complaints.add(endpoint.place() + ": " + what + " has " + changes.group() + ", which " + endpoint.scheme() + " does not run to its end; use tsql");
        }
    }

    /** A name that is completed at run time stands for every statement that it can become. */
    private Set<String> uses(RouteEndpoint endpoint, String name) {
        String pattern = Stream.of(name.split("\\$\\{[^}]*}", -1)).map(Pattern::quote).reduce((a, b) -> a + ".+" + b).orElse("");
        Set<String> found = new TreeSet<>(names());
        found.removeIf(statement -> !statement.matches(pattern));
        if (found.isEmpty()) {
            complaints.add(endpoint.place() + ": there is no statement " + statements.resolve(name + ".sql"));
        }
        used.addAll(found);
        return found;
    }

    private Set<String> names() {
        try (Stream<Path> files = Files.list(statements)) {
            return new TreeSet<>(files.map(file -> file.getFileName().toString().replace(".sql", "")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean namedIn(Path sources, String name) {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("\"" + name + "\"")) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
