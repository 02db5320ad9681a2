package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system procedures that drivers call for prepared statements, and any other procedure as EXEC ("System stored procedures"). */
final class TdsProcedures {
    private static final Logger LOG = LoggerFactory.getLogger(TdsProcedures.class);
    private static final Pattern DECLARED = Pattern.compile("(?:^|,)\\s*(@[\\w$#@]+)\\s+(?:[^,(]|\\([^)]*\\))*");
    private static final Pattern DESCRIBE = Pattern.compile("\\s*exec(?:ute)?\\s+(?:sys\\.)?sp_describe_undeclared_parameters\\s+(@\\w+)\\s*;?\\s*",
        Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPREPARE = Pattern.compile("(?:\\s*exec(?:ute)?\\s+sp_unprepare\\s+(\\d+)\\s*;?)+\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private final SqlSession session;
    private final Map<Integer, Prepared> prepared = new HashMap<>();
    private int handles;

    TdsProcedures(SqlSession session) {
        this.session = session;
    }

    private record Prepared(String batch, List<String> names) {}

    void call(TdsRpc rpc, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        LOG.debug("{}", rpc.plainName());
        answer.begins("", true);
        switch (rpc.plainName()) {
            case "sp_executesql" -> run(prepared(rpc, 0, 1), rpc, 2, answer, List.of());
            case "sp_prepare" -> answer.endProcedure(0, List.of(handle(rpc, prepare(prepared(rpc, 2, 1)))));
            case "sp_prepexec" -> {
                int handle = prepare(prepared(rpc, 2, 1));
                run(prepared.get(handle), rpc, 3, answer, List.of(handle(rpc, handle)));
            }
            case "sp_execute" -> execute(rpc, answer);
            case "sp_unprepare" -> {
                prepared.remove(rpc.argument(0).number());
                answer.endProcedure(0, List.of());
            }
            case "sp_describe_undeclared_parameters" -> {
                TdsUndeclared.describe(rpc.argument(0).text(), answer);
                answer.endProcedure(0, List.of());
            }
            case "sp_cursor", "sp_cursoropen", "sp_cursorprepare", "sp_cursorexecute", "sp_cursorprepexec", "sp_cursorunprepare", "sp_cursorfetch",
                "sp_cursoroption", "sp_cursorclose", "sp_prepexecrpc" -> {
                answer.error(new SqlError(16937, "The sandbox has no " + rpc.plainName() + "; read forward-only, read-only results."));
                answer.endProcedure(16937, List.of());
            }
            default -> TdsNamedCall.run(rpc, session, answer);
        }
    }

    /** True when the batch only forgets prepared statements, as mssql-jdbc sends it for those it has closed. */
    boolean unprepares(String batch) {
        if (!UNPREPARE.matcher(batch).matches()) {
            return false;
        }
        NUMBER.matcher(batch).results().forEach(number -> prepared.remove(Integer.valueOf(number.group())));
        return true;
    }

    private void execute(TdsRpc rpc, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        int handle = rpc.argument(0).number();
        Prepared known = prepared.get(handle);
        if (known == null) {
            answer.error(new SqlError(8179, "Could not find prepared statement with handle " + handle + "."));
            answer.endProcedure(8179, List.of());
            return;
        }
        run(known, rpc, 1, answer, List.of());
    }

    private void run(Prepared statement, TdsRpc rpc, int first, TdsAnswer answer, List<TdsAnswer.Output> before)
        throws InterruptedException, TdsProtocolException {
        List<SqlSession.Parameter> values = new ArrayList<>();
        List<TdsRpc.Argument> arguments = rpc.from(first);
        for (int i = 0; i < arguments.size(); i++) {
            TdsRpc.Argument argument = arguments.get(i);
            if (argument.name().isEmpty() && i >= statement.names.size()) {
                throw new TdsProtocolException(rpc.name() + " passes " + arguments.size() + " values for " + statement.names.size() + " declared parameters.");
            }
            values.add(new SqlSession.Parameter(argument.name().isEmpty() ? statement.names.get(i) : argument.name(), argument.type(), argument.value()));
        }
        answer.begins(statement.batch, true);
        Matcher describe = DESCRIBE.matcher(statement.batch);
        if (describe.matches() && values.size() == 1) {
            TdsUndeclared.describe(String.valueOf(values.get(0).value()), answer);
            answer.endProcedure(0, before);
            return;
        }
        TdsOutputs outputs = new TdsOutputs(answer, values, arguments, first);
        session.execute(outputs.extended(statement.batch), values, outputs);
        List<TdsAnswer.Output> all = new ArrayList<>(before);
        all.addAll(outputs.values());
        answer.endProcedure(answer.lastError(), all);
    }

    private int prepare(Prepared statement) {
        prepared.put(++handles, statement);
        return handles;
    }

    private static Prepared prepared(TdsRpc rpc, int statement, int declaration) throws TdsProtocolException {
        List<String> names = new ArrayList<>();
        if (declaration < rpc.arguments().size()) {
            DECLARED.matcher(rpc.argument(declaration).text()).results().forEach(found -> names.add(found.group(1)));
        }
        return new Prepared(rpc.argument(statement).text(), names);
    }

    private static TdsAnswer.Output handle(TdsRpc rpc, int handle) throws TdsProtocolException {
        return new TdsAnswer.Output(0, rpc.argument(0).name(), SqlType.of(Kind.INT), handle);
    }
}
