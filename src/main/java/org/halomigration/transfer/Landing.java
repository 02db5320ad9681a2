package org.halomigration.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.halomigration.tsql.StatementFailed;

/** What has arrived at the target: the bean {@code landing} of the receive route. What is answered is {@link TargetAnswers}. */
public final class Landing {
    /** The file cannot be opened (3201), the login may not read headers (262, 3110). */
    private static final Set<Integer> MAY_NOT = Set.of(3201, 262, 3110);

    private final Journal journal;
    private final ArrivingFiles arriving;
    private final LandedSets named;

    public Landing(Journal journal, ArrivingFiles arriving) {
        this.journal = journal;
        this.arriving = arriving;
        this.named = new LandedSets(journal);
    }

    /** A manifest whose files are to be looked at. */
    public record Delivery(String migration, Manifest manifest, List<Map<String, Object>> headers) {
        public List<Manifest.LandedFile> files() {
            return manifest.files();
        }

        String names() {
            return String.join(", ", files().stream().map(Manifest.LandedFile::name).toList());
        }
    }

    /**
     * Manifests that were not dealt with yet, oldest name first. What has no manifest is not looked at; a manifest that is none is refused
     * with a receipt; a manifest that was dealt with is looked at again only when its content has changed.
     */
    public List<Delivery> arrived(String migration, LandedFiles landed) throws IOException {
        LandedDirectory directory = new LandedDirectory(landed.path());
        List<Delivery> deliveries = new ArrayList<>();
        for (Path file : directory.list(Manifest.SUFFIX)) {
            String name = file.getFileName().toString();
            String id = name.substring(0, name.length() - Manifest.SUFFIX.length());
            try {
                if (!Types.isGuid(id)) {
                    throw new Json.Unreadable(name + " is not named after a backup set; expected <BackupSetGUID>" + Manifest.SUFFIX + ".");
                }
                String text = directory.read(file);
                String sha256 = LandedDirectory.sha256(text);
                if (known(migration, id, sha256)) {
                    continue;
                }
                // What was said of the one before it does not hold for this one; the same words are an answer again.
                journal.sql()
                        .sql("MERGE INTO delivery (migration, id, sha256, manifest, state, reason, resend, answered, arrived, changed) KEY (migration, id) "
                                + "VALUES (?, ?, ?, ?, 'arrived', NULL, NULL, NULL, ?, ?)")
                        .params(migration, id, sha256, text, journal.now(), journal.now())
                        .update();
                Manifest manifest = Json.read(text, Manifest.class, name);
                manifest.check(id, migration);
                deliveries.add(new Delivery(migration, manifest, new ArrayList<>()));
            } catch (Json.Unreadable e) {
                refuse(migration, id, name, e.getMessage());
            }
        }
        List<String> here = new ArrayList<>();
        for (String suffix : List.of(Manifest.SUFFIX, Envelope.SUFFIX)) {
            directory.list(suffix).forEach(file -> here.add(file.getFileName().toString().replace(Manifest.SUFFIX, "")));
        }
        journal.findings().endOthers(migration, "receive", here);
        return deliveries;
    }

    /** A manifest of an earlier look that was not finished (the process was stopped) counts as new. */
    private boolean known(String migration, String id, String sha256) {
        return journal.sql()
                .sql("SELECT COUNT(*) FROM delivery WHERE migration = ? AND id = ? AND sha256 = ? AND state <> 'arrived'")
                .params(migration, id, sha256)
                .query(Integer.class)
                .single()
                > 0;
    }

    /**
     * Every file of the manifest is there, with its size and its hash.
     *
     * @throws Refused saying which one is not
     */
    public void verify(Delivery delivery, LandedFiles landed) throws IOException, Refused {
        long start = System.nanoTime();
        long bytes = whole(delivery, landed, arriving::sha256);
        journal.events()
                .happened(
                        delivery.migration(),
                        delivery.manifest().id(),
                        "receive.verified",
                        "arrived whole: " + delivery.names() + ", " + Durations.bytes(bytes) + ", SHA-256 as sent",
                        (System.nanoTime() - start) / 1_000_000,
                        null);
    }

    /** What a file hashes to. */
    interface Hash {
        String of(Path file) throws IOException;
    }

    /** @return how many bytes there are, when all are as the manifest says */
    static long whole(Delivery delivery, LandedFiles landed, Hash sha256Of) throws IOException, Refused {
        LandedDirectory directory = new LandedDirectory(landed.path());
        long bytes = 0;
        for (Manifest.LandedFile file : delivery.files()) {
            try {
                Path path = directory.file(file.name());
                if (!directory.holds(path)) {
                    throw new Refused(file.name() + " is named by the manifest but has not arrived. The set is sent again.", true);
                }
                long size = Files.size(path);
                if (size != file.size()) {
                    throw new Refused(file.name() + ": " + size + " of " + file.size() + " bytes arrived. The set is sent again.", true);
                }
                String sha256 = sha256Of.of(path);
                if (!sha256.equals(file.sha256())) {
                    throw new Refused(file.name() + " has SHA-256 " + sha256 + ", the manifest says " + file.sha256() + ": it was changed on the way. The set is sent again.", true);
                }
                bytes += size;
            } catch (Json.Unreadable e) {
                throw new Refused(e.getMessage(), false);
            }
        }
        return bytes;
    }

