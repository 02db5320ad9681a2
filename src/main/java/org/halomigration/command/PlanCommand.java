package org.halomigration.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.TargetState;
import org.halomigration.tsql.StatementFiles;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A dry run: which backups would be restored in which order, with which statements, and why not the others. Nothing is changed. */
@Command(
        name = "plan",
        description = "Shows what would be restored, in order and with its T-SQL, every backup set that is left out with its reason, and gaps. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Backups backups;

    @Option(names = "--database", paramLabel = "NAME", description = "The source database; without it, any.")
    private String database;

    @Option(names = "--target", paramLabel = "FILE", description = "The target's state: {name,state,redoStartLsn,redoStartForkGuid,differentialBaseGuid,familyGuid}; without it, there is no such database yet.")
    private Path target;

    @Option(names = "--stop-at", paramLabel = "TIME", converter = SourceTime.class, description = "A point in time in the source's local time, such as 2025-06-01T22:15.")
    private LocalDateTime stopAt;

    @Option(names = "--json", description = "Print JSON (docs/formats/plan.schema.json) and nothing else; what else there is to say goes to standard error.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private static final class Backups {
        @Option(names = "--headers", required = true, paramLabel = "FILE", description = "A JSON array of RESTORE HEADERONLY rows, each with File, the path it was read from.")
        private Path headers;

        @Option(names = "--migration", required = true, paramLabel = "NAME", description = "A migration: its landed backups and its target are asked.")
        private String migration;
    }

    @Override
    public Integer call() throws Exception {
        return backups.headers != null ? ofHeaders() : ofMigration();
    }

    private int ofHeaders() throws Exception {
        HeaderFile headers = HeaderFile.read(backups.headers);
        TargetState state = target == null ? TargetState.absent(null) : TargetFile.read(target);
        String name = Stream.of(state.name(), database, headers.database()).filter(each -> each != null && !each.isBlank()).findFirst().orElse("Halo");
        PlanOptions options = PlanOptions.forDatabase(database).withStopAt(stopAt);
        List<String> notes = new ArrayList<>();
        StatementFiles statements = statements("sqlserver", notes);
        DryRun run = DryRun.of(headers.rows(), state, options, name, statements, "sqlserver", DryRun.Placement.UNKNOWN);
        if (run.plan().steps().stream().anyMatch(step -> step.type() == BackupType.FULL)) {
            notes.add("Where the full's files go (MOVE) is decided from RESTORE FILELISTONLY when it runs, so its statement has no MOVE here.");
        }
        return print(run, name, headers::guid, notes);
    }

    private int ofMigration() throws Exception {
        if (target != null || database != null) {
            throw new UnusableInput("--%s: expected with --headers only, found beside --migration, which takes it from the migration. Leave it out.".formatted(target != null ? "target" : "database"));
        }
        List<String> notes = new ArrayList<>();
        LandedPlan landed = new LandedPlan(backups.migration, stopAt);
        DryRun run = landed.read(statements(landed.dialect(), notes), notes);
        return print(run, landed.database(), set -> set.guid().toString().toUpperCase(Locale.ROOT), notes);
    }

    /** Those that run; where there are none, those that this version was built with. */
    private static StatementFiles statements(String dialect, List<String> notes) {
        Path folder = Folders.routes().resolve("sql");
        if (Files.isDirectory(folder.resolve(dialect))) {
            return new StatementFiles(folder);
        }
        notes.add("There is no folder %s here: the statements are those that this version was built with.".formatted(folder.resolve(dialect)));
        return StatementFiles.packaged();
    }

    private int print(DryRun run, String name, Function<BackupSet, String> guid, List<String> notes) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            out.println(PlanJson.of(run, guid));
            Stream.of(Stream.ofNullable(run.plan().why()), run.plan().warnings().stream(), notes.stream()).flatMap(each -> each).forEach(err::println);
        } else {
            out.print(PlanText.of(run, name, notes));
        }
        run.unusable().stream().filter(row -> !row.isInterrupted()).forEach(row -> err.println(backups.headers + ": " + row.getMessage() + " The plan is made without it."));
        return run.exitCode();
    }

    /** A time without a zone: the source's clock is meant. */
    private static final class SourceTime implements ITypeConverter<LocalDateTime> {
        @Override
        public LocalDateTime convert(String text) {
            try {
                return LocalDateTime.parse(text.trim().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T"));
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("expected a time in the source's local time, without a zone, such as 2025-06-01T22:15, found '%s'".formatted(text));
            }
        }
    }
}
