package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that speaks nonsense loses its connection and nobody else's; and what no driver here sends is served too. */
@Timeout(30)
class TdsSurvivesBadClientsTest {
    private final TdsScriptedEngine engine = new TdsScriptedEngine().on("SELECT 1", (values, answer) -> TdsScriptedEngine.one(answer, SqlType.of(Kind.INT), 7));
    private final TdsServer server = TdsServer.start(engine, true);

    @AfterEach
    void servesTheNext() throws IOException {
        await().until(() -> server.connections() == 0 && engine.open.get() == 0);
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            assertThat(client.asks(TdsMessage.SQL_BATCH, TdsRawClient.batch("SELECT 1"))).contains(new byte[] {(byte) 0xD1, 4, 7, 0, 0, 0});
        }
        server.close();
    }

    @Test
    void closesOnGarbage() throws IOException {
        Random random = new Random(42);
        for (int length : new int[] {1, 7, 8, 9, 512, 100_000}) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            try (TdsRawClient client = new TdsRawClient(server.port())) {
                client.sendAndLeave(garbage);
            }
        }
    }

    @Test
    void closesOnAWebBrowser() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.sendAndLeave("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void closesOnAPacketShorterThanItsHeader() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.sendAndLeave(new byte[] {TdsMessage.PRELOGIN, 1, 0, 7, 0, 0, 1, 0});
        }
    }

    @Test
    void closesOnAPacketLongerThanAgreed() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            client.sendAndLeave(new byte[] {TdsMessage.SQL_BATCH, 1, (byte) 0xFF, (byte) 0xFF, 0, 0, 1, 0, 1, 2, 3});
        }
    }

    @Test
    void closesOnALoginThatNeverEnds() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            byte[] part = new byte[4096];
            part[0] = TdsMessage.LOGIN;
            part[2] = 0x10;
            for (int i = 0; i < 40; i++) {
                client.send(part);
            }
            client.expectEnd();
        }
    }

    @Test
    void closesOnALoginThatPointsOutsideItself() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            byte[] login = TdsRawClient.login();
            login[40] = (byte) 0xFF;
            login[41] = (byte) 0xFF;
            client.send(TdsRawClient.packet(TdsMessage.LOGIN, login));
            client.expectEnd();
        }
    }

    @Test
    void closesOnABatchBeforeTheLogin() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.send(TdsRawClient.packet(TdsMessage.SQL_BATCH, TdsRawClient.batch("SELECT 1")));
            client.expectEnd();
        }
        assertThat(engine.batches).isEmpty();
    }

    @Test
    void leavesAClientThatVanishesWithinAMessage() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            byte[] half = TdsRawClient.packet(TdsMessage.SQL_BATCH, TdsRawClient.batch("SELECT 1"));
            half[3] += 10;
            client.send(half);
        }
        await().until(() -> engine.open.get() == 0);
        assertThat(engine.batches).isEmpty();
    }

    @Test
    void answersAProcedureCallThatMakesNoSenseWithAnError() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            byte[] call = TdsRawClient.joined(TdsRawClient.headers(), new byte[] {(byte) 0xFF, (byte) 0xFF, 10, 0, 0, 0, 0, 0, (byte) 0x62, 1, 2, 3}); // a sql_variant
            assertThat(client.asks(TdsMessage.RPC, call)).contains(new byte[] {0x49, 0x1F, 0, 0, 1, 16}); // 8009, state 1, severity 16
            assertThat(client.asks(TdsMessage.SQL_BATCH, TdsRawClient.batch("SELECT 1"))).contains(new byte[] {(byte) 0xD1, 4, 7});
        }
    }

    @Test
    void acknowledgesAttentionThatComesTooLate() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            assertThat(client.asks(TdsMessage.ATTENTION, new byte[0])).startsWith(0xFD, TdsTokens.ATTENTION, 0);
        }
    }

    @Test
    void abortsWhatRunsForAClientThatVanishes() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        engine.on("RESTORE", TdsDriverContract.waiting(runs));
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            client.send(TdsRawClient.packet(TdsMessage.SQL_BATCH, TdsRawClient.batch("RESTORE DATABASE x")));
            runs.await();
        }
        await().until(() -> engine.interrupted.get() == 1 && engine.open.get() == 0);
    }

    /** "Transaction Manager Request": begin (5) serializable (4), commit (7), begin, roll back (8). */
    @Test
    void forwardsTransactionRequests() throws IOException {
        try (TdsRawClient client = new TdsRawClient(server.port())) {
            client.logIn();
            byte[] begin = TdsRawClient.joined(TdsRawClient.headers(), new byte[] {5, 0, 4, 0});
            assertThat(client.asks(TdsMessage.TRANSACTION, begin)).contains(new byte[] {(byte) 0xE3, 11, 0, 8, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(client.asks(TdsMessage.TRANSACTION, TdsRawClient.joined(TdsRawClient.headers(), new byte[] {7, 0, 0, 0}))).contains(new byte[] {(byte) 0xE3, 11, 0, 9, 0, 8, 1});
            client.asks(TdsMessage.TRANSACTION, begin);
            assertThat(client.asks(TdsMessage.TRANSACTION, TdsRawClient.joined(TdsRawClient.headers(), new byte[] {8, 0, 0, 0}))).contains(new byte[] {(byte) 0xE3, 11, 0, 10, 0, 8, 2});
        }
        String begun = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; BEGIN TRANSACTION";
        assertThat(engine.batches).containsExactly(begun, "COMMIT TRANSACTION", begun, "ROLLBACK TRANSACTION");
    }
}
