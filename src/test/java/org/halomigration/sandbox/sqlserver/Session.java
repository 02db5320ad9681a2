package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One logged-in session: where it is, its transaction, its settings. */
final class Session implements SqlSession {
    private final Instance server;
    private final int id;
    private final Principal principal;
    private final SqlEngine.Login login;
    private final LocalDateTime since = LocalDateTime.now();
    private final Map<Database, Branch> branches = new ConcurrentHashMap<>();
    final Set<String> identityInsert = new HashSet<>();
    private volatile Database place;
    private volatile Request request;
    private volatile Thread running;
    private volatile boolean killed;
    private int transactions;
    boolean implicitTransactions;
    boolean noCount;
    boolean xactAbort;
    Long scopeIdentity;
    long rowCount;

    Session(Instance server, int id, Principal principal, SqlEngine.Login login, Database place) {
        this.server = server;
        this.id = id;
        this.principal = principal;
        this.login = login;
        this.place = place;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String database() {
        return place.name;
    }

    Instance server() {
        return server;
    }

    Principal principal() {
        return principal;
    }

    Database place() {
        return place;
    }

    void moveTo(Database database) {
        place = database;
        synchronized (server) {
            server.notifyAll();
        }
    }

    String host() {
        return login.host();
    }

    String application() {
        return login.application();
    }

    LocalDateTime since() {
        return since;
    }

    Request request() {
        return request;
    }

    void request(Request now) {
        request = now;
    }

    int openTransactions() {
        return transactions;
    }

    @Override
    public void execute(String batch, List<Parameter> parameters, Answer answer) throws InterruptedException {
        running = Thread.currentThread();
        request = new Request("SELECT", -1);
        try {
            if (!killed) {
                new Batch(this, parameters, answer).run(batch);
            }
            if (killed) {
                answer.error(killedError());
            }
        } catch (InterruptedException e) {
            if (!killed) {
                throw e;
            }
            answer.error(killedError());
        } finally {
            request = null;
            running = null;
            if (killed) {
                Thread.interrupted();
                forget();
            }
        }
    }

    private static SqlError killedError() {
        return new SqlError(596, 21, "Cannot continue the execution because the session is in the kill state.");
    }

    /** Ends the session from outside: WITH ROLLBACK or KILL. Its connection closes when it is next used. */
    void kill() {
        killed = true;
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        } else {
            forget();
        }
        server.ended(this);
    }

    /** The session's transaction in a database, begun when first needed. */
    Branch branch(Database database) throws SQLException {
        Branch branch = branches.get(database);
        if (branch == null || branch.store() != database.store()) {
            branch = new Branch(database, database.store());
            branches.put(database, branch);
        }
        return branch;
    }

    void begin() {
        transactions++;
    }

    /** COMMIT: only the outermost one writes ("Nested transactions"). */
    void commit() throws SQLException {
        if (transactions > 0) {
            transactions--;
        }
        if (transactions == 0) {
            for (Branch branch : branches.values()) {
                branch.commit();
            }
        }
    }

    void rollback() throws SQLException {
        transactions = 0;
        for (Branch branch : branches.values()) {
            branch.rollback();
        }
    }

    /** The end of a statement outside a transaction. */
    void autocommit() throws SQLException {
        if (transactions == 0) {
            commit();
        }
    }

    private void forget() {
        transactions = 0;
        branches.values().forEach(Branch::close);
        branches.clear();
    }

    /** Lets go of a database's rows, which are about to be closed. */
    void leave(Database database) {
        Branch branch = branches.remove(database);
        if (branch != null) {
            branch.close();
        }
    }

    @Override
    public void close() {
        if (running == null) {
            forget();
        }
        server.ended(this);
    }
}
