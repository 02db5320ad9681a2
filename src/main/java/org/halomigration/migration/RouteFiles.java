package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
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
    private final ModelCamelContext camel;
    private final Collection<Listener> listeners;
    private final Map<Path, Loaded> loaded = new TreeMap<>();
    private final Map<Path, Problem> problems = new TreeMap<>();
    private final Map<Path, String> hashes = new TreeMap<>();

    RouteFiles(Path folder, CamelContext camel, Collection<Listener> listeners) {
        this.folder = folder;
        this.camel = (ModelCamelContext) camel;
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
    public synchronized List<Problem> problems() {
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
        List<Path> routes = filesEndingIn(ROUTE);
        routes.stream().sorted(Comparator.comparing(RouteFiles::turn)).forEach(this::load);
        LOG.info("{}: {} of {} route files loaded, {} routes", folder, loaded.size(), routes.size(), camel.getRoutesSize());
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
            Optional<Fault> fault = tree == null || tree.flows().isEmpty() ? Optional.of(EMPTY) : duplicate(file, tree).or(check(tree));
            if (fault.isPresent()) {
                complain(file, fault.get());
                return false;
            }
            new RouteCheck(camel).tryExpressions(read(file, text));
        } catch (Exception e) {
            complain(file, RouteFailure.of(e, tree));
            return false;
        }
        return replace(file, text, tree);
    }

    private Supplier<Optional<Fault>> check(RouteText tree) {
        return () -> new RouteCheck(camel).firstFault(tree);
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
            Set<String> now = update(read(file, text));
            if (former != null) {
                former.routes.stream().filter(id -> !now.contains(id)).forEach(this::remove);
            }
            loaded.put(file, new Loaded(text, now));
            boolean mended = problems.remove(file) != null;
            if (former != null || mended) {
                LOG.info("{} is live{}", file, tree.configuresOthers() ? "; it applies to the routes that are loaded from now on" : "");
            }
            return true;
        } catch (Exception e) {
            routesOf(file).forEach(this::remove);
            restore(file, former);
            complain(file, RouteFailure.of(e, tree));
            return false;
        }
    }

    private void restore(Path file, Loaded former) {
        try {
            if (former != null) {
                update(read(file, former.text));
            }
        } catch (Exception e) {
            loaded.remove(file);
            LOG.warn("{}: its former version cannot be started again either: {}", file, e.getMessage());
        }
    }

    /** Reads the file into Camel's model, the whole of it; what runs is not touched. */
    private List<RouteBuilder> read(Path file, String text) throws Exception {
        List<RouteBuilder> flows = new ArrayList<>();
        for (RoutesBuilder flow : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(ResourceHelper.fromString(location(file), text)))) {
            RouteBuilder builder = (RouteBuilder) flow;
            builder.configureRoutes(camel);
            flows.add(builder);
        }
        return flows;
    }

    private Set<String> update(List<RouteBuilder> flows) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (RouteBuilder flow : flows) {
            if (flow instanceof RouteConfigurationsBuilder configurations) {
                configurations.updateRouteConfigurationsToCamelContext(camel);
            }
            ids.addAll(flow.updateRoutesToCamelContext(camel));
        }
        return ids;
    }

    private void forget(Path file) {
        hashes.remove(file);
        problems.remove(file);
        if (loaded.remove(file) != null) {
            routesOf(file).forEach(this::remove);
            LOG.info("{} is gone; its routes are stopped and removed", file);
        }
        // What it stood in the way of may be right now: a renamed file is first a second one of the same route.
        List<Path> others = problems.keySet().stream().filter(hashes::containsKey).toList();
        others.forEach(hashes::remove);
        others.forEach(this::load);
    }

    private List<String> routesOf(Path file) {
        return camel.getRouteDefinitions().stream()
                .filter(route -> route.getResource() != null && location(file).equals(route.getResource().getLocation()))
                .map(RouteDefinition::getRouteId)
                .toList();
    }

    private void remove(String route) {
        try {
            RouteDefinition definition = camel.getRouteDefinition(route);
            if (definition != null) {
                camel.removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            LOG.warn("The route {} could not be removed: {}. Stop it in Hawtio, or restart.", route, e.getMessage());
        }
    }

    private void complain(Path file, Fault fault) {
        Problem problem = new Problem(file, fault.line(), fault.message());
        if (!problem.equals(problems.put(file, problem))) {
            LOG.warn("{}{}", problem, loaded.containsKey(file) ? " Its former version runs on." : "");
        }
    }

    private void tell(String kind, Path file, String sha256) {
        listeners.forEach(listener -> listener.loaded(kind, file, sha256));
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

    private static String location(Path file) {
        return "file:" + file.toString().replace('\\', '/');
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
