package org.halomigration.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.halomigration.journal.Finding;

/**
 * Puts the answers of checks that ran side by side into one list. A check that answered nothing, or broke, has failed: silence never
 * counts as healthy.
 */
public final class CollectFindings implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange before, Exchange answer) {
        List<Finding> findings = new ArrayList<>();
        if (before != null) {
            for (Object finding : before.getMessage().getBody(List.class)) {
                findings.add((Finding) finding);
            }
        }
        findings.addAll(of(answer));
        Exchange all = before == null ? answer : before;
        all.setException(null);
        all.getMessage().setBody(findings);
        return all;
    }

    private static List<Finding> of(Exchange answer) {
        String check = answer.getVariable("check", "unknown check", String.class);
        Object body = answer.getMessage().getBody();
        if (answer.getException() == null && body instanceof Finding finding) {
            return List.of(finding);
        }
        if (answer.getException() == null && body instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Finding.class::isInstance)) {
            return list.stream().map(Finding.class::cast).toList();
        }
        String detail = answer.getException() != null
                ? check + " broke: " + answer.getException().getMessage()
                : check + " answered " + (body == null ? "nothing" : body.getClass().getSimpleName()) + "; expected a finding";
        return List.of(new Finding(check, check, Finding.Severity.FAILED, detail, "Correct the check's route.", "host"));
    }
}
