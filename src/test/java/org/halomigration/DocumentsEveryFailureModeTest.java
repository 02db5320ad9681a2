package org.halomigration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of failure modes says what the tests that produce them say. After a change there, run this test with
 * {@code -Dmodes.write=true} to write it anew.
 */
class DocumentsEveryFailureModeTest {
    private static final Path DOCUMENT = Path.of("docs/failure-modes.md");
    private static final Path TESTS = Path.of("target/test-classes");
    private static final String BEGIN = "<!-- begin modes, made of the tests -->\n";
    private static final String END = "<!-- end modes -->";
    private static final int ALL = 28;

    @Test
    void eachHasATest() throws Exception {
        TreeSet<Integer> shown = modes().stream().map(DocumentsEveryFailureModeTest::mode).map(FailureMode::number).collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).containsExactlyElementsOf(IntStream.rangeClosed(1, ALL).boxed().toList());
    }

    @Test
    void inTheDocument() throws Exception {
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(BEGIN, END);
        String written = document.substring(0, document.indexOf(BEGIN) + BEGIN.length()) + table() + document.substring(document.indexOf(END));
        if (Boolean.getBoolean("modes.write")) {
            Files.writeString(DOCUMENT, written);
            return;
        }

        assertThat(document).isEqualTo(written);
    }

    private static String table() throws Exception {
        return "| # | what goes wrong | how it is noticed | what is said | shown by |\n|---|---|---|---|---|\n"
                + modes().stream().map(DocumentsEveryFailureModeTest::row).collect(Collectors.joining());
    }

    private static String row(Method test) {
        FailureMode mode = mode(test);
        return "| %d | %s | %s | %s | `%s.%s` |%n".formatted(mode.number(), cell(mode.failure()), cell(mode.noticed()), cell(mode.says()), test.getDeclaringClass().getSimpleName(), test.getName())
                .replace(System.lineSeparator(), "\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static FailureMode mode(Method test) {
        return test.getAnnotation(FailureMode.class);
    }

    private static List<Method> modes() throws Exception {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.map(TESTS::relativize)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> type(file.substring(0, file.length() - ".class".length()).replace(java.io.File.separatorChar, '.')))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(FailureMode.class))
                    .sorted(Comparator.comparingInt((Method method) -> mode(method).number()).thenComparing(method -> method.getDeclaringClass().getName()).thenComparing(Method::getName))
                    .toList();
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, DocumentsEveryFailureModeTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