    /** A landed file's path as the target SQL Server sees it. */
    public String asSqlServerSeesIt(LandedFiles landed, String name) {
        return landed.forSqlServer(name);
    }

    /** Adds what RESTORE HEADERONLY and LABELONLY say of one file. */
    public void addHeaders(Delivery delivery, String path, List<Map<String, Object>> headers, List<Map<String, Object>> label) {
        delivery.headers().addAll(Headers.ofFile(path, headers, label));
    }

    /**
     * The headers have named what arrived: each backup set in the files becomes known.
     *
     * @param database whose backups this migration takes
     * @throws Refused when the files hold another set than the manifest says, or another database
     */
    public void accept(Delivery delivery, String database) throws Refused {
        Map<String, List<Map<String, Object>>> sets = LandedSets.in(delivery, database);
        journal.together(() -> {
            List<String> copies = named.keep(delivery, sets);
            return settle(delivery.migration(), delivery.manifest().id(), "received", copies.isEmpty() ? null : String.join(" ", copies));
        });
    }

    /** Refuses a delivery. @throws Exception the failure again, where it is none of the files: SQL Server may not open them, and they are looked at again */
    public void judge(Delivery delivery, LandedFiles landed, Exception thrown) throws Exception {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // A split wraps what its steps throw.
            if (cause instanceof StatementFailed failed && MAY_NOT.contains(failed.number())) {
                throw thrown;
            }
        }
        refuse(delivery, landed, thrown);
    }

    /** What arrived cannot be used: it stays where it is, the source is told why, the finding stands until the set has come anew. */
    public void refuse(Delivery delivery, LandedFiles landed, Exception thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !cause.getClass().getName().startsWith("org.halomigration.")) {
            // A split wraps what its steps throw.
            cause = cause.getCause();
        }
        String reason = cause.getMessage();
        boolean resend = cause instanceof Refused refused && refused.resend();
        // Together, because what is refused may be answered at once, by another stage.
        journal.together(() -> {
            if (resend) {
                // The files are not as they were sent: what was received in them before is not restored from them.
                named.forget(delivery.migration(), delivery.files().stream().map(file -> landed.forSqlServer(file.name())).toList());
            }
            journal.sql()
                    .sql("UPDATE delivery SET resend = ? WHERE migration = ? AND id = ?")
                    .params(resend, delivery.migration(), delivery.manifest().id())
                    .update();
            refuse(delivery.migration(), delivery.manifest().id(), delivery.names(), reason);
            return reason;
        });
    }

    private void refuse(String migration, String id, String what, String reason) {
        if (settle(migration, id, "refused", reason) == 0) {
            String key = Types.isGuid(id) ? id : UUID.nameUUIDFromBytes(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
            boolean told = journal.sql()
                    .sql("SELECT COUNT(*) FROM delivery WHERE migration = ? AND id = ? AND reason = ?")
                    .params(migration, key, reason)
                    .query(Integer.class)
                    .single()
                    > 0;
            if (told) {
                return;
            }
            journal.sql()
                    .sql("MERGE INTO delivery (migration, id, sha256, manifest, state, reason, arrived, changed) KEY (migration, id) VALUES (?, ?, '', '', 'refused', ?, ?, ?)")
                    .params(migration, key, reason, journal.now(), journal.now())
                    .update();
        }
        journal.findings().record(migration, new Finding("receive", id, Finding.Severity.FAILED, "refused " + what + ": " + reason, "It stays where it is and is not restored; the source is told. Everything else goes on.", "customer"));
    }

    private int settle(String migration, String id, String state, String reason) {
        if (!"refused".equals(state)) {
            journal.findings().end(migration, "receive", id);
        }
        return journal.sql()
                .sql("UPDATE delivery SET state = ?, reason = ?, changed = ? WHERE migration = ? AND id = ?")
                .params(java.util.Arrays.asList(state, reason, journal.now(), migration, id))
                .update();
    }

    /** Messages that have come from the source, each taken in once. @return whether there was a new one */
    public boolean messages(String migration, LandedFiles landed) throws IOException {
        LandedDirectory directory = new LandedDirectory(landed.path());
        boolean any = false;
        for (Path file : directory.list(Envelope.SUFFIX)) {
            String name = file.getFileName().toString();
            try {
                Envelope message = Json.read(directory.read(file), Envelope.class, name);
                any |= Inbound.take(journal, migration, message, name, "source");
                journal.findings().end(migration, "receive", name);
            } catch (Json.Unreadable e) {
                journal.findings().record(migration, new Finding("receive", name, Finding.Severity.FAILED, e.getMessage(), "Nothing was done. Send it again.", "customer"));
            }
        }
        return any;
    }

    /** What arrived is not what the manifest says, or not what this migration takes. */
    public static final class Refused extends Exception {
        private final boolean resend;

        Refused(String message, boolean resend) {
            super(message);
            this.resend = resend;
        }

        /** Whether sending it again can help. */
        public boolean resend() {
            return resend;
        }
    }
}
