package org.halomigration.endtoend;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.halomigration.sandbox.Product;

/** How often each step of each route has run, by what Camel counts in JMX, over all products that are asked before they close. */
final class Coverage {
    private static final Map<String, Long> RUNS = new ConcurrentHashMap<>();
    private static final Set<Class<?>> PLAYED = ConcurrentHashMap.newKeySet();

    private Coverage() {}

    static void played(Class<?> scenario) {
        PLAYED.add(scenario);
    }

    static boolean allPlayed(List<Class<?>> scenarios) {
        return PLAYED.containsAll(scenarios);
    }

    static void of(Product product) throws Exception {
        MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : jmx.queryNames(new ObjectName("org.apache.camel:context=" + product.camel().getManagementName() + ",type=processors,*"), null)) {
            String step = jmx.getAttribute(name, "RouteId") + ":" + jmx.getAttribute(name, "SourceLineNumber") + " "
                    + jmx.getAttribute(name, "ProcessorName") + " " + text(jmx.getAttribute(name, "ProcessorId"));
            // The error handling's one step belongs to all routes and is counted at none of them.
            if (!step.endsWith("log-failure")) {
                RUNS.merge(step, (Long) jmx.getAttribute(name, "ExchangesTotal"), Long::sum);
            }
        }
    }

    /** An id that Camel made up is another one in the next context. */
    private static String text(Object id) {
        return String.valueOf(id).matches("[a-zA-Z]+[0-9]+") ? "" : String.valueOf(id);
    }

    /** Each step as {@code route:line kind id}. */
    static List<String> neverRun() {
        List<String> never = new ArrayList<>();
        new TreeMap<>(RUNS).forEach((step, runs) -> {
            if (runs == 0) {
                never.add(step);
            }
        });
        return never;
    }
}
