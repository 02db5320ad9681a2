package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.halomigration.migration.RouteCheck.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The folder of route and statement files. Each route file is loaded on its own: one that is wrong is left out and named with its
 * line, and the others run. A changed file takes the place of its former self only if it is right.
 */
public final class RouteFiles {
    static final String ROUTE = ".camel.yaml";
    static final String STATEMENT = ".sql";
    private static final Fault EMPTY = new Fault(1, "There is no route in it. Expected a list that begins with '- route:'; delete the file if it is not needed.");
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final Path folder;
    private final RunningRoutes routes;
    private final RouteCheck check;
    private final Collection<Listener> listeners;
    private final Map<Path, Loaded> loaded = new TreeMap<>();
    /** Read by pages at any time, also while a reload waits for work in flight. */
    private final Map<Path, Problem> problems = new ConcurrentSkipListMap<>();
    private final Map<Path, String> hashes = new TreeMap<>();

    RouteFiles(Path folder, CamelContext camel, Collection<Listener> listeners) {
        this.folder = folder;
        this.routes = new RunningRoutes((ModelCamelContext) camel);
        this.check = new RouteCheck(camel);
        this.listeners = listeners;
    }

    /** Told of each file when its content takes effect, at start and after a change. */
    public interface Listener {
        /** @param kind {@code route} or {@code statement} @param sha256 of the file's bytes, lower-case hex */
        void loaded(String kind, Path file, String sha256);
    }

    /** What is wrong with a route file. @param line counted from 1 */
    public record Problem(Path file, int line, String message) {
        /** Such as {@code routes/source/push.camel.yaml:12}. */
        public String place() {
            return file.toString().replace('\\', '/') + ":" + line;
        }

        @Override
        public String toString() {
            return place() + ": " + message;
        }
    }

    private record Loaded(String text, Set<String> routes) {}

    /** The files that do not run as they stand now, by name. A former, right version of one may still run. */
    public List<Problem> problems() {
        return List.copyOf(problems.values());
    }

    /** Loads all files into the started context: error handling first, then what is called, then what polls. */
    synchronized void loadAll() {
        if (!Files.isDirectory(folder)) {
            complain(folder, new Fault(1, "The routes folder " + folder.toAbsolutePath().normalize()
                    + " is missing, so nothing will run. Start in the product's directory, or set halo.routes."));
            return;
        }
        filesEndingIn(STATEMENT).forEach(this::load);
        List<Path> found = filesEndingIn(ROUTE);
        found.stream().sorted(Comparator.comparing(RouteFiles::turn)).forEach(this::load);
        LOG.info("{}: {} of {} route files loaded, {} routes", folder, loaded.size(), found.size(), routes.count());
    }

    /** Takes the file as it is now: new, changed, unchanged or gone. */
    synchronized void load(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            String sha256 = sha256(content);
            if (sha256.equals(hashes.put(file, sha256))) {
                return;
            }
            if (!file.toString().endsWith(ROUTE)) {
                tell("statement", file, sha256);
            } else if (take(file, new String(content, StandardCharsets.UTF_8))) {
                tell("route", file, sha256);
            }
        } catch (NoSuchFileException e) {
            forget(file);
        } catch (IOException e) {
            complain(file, new Fault(1, "It cannot be read: " + e.getMessage() + ". Check the file's permissions."));
        }
    }

    private boolean take(Path file, String text) {
        RouteText tree = null;
        try {
            tree = RouteText.parse(text).orElse(null);
            Optional<Fault> fault = fault(file, tree);
            if (fault.isPresent()) {
                complain(file, fault.get());
                return false;
            }
            check.tryExpressions(routes.read(file, text));
        } catch (Exception e) {
            complain(file, RouteFailure.of(e, tree));
            return false;
        }
        return replace(file, text, tree);
    }

    private Optional<Fault> fault(Path file, RouteText tree) {
        return tree == null || tree.flows().isEmpty() ? Optional.of(EMPTY) : duplicate(file, tree).or(() -> check.firstFault(tree));
    }

    /** Camel would let the second route of an id take the first one's place. */
    private Optional<Fault> duplicate(Path file, RouteText tree) {
        Set<String> seen = new HashSet<>();
        for (ScalarNode id : tree.routeIds()) {
            Optional<String> holder = seen.add(id.getValue()) ? otherFileWith(id.getValue(), file) : Optional.of("this file already");
            if (holder.isPresent()) {
                return Optional.of(new Fault(RouteText.line(id), "The route id '" + id.getValue() + "' is taken by " + holder.get()
                        + ". Give one of the two another id."));
            }
        }
        return Optional.empty();
    }

    private Optional<String> otherFileWith(String route, Path file) {
        return loaded.entrySet().stream()
                .filter(other -> !other.getKey().equals(file) && other.getValue().routes.contains(route))
                .map(other -> other.getKey().toString())
                .findFirst();
    }

    private boolean replace(Path file, String text, RouteText tree) {
        Loaded former = loaded.get(file);
        if (former != null && former.text.equals(text)) {
            problems.remove(file);
            LOG.info("{} is again as it runs", file);
            return true;
        }
        try {
            Set<String> now = routes.run(routes.read(file, text));
            if (former != null) {
                former.routes.stream().filter(id -> !now.contains(id)).forEach(routes::remove);
            }
            loaded.put(file, new Loaded(text, now));
            boolean mended = problems.remove(file) != null;
            if (former != null || mended) {
                LOG.info("{} is live{}", file, tree.configuresOthers() ? "; it applies to the routes that are loaded from now on" : "");
            }
            return true;
        } catch (Exception e) {
            routes.removeAllOf(file);
            restore(file, former);
            complain(file, RouteFailure.of(e, tree));
            return false;
        }
    }

    private void restore(Path file, Loaded former) {
        try {
            if (former != null) {
                routes.run(routes.read(file, former.text));
            }
        } catch (Exception e) {
            loaded.remove(file);
            LOG.warn("{}: its former version cannot be started again either: {}", file, e.getMessage());
        }
    }

    private void forget(Path file) {
        hashes.remove(file);
        problems.remove(file);
        if (loaded.remove(file) != null) {
            routes.removeAllOf(file);
            LOG.info("{} is gone; its routes are stopped and removed", file);
        }
        // What it stood in the way of may be right now: a renamed file is first a second one of the same route.
        List<Path> others = problems.keySet().stream().filter(hashes::containsKey).toList();
        others.forEach(hashes::remove);
        others.forEach(this::load);
    }

    private void complain(Path file, Fault fault) {
        Problem problem = new Problem(file, fault.line(), fault.message());
        if (!problem.equals(problems.put(file, problem))) {
            LOG.warn("{}{}", problem, loaded.containsKey(file) ? " Its former version runs on." : "");
        }
    }

    private void tell(String kind, Path file, String sha256) {
        for (Listener listener : listeners) {
            try {
                listener.loaded(kind, file, sha256);
            } catch (RuntimeException e) {
                LOG.warn("{} took effect, but could not be recorded: {}", file, e.getMessage());
            }
        }
    }

    /** What others rely on comes first, what polls comes last; a file that is not YAML has no place of its own. */
    private static int turn(Path file) {
        try {
            return RouteText.parse(Files.readString(file)).map(RouteText::turn).orElse(2);
        } catch (IOException | RuntimeException e) {
            return 2;
        }
    }

    private List<Path> filesEndingIn(String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            complain(folder, new Fault(1, "The folder cannot be listed: " + e.getMessage() + ". Check its permissions."));
            return List.of();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
