package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** Calls a procedure by name, as CallableStatement does, by an EXEC batch with the parameters as variables. */
final class TdsNamedCall {
    private static final String STATUS = "@tds_return_status";

    private TdsNamedCall() {
    }

    static void run(TdsRpc rpc, SqlSession session, TdsAnswer answer) throws InterruptedException {
        List<SqlSession.Parameter> variables = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < rpc.arguments().size(); i++) {
            TdsRpc.Argument argument = rpc.arguments().get(i);
            String variable = argument.name().isEmpty() ? "@tds_p" + i : argument.name();
            variables.add(new SqlSession.Parameter(variable, argument.type(), argument.value()));
            passed.add((argument.name().isEmpty() ? "" : argument.name() + " = ") + variable + (argument.output() ? " OUTPUT" : ""));
        }
        TdsOutputs outputs = new TdsOutputs(answer, variables, rpc.arguments(), 0);
        SqlSession.Parameter status = new SqlSession.Parameter(STATUS, SqlType.of(Kind.INT), null);
        outputs.also(status);
        variables.add(status);
        String batch = "EXEC " + STATUS + " = " + rpc.name() + " " + passed.stream().collect(Collectors.joining(", "));
        answer.begins(batch, true);
        session.execute(outputs.extended(batch), variables, outputs);
        List<TdsAnswer.Output> values = new ArrayList<>(outputs.values());
        Object returned = values.remove(values.size() - 1).value();
        answer.endProcedure(returned instanceof Number number ? number.intValue() : answer.lastError(), values);
    }
}
