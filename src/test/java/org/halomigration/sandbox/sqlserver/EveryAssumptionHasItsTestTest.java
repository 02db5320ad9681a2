package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each line of docs/unproven.md names a test of {@link RealSqlServerTest} that exists, or says why there can be none. */
class EveryAssumptionHasItsTestTest {
    private static final Pattern LINE = Pattern.compile("^\\| (\\d+) \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void everyLineIsProvenByATestThatExists() throws Exception {
        Set<String> tests = Arrays.stream(RealSqlServerTest.From2019To2022.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(java.lang.reflect.Method::getName)
                .collect(Collectors.toSet());
        List<MatchResult> lines = LINE.matcher(Files.readString(Path.of("docs/unproven.md"))).results().toList();
        assertThat(lines).hasSizeGreaterThan(40);
        for (MatchResult line : lines) {
            List<String> named = NAME.matcher(line.group(2)).results().map(name -> name.group(1)).toList();
            if (named.isEmpty()) {
                assertThat(line.group(2)).as("line " + line.group(1)).startsWith("not provable");
            } else {
                assertThat(tests).as("line " + line.group(1)).containsAll(named);
            }
        }
    }
}
