package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** An engine that only plays what a test wrote for it, and remembers what it was asked. */
final class TdsScriptedEngine implements SqlEngine {
    static final String USER = "halo";
    static final String PASSWORD = "S3cret ;€'{}";
    final List<String> batches = Collections.synchronizedList(new ArrayList<>());
    final List<List<SqlSession.Parameter>> parameters = Collections.synchronizedList(new ArrayList<>());
    final List<Login> logins = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger(50);
    private final List<Part> parts = Collections.synchronizedList(new ArrayList<>());

    interface Play {
        void run(List<SqlSession.Parameter> parameters, Answer answer) throws InterruptedException;
    }

    private record Part(String fragment, Play play) {}

    /** The part written last for a fragment of the batch plays. */
    TdsScriptedEngine on(String fragment, Play play) {
        parts.add(0, new Part(fragment, play));
        return this;
    }

    @Override
    public SqlSession login(Login login) throws SqlError {
        logins.add(login);
        if (!USER.equals(login.user()) || !PASSWORD.equals(login.password())) {
            throw new SqlError(18456, 14, "Login failed for user '" + login.user() + "'.");
        }
        open.incrementAndGet();
        return new Session(ids.incrementAndGet(), login.database().isEmpty() ? "master" : login.database());
    }

    @Override
    public String serverName() {
        return "SANDBOX";
    }

    @Override
    public int majorVersion() {
        return 16;
    }

    private void play(String batch, List<SqlSession.Parameter> values, Answer answer) throws InterruptedException {
        batches.add(batch);
        parameters.add(values);
        List<Part> written;
        synchronized (parts) {
            written = List.copyOf(parts);
        }
        for (Part part : written) {
            if (batch.contains(part.fragment)) {
                try {
                    part.play.run(values, answer);
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
                return;
            }
        }
        if (batch.contains("@@MAX_PRECISION")) { // jTDS, first of all
            one(answer, SqlType.of(Kind.TINYINT), 38);
        } else {
            answer.done();
        }
    }

    /** A result of one row and one column. */
    static void one(Answer answer, SqlType type, Object value) {
        answer.columns(List.of(new Answer.Column("value", type, true)));
        answer.row(value);
        answer.count(1);
    }

    private final class Session implements SqlSession {
        private final int id;
        private final String database;

        Session(int id, String database) {
            this.id = id;
            this.database = database;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String database() {
            return database;
        }

        @Override
        public void execute(String batch, List<Parameter> values, Answer answer) throws InterruptedException {
            play(batch, values, answer);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
