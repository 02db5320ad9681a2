package org.halomigration.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Runs the benchmark that {@code mvn -Pbench verify -Dbench=NAME} names: {@code restore-latency} is {@code RestoreLatencyBench.main}. Each
 * prints its figures as a table and writes them to {@code target/bench/NAME.json}; see {@link Figures}.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        String name = args.length == 0 ? "" : args[0];
        if (!name.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("Say which benchmark to run, such as -Dbench=planning; found '" + name + "'");
        }
        Class<?> bench;
        try {
            bench = Class.forName(Bench.class.getPackageName() + "." + className(name));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("There is no benchmark '" + name + "': it would be the class " + className(name) + " beside " + Bench.class.getName(), e);
        }
        bench.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static String className(String name) {
        return Arrays.stream(name.split("-")).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining("", "", "Bench"));
    }
}
