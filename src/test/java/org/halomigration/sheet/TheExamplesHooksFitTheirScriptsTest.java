package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PowerShell is not there to run them, so their promises are read from their text. */
class TheExamplesHooksFitTheirScriptsTest {
    private static final Path HOOKS = Path.of("config/hooks");
    private static final Pattern CALL = Pattern.compile("hooks/([a-z-]+\\.ps1)((?: -\\w+(?: '[^']*'| [^-\"'\\s]+)?)*)");
    private static final Pattern PARAMETER = Pattern.compile("-(\\w+)");

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(HOOKS)) {
            return files.filter(file -> file.toString().endsWith(".ps1")).sorted().toList().stream();
        }
    }

    @Test
    void callingThemWithParametersTheyHave() throws IOException {
        Matcher calls = CALL.matcher(Files.readString(Path.of("config/migrations/acme.yaml.example")));
        int count = 0;
        while (calls.find()) {
            String script = Files.readString(HOOKS.resolve(calls.group(1)));
            List<String> parameters = PARAMETER.matcher(calls.group(2)).results().map(match -> match.group(1)).toList();
            assertThat(parameters).as(calls.group()).isNotEmpty()
                    .allSatisfy(parameter -> assertThat(script).containsPattern("\\] \\$" + parameter + "\\b"));
            count++;
        }
        assertThat(count).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whichStopAtTheFirstErrorAndExplainThemselves(Path script) throws IOException {
        assertThat(Files.readString(script))
                .contains("$ErrorActionPreference = 'Stop'", "Set-StrictMode -Version Latest", ".SYNOPSIS", ".EXAMPLE")
                .isASCII();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whichChangeNothingWhenOnlyAskedWhatTheyWould(Path script) throws IOException {
        String text = Files.readString(script);
        boolean changes = Pattern.compile("(?m)^\\s.*\\b(Set|Stop|Start|Enable|Disable)-(?!StrictMode|Sleep)\\w+").matcher(text).find();

        assertThat(text.contains("$PSCmdlet.ShouldProcess(")).isEqualTo(changes);
        assertThat(text.contains("[CmdletBinding(SupportsShouldProcess)]")).isEqualTo(changes);
    }

    @Test
    void whoseProofSaysStoppedOnlyWhereEverythingIs() throws IOException {
        List<String> words = Files.readAllLines(HOOKS.resolve("is-stopped.ps1")).stream()
                .filter(line -> line.contains("Write-Output") || line.contains("$running +=") || line.contains("throw"))
                .filter(line -> line.replaceAll("-ne 'Stopped'", "").toLowerCase().contains("stopped"))
                .toList();

        assertThat(words).containsExactly("Write-Output 'stopped'");
    }
}
