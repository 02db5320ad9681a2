package org.halomigration.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.halomigration.tsql.InstanceUnreachable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The product's commands for people and scripts. They run without Spring, so that an answer is there at once. A command is a class with
 * picocli's annotations that is named in {@code subcommands}; what it returns is an {@link ExitCode}.
 */
@Command(
        name = "halo-migration",
        description = "Moves a HaloITSM installation to hosting. Without a command it starts the product; options such as --halo.role=source are settings then.",
        subcommands = {PlanCommand.class, LinkTestCommand.class, CardCommand.class, KeygenCommand.class, ShowKeyCommand.class, SupportBundleCommand.class, StatusCommand.class, PreflightCommand.class, RetryCommand.class, UatCommand.class, CutoverCommand.class, BackoutCommand.class, HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine", "1:a finding, or something failed", "2:unusable input", "3:the backup chain is broken", "4:refused by the migration's phase", "5:a server cannot be reached"
        })
public final class Commands {
    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private Commands() {}

    /** Whether the arguments ask for a command; those of a start of the product are settings, and begin with dashes. */
    public static boolean areMeant(String[] arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("--") || arguments[0].equals("--help"));
    }

    /** Runs a command. @return its exit code */
    public static int run(String... arguments) {
        return run(System.out, System.err, arguments);
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        // Logging's own default is every detail on standard output, where only the answer belongs.
        System.setProperty("logback.configurationFile", "org/halomigration/command/logback.xml");
        CommandLine line = new CommandLine(new Commands());
        line.setOut(writer(out));
        line.setErr(writer(err));
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((wrong, args) -> {
            wrong.getCommandLine().getErr().println(sentence(wrong));
            return ExitCode.UNUSABLE_INPUT;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            return code(failure);
        });
        int code = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }

    private static int code(Exception failure) {
        if (failure instanceof UnusableInput) {
            return ExitCode.UNUSABLE_INPUT;
        }
        if (failure instanceof RunningProduct.RefusedByPhase) {
            return ExitCode.REFUSED;
        }
        return failure instanceof InstanceUnreachable || failure instanceof RunningProduct.Unreachable ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    private static String sentence(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String found = unmatched.getUnmatched().get(0);
            List<String> suggestions = unmatched.getSuggestions();
            boolean option = found.startsWith("-");
            String nearest = suggestions.isEmpty() ? "" : " Did you mean %s?".formatted(suggestions.get(0).replaceFirst("=.*", ""));
            return "There is no %s '%s' of %s.%s '%s --help' lists what there is.".formatted(option ? "option" : "command", found, name, nearest, name);
        }
        String said = wrong.getMessage().replaceFirst("^Error: ", "").replaceFirst("\\.$", "");
        return "%s. '%s --help' lists what there is.".formatted(said, name);
    }

    /** In the console's own encoding where that can write file names of every script, else in UTF-8: a statement with {@code ?} in it would be another one. */
    private static PrintWriter writer(PrintStream stream) {
        String console = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", System.getProperty("native.encoding")));
        boolean narrow = console == null || !Charset.isSupported(console) || !Charset.forName(console).newEncoder().canEncode("–…ü€ж");
        return new PrintWriter(stream, true, narrow ? StandardCharsets.UTF_8 : Charset.forName(console));
    }
}
