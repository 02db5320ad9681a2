package org.halomigration.tsql;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.halomigration.sandbox.sqlserver.Answer;
import org.halomigration.sandbox.sqlserver.SqlEngine;
import org.halomigration.sandbox.sqlserver.SqlError;
import org.halomigration.sandbox.sqlserver.SqlSession;
import org.halomigration.sandbox.sqlserver.SqlType;
import org.halomigration.sandbox.sqlserver.TdsServer;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;

/** A SQL Server on loopback that answers each batch as the test's script says, and remembers what it was sent. */
final class ScriptedServer implements SqlEngine, AutoCloseable {
    interface Script {
        void answer(String batch, Answer answer) throws InterruptedException;
    }

    /** A batch as the server got it. */
    record Sent(int session, String batch, List<SqlSession.Parameter> parameters) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final List<Login> logins = new CopyOnWriteArrayList<>();
    final AtomicInteger aborted = new AtomicInteger();
    volatile Script script = (batch, answer) -> answer.done();
    volatile SqlError refusal;
    volatile int options = 0;

    /** What sys.dm_exec_requests shows; null: nothing may be seen. */
    volatile Shown shown;

    record Shown(int session, double percent, long reads, long writes, String waitType) {}

    private final AtomicInteger sessions = new AtomicInteger(50);
    private final TdsServer server;

    ScriptedServer(boolean tls) {
        server = TdsServer.start(this, tls);
    }

    ScriptedServer() {
        this(false);
    }

    int port() {
        return server.port();
    }

    /** The instance {@code acme.target} that this server is. */
    SqlServer instance() {
        return instance(";encrypt=false");
    }

    SqlServer instance(String properties) {
        return new SqlServer("acme.target", new SqlLogin("jdbc:sqlserver://127.0.0.1:" + port() + properties, "halo", new Secret("s3cret!")));
    }

    List<String> batches() {
        return sent.stream().map(Sent::batch).toList();
    }

    @Override
    public SqlSession login(Login login) throws SqlError {
        logins.add(login);
        if (refusal != null) {
            throw refusal;
        }
        return new Session(sessions.incrementAndGet());
    }

    @Override
    public String serverName() {
        return "SCRIPT";
    }

    @Override
    public int majorVersion() {
        return 16;
    }

    @Override
    public void close() {
        server.close();
    }

    /** Resets every connection. */
    void drop() {
        server.dropConnections();
    }

    private final class Session implements SqlSession {
        private final int id;

        private Session(int id) {
            this.id = id;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String database() {
            return "master";
        }

        @Override
        public void execute(String batch, List<Parameter> parameters, Answer answer) throws InterruptedException {
            if (batch.contains("@@SPID AS session_id")) {
                answer.columns(List.of(number("session_id"), number("open_transactions"), number("options")));
                answer.row(id, 0, options);
                answer.count(1);
            } else if (batch.contains("sys.dm_exec_requests")) {
                showRequests(answer);
            } else {
                sent.add(new Sent(id, batch, parameters));
                try {
                    script.answer(batch, answer);
                } catch (InterruptedException e) {
                    aborted.incrementAndGet();
                    throw e;
                }
            }
        }

        private void showRequests(Answer answer) {
            answer.columns(List.of(
                    number("session_id"),
                    new Answer.Column("percent_complete", SqlType.of(SqlType.Kind.REAL), false),
                    new Answer.Column("reads", SqlType.of(SqlType.Kind.BIGINT), false),
                    new Answer.Column("writes", SqlType.of(SqlType.Kind.BIGINT), false),
                    new Answer.Column("wait_type", SqlType.of(SqlType.Kind.NVARCHAR, 60), true)));
            Shown now = shown;
            if (now != null) {
                answer.row(now.session(), (float) now.percent(), now.reads(), now.writes(), now.waitType());
            }
            answer.count(now == null ? 0 : 1);
        }

        @Override
        public void close() {}
    }

    static Answer.Column number(String name) {
        return new Answer.Column(name, SqlType.of(SqlType.Kind.INT), false);
    }
}
