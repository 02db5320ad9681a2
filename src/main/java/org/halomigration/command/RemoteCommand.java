package org.halomigration.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that the running product is given: the same as over HTTP and in JMX. */
abstract class RemoteCommand implements Callable<Integer> {
    @Mixin
    private RunningProduct product;

    @Option(names = "--migration", required = true, paramLabel = "NAME", description = "Which migration.")
    private String migration;

    @Option(names = "--json", description = "Print the answer as JSON and nothing else.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** What the product has of the migration. */
    final RunningProduct.Answer shown() throws IOException {
        return product.get(RunningProduct.encoded(migration));
    }

    /** Gives it. @param command as in the address @param body JSON; empty for none */
    final Integer give(String command, boolean dryRun, String body) throws IOException {
        RunningProduct.Answer answer = product.post(RunningProduct.encoded(migration) + "/" + command + (dryRun ? "?dryRun=true" : ""), body);
        if (json) {
            out().println(answer.text());
        } else {
            out().println("%s of %s: %s; it is %s.%s".formatted(command, migration, answer.text("state"), answer.text("phase"), dryRun ? "" : " 'status' shows how it goes on."));
        }
        return ExitCode.FINE;
    }

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
