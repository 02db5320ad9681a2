package org.halomigration.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Preflight;

/** What no machine can see and people have said, or not yet, in the migration file: the bean {@code declarations}. */
public final class Declarations {

    /** Of the source: the integrator, the synchronisations in the cloud, what stays. */
    public List<Finding> ofSource(String check, Migration migration) {
        Preflight said = migration.preflight();
        List<Finding> findings = new ArrayList<>();
        findings.add(said.integrator() == null
                ? new Finding(check, "integrator", Severity.WARNING, "Nobody has said whether there is an on-premises integrator", "Say so: preflight.integrator present or absent. One that goes on running would read the same mailbox.", "customer")
                : ok(check, "integrator", said.integrator().equals("present") ? "There is an on-premises integrator; its stop command belongs into source.application.stop" : "There is no on-premises integrator"));
        List<String> syncs = migration.integrations().cloudSyncs();
        String listed = syncs.isEmpty() ? "no synchronisation in the cloud" : String.join(", ", syncs);
        if (said.cloudSyncsByHost() == null && !syncs.isEmpty()) {
            findings.add(new Finding(check, "cloud syncs", Severity.WARNING, "Nobody has said whether the host sets up " + listed, "Agree on it, and say preflight.cloud-syncs-by-host yes or no.", "host"));
        } else if (Boolean.FALSE.equals(said.cloudSyncsByHost()) && !syncs.isEmpty()) {
            findings.add(new Finding(check, "cloud syncs", Severity.WARNING, "Done by the host: no. The customer sets up " + listed, "Plan who does it, and when.", "customer"));
        } else {
            findings.add(ok(check, "cloud syncs", syncs.isEmpty() ? "There is " + listed : "Done by the host: yes, " + listed));
        }
        List<String> stay = migration.integrations().stayOnPremises();
        findings.add(ok(check, "on-premises", stay.isEmpty() ? "Nothing is listed that stays on-premises" : "These stay on-premises: " + String.join(", ", stay)));
        return findings;
    }

    /** Of the target: that the servers are ready for the load. */
    public List<Finding> ofTarget(String check, Migration migration) {
        return List.of(migration.preflight().serversScaled()
                ? ok(check, "servers", "The host has scaled the application servers")
                : new Finding(check, "servers", Severity.WARNING, "The host has not said that the application servers are scaled for the load after the migration", "Scale them, then say preflight.servers-scaled yes.", "host"));
    }

    /**
     * The first start of a newer Halo upgrades the database; an older one cannot use it.
     *
     * @param rows of application-version.sql, on the source
     */
    public Finding version(String check, Migration migration, List<Map<String, Object>> rows) {
        String here = rows.isEmpty() ? null : (String) rows.get(0).get("version");
        String there = migration.preflight().hostedVersion();
        if (here == null) {
            return new Finding(check, "version", Severity.WARNING, "The source database does not say which version of Halo it belongs to", "Compare by hand: Halo's about page, and the hosted version.", "customer");
        }
        if (there == null) {
            return new Finding(check, "version", Severity.WARNING, "Halo is version " + here + " here; which version is hosted is not known", "Ask the host, and give preflight.hosted-version.", "host");
        }
        int order = compare(here, there);
        if (order > 0) {
            return new Finding(check, "version", Severity.FAILED, "Halo is version " + here + " here, and older in hosting (" + there + "): it cannot use the database", "The host has to be at that version or above before the cutover.", "host");
        }
        String path = migration.upgradePath() + " releases";
        return ok(check, "version", order == 0 ? "Halo is version " + here + " on both sides (" + path + ")" : "The first start in hosting upgrades the database from " + here + " to " + there + " (" + path + "): the UAT copy shows how long that takes");
    }

    /** Part by part, as numbers; what is no number counts as 0. */
    static int compare(String one, String other) {
        String[] a = one.strip().split("[.\\-+ ]");
        String[] b = other.strip().split("[.\\-+ ]");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Long.compare(part(a, i), part(b, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static long part(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,18}") ? Long.parseLong(parts[index]) : 0;
    }

    private static Finding ok(String check, String subject, String detail) {
        return new Finding(check, subject, Severity.OK, detail, null, null);
    }
}
