package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** Runs the requests of one session: batches, procedure calls and transaction requests. */
final class TdsRequests {
    private final SqlSession session;
    private final TdsProcedures procedures;
    private final TdsVersion version;
    private long transaction;

    TdsRequests(SqlSession session, TdsVersion version) {
        this.session = session;
        this.version = version;
        procedures = new TdsProcedures(session);
    }

    void run(TdsMessage message, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        switch (message.type()) {
            case TdsMessage.SQL_BATCH -> batch(message.data(), answer);
            case TdsMessage.RPC -> {
                for (TdsRpc rpc : TdsRpc.read(message.data(), version)) {
                    procedures.call(rpc, answer);
                }
            }
            case TdsMessage.TRANSACTION -> transaction(message.data(), answer);
            default -> throw new TdsProtocolException("A message of type " + message.type() + " is no request that is served here.");
        }
    }

    /** "SQLBatch". */
    private void batch(byte[] data, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        TdsBuffer in = new TdsBuffer(data);
        in.skipAllHeaders(version);
        String text = in.rest();
        answer.begins(text, false);
        if (!procedures.unprepares(text)) {
            session.execute(text, List.of(), answer);
        }
    }

    /** "Transaction Manager Request": begin, commit, roll back and save become the batches that mean the same. */
    private void transaction(byte[] data, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        TdsBuffer in = new TdsBuffer(data);
        in.skipAllHeaders(version);
        int request = in.u16();
        switch (request) {
            case 5 -> begin(in.u8(), answer);
            case 7 -> {
                in.at(in.at() + 1 + in.peek()); // the transaction's name
                end("COMMIT TRANSACTION", 9, answer);
                beginAgain(in, answer);
            }
            case 8 -> {
                int length = in.peek();
                in.u8();
                String name = in.text(length / 2);
                if (name.isEmpty()) {
                    end("ROLLBACK TRANSACTION", 10, answer);
                } else {
                    run("ROLLBACK TRANSACTION [" + name.replace("]", "]]") + "]", answer);
                }
                beginAgain(in, answer);
            }
            case 9 -> run("SAVE TRANSACTION [" + in.text(in.u8() / 2).replace("]", "]]") + "]", answer);
            default -> throw new TdsProtocolException("A transaction request of type " + request + " is not served here; 5, 7, 8 and 9 are.");
        }
    }

    /** fBeginXact of a commit or rollback: another transaction begins at once. */
    private void beginAgain(TdsBuffer in, TdsAnswer answer) throws InterruptedException, TdsProtocolException {
        if (in.hasMore() && (in.u8() & 1) != 0) {
            begin(in.u8(), answer);
        }
    }

    private void begin(int isolation, TdsAnswer answer) throws InterruptedException {
        List<String> levels = List.of("", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT");
        String level = isolation > 0 && isolation < levels.size() ? "SET TRANSACTION ISOLATION LEVEL " + levels.get(isolation) + "; " : "";
        run(level + "BEGIN TRANSACTION", answer);
        if (answer.lastError() == 0) {
            transaction++;
            answer.transaction(8, TdsNumbers.little(transaction, 8), new byte[0]);
        }
    }

    private void end(String batch, int change, TdsAnswer answer) throws InterruptedException {
        run(batch, answer);
        if (answer.lastError() == 0) {
            answer.transaction(change, new byte[0], TdsNumbers.little(transaction, 8));
        }
    }

    private void run(String batch, TdsAnswer answer) throws InterruptedException {
        answer.begins(batch, false);
        session.execute(batch, List.of(), answer);
    }
}
