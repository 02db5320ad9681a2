package org.halomigration.backup;
import java.math.BigInteger;
import java.util.*;
public class Planner {
    public static Plan plan(Collection<BackupSet> s, TargetState t, PlanOptions o) {
        List<Plan.Step> steps = new ArrayList<>();
        BigInteger at = null; 
        if (t.state().equals("ONLINE")) return new Plan(List.of(), List.of(), List.of());
        if (t.state().equals("absent")) {
            Optional<BackupSet> full = s.stream().filter(x -> x.type() == BackupSet.Type.FULL).max(Comparator.comparing(x -> x.lastLsn().value()));
            if (full.isEmpty()) return new Plan(List.of(), List.of(), List.of());
            steps.add(step(full.get())); at = full.get().lastLsn().value();
            Optional<BackupSet> diff = s.stream().filter(x -> x.type() == BackupSet.Type.DIFFERENTIAL && full.get().guid().equals(x.base())).max(Comparator.comparing(x -> x.lastLsn().value()));
            if (diff.isPresent()) { steps.add(step(diff.get())); at = diff.get().lastLsn().value(); }
        } else at = new BigInteger(t.redo());
        for (BackupSet l : s.stream().filter(x -> x.type() == BackupSet.Type.LOG).sorted(Comparator.comparing((BackupSet x) -> x.lastLsn().value())).toList())
            if (l.firstLsn().value().compareTo(at) <= 0 && l.lastLsn().value().compareTo(at) > 0) { steps.add(step(l)); at = l.lastLsn().value(); }
        return new Plan(steps, List.of(), List.of());
    }
    static Plan.Step step(BackupSet b) { return new Plan.Step(b, b.files(), b.position(), b.checksums()); }
}
