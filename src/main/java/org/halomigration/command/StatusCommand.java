package org.halomigration.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Where a migration stands. */
@Command(name = "status", description = "Shows where a migration stands: phase, backup sets, UAT copy, findings with their advice. Exit code 1 where a finding has failed.")
final class StatusCommand extends RemoteCommand {
    @Override
    public Integer call() throws IOException {
        RunningProduct.Answer shown = shown();
        List<?> findings = list(shown, "findings");
        if (json()) {
            out().println(shown.text());
        } else {
            print(shown, findings);
        }
        return findings.stream().anyMatch(finding -> "failed".equals(text(finding, "severity"))) ? ExitCode.FAILED : ExitCode.FINE;
    }

    private void print(RunningProduct.Answer shown, List<?> findings) {
        out().println("%s: %s, attempt %s".formatted(shown.text("name"), shown.text("phase"), shown.text("attempt")));
        for (Object stand : list(shown, "phases")) {
            out().println("  %-8s %s since %s".formatted(text(stand, "role"), text(stand, "phase"), text(stand, "since")));
        }
        Map<String, Integer> states = new TreeMap<>();
        list(shown, "sets").forEach(set -> states.merge("%-8s %s".formatted(text(set, "role"), text(set, "state")), 1, Integer::sum));
        states.forEach((state, count) -> out().println("  %s: %d backup sets".formatted(state, count)));
        if (shown.body().get("uat") instanceof Map<?, ?> copy) {
            out().println("  UAT copy %s: %s%s".formatted(text(copy, "database"), text(copy, "state"), copy.get("signedBy") == null ? "" : ", signed off by " + text(copy, "signedBy")));
        }
        for (Object finding : findings) {
            if (!"ok".equals(text(finding, "severity"))) {
                String advice = text(finding, "advice");
                out().println("  %s %s: %s%s".formatted(text(finding, "role"), text(finding, "severity"), text(finding, "detail"), advice.isEmpty() ? "" : " → " + advice));
            }
        }
    }

    private static List<?> list(RunningProduct.Answer answer, String key) {
        return answer.body().get(key) instanceof List<?> list ? list : List.of();
    }

    private static String text(Object of, String key) {
        Object value = of instanceof Map<?, ?> map ? map.get(key) : null;
        return value == null ? "" : value.toString();
    }
}
