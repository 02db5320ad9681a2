package org.halomigration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Holds a test to the words of its {@link FailureMode}: they must be what the product really said. */
public final class FailureModes implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    /** Who waits for a condition asks on a thread that the test's thread makes. */
    private static final InheritableThreadLocal<Row> RUNNING = new InheritableThreadLocal<>();

    private record Row(FailureMode mode, AtomicBoolean said) {}

    @Override
    public void beforeTestExecution(ExtensionContext test) {
        RUNNING.set(new Row(test.getRequiredTestMethod().getAnnotation(FailureMode.class), new AtomicBoolean()));
    }

    /** Whether this is what the running test's table row says. */
    public static boolean says(String words) {
        boolean is = pattern().matcher(words.replace('\n', ' ')).find();
        if (is) {
            RUNNING.get().said().set(true);
        }
        return is;
    }

    /** @throws AssertionError unless it is what the running test's table row says */
    public static void said(String words) {
        assertThat(says(words)).as(words + "\nis what the table says: " + RUNNING.get().mode().says()).isTrue();
    }

    private static Pattern pattern() {
        return Pattern.compile(Arrays.stream(RUNNING.get().mode().says().split("\\s*…\\s*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            assertThat(RUNNING.get().said()).as("the words of the table were heard").isTrue();
        }
    }
}
