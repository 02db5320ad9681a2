package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        try (Client client = new Client()) {
            client.logIn();
            assertThat(client.asks(TdsMessage.SQL_BATCH, batch("SELECT 1"))).contains(new byte[] {(byte) 0xD1, 4, 7, 0, 0, 0});
        }
        server.close();
    }

    @Test
    void closesOnGarbage() throws IOException {
        Random random = new Random(42);
        for (int length : new int[] {1, 7, 8, 9, 512, 100_000}) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            try (Client client = new Client()) {
                client.sendAndLeave(garbage);
            }
        }
    }

    @Test
    void closesOnAWebBrowser() throws IOException {
        try (Client client = new Client()) {
            client.sendAndLeave("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void closesOnAPacketShorterThanItsHeader() throws IOException {
        try (Client client = new Client()) {
            client.sendAndLeave(new byte[] {TdsMessage.PRELOGIN, 1, 0, 7, 0, 0, 1, 0});
        }
    }

    @Test
    void closesOnAPacketLongerThanAgreed() throws IOException {
        try (Client client = new Client()) {
            client.logIn();
            client.sendAndLeave(new byte[] {TdsMessage.SQL_BATCH, 1, (byte) 0xFF, (byte) 0xFF, 0, 0, 1, 0, 1, 2, 3});
        }
    }

    @Test
    void closesOnALoginThatNeverEnds() throws IOException {
        try (Client client = new Client()) {
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
        try (Client client = new Client()) {
            byte[] login = login();
            login[40] = (byte) 0xFF;
            login[41] = (byte) 0xFF;
            client.send(packet(TdsMessage.LOGIN, login));
            client.expectEnd();
        }
    }

    @Test
    void closesOnABatchBeforeTheLogin() throws IOException {
        try (Client client = new Client()) {
            client.send(packet(TdsMessage.SQL_BATCH, batch("SELECT 1")));
            client.expectEnd();
        }
        assertThat(engine.batches).isEmpty();
    }

    @Test
    void leavesAClientThatVanishesWithinAMessage() throws IOException {
        try (Client client = new Client()) {
            client.logIn();
            byte[] half = packet(TdsMessage.SQL_BATCH, batch("SELECT 1"));
            half[3] += 10;
            client.send(half);
        }
        await().until(() -> engine.open.get() == 0);
        assertThat(engine.batches).isEmpty();
    }

    @Test
    void answersAProcedureCallThatMakesNoSenseWithAnError() throws IOException {
        try (Client client = new Client()) {
            client.logIn();
            byte[] call = joined(headers(), new byte[] {(byte) 0xFF, (byte) 0xFF, 10, 0, 0, 0, 0, 0, (byte) 0x62, 1, 2, 3}); // a sql_variant
            assertThat(client.asks(TdsMessage.RPC, call)).contains(new byte[] {0x49, 0x1F, 0, 0, 1, 16}); // 8009, state 1, severity 16
            assertThat(client.asks(TdsMessage.SQL_BATCH, batch("SELECT 1"))).contains(new byte[] {(byte) 0xD1, 4, 7});
        }
    }

    @Test
    void acknowledgesAttentionThatComesTooLate() throws IOException {
        try (Client client = new Client()) {
            client.logIn();
            assertThat(client.asks(TdsMessage.ATTENTION, new byte[0])).startsWith(0xFD, TdsTokens.ATTENTION, 0);
        }
    }

    @Test
    void abortsWhatRunsForAClientThatVanishes() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        engine.on("RESTORE", TdsDriverContract.waiting(runs));
        try (Client client = new Client()) {
            client.logIn();
            client.send(packet(TdsMessage.SQL_BATCH, batch("RESTORE DATABASE x")));
            runs.await();
        }
        await().until(() -> engine.interrupted.get() == 1 && engine.open.get() == 0);
    }

    /** "Transaction Manager Request": begin (5) serializable (4), commit (7), begin, roll back (8). */
    @Test
    void forwardsTransactionRequests() throws IOException {
        try (Client client = new Client()) {
            client.logIn();
            byte[] begin = joined(headers(), new byte[] {5, 0, 4, 0});
            assertThat(client.asks(TdsMessage.TRANSACTION, begin)).contains(new byte[] {(byte) 0xE3, 11, 0, 8, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(client.asks(TdsMessage.TRANSACTION, joined(headers(), new byte[] {7, 0, 0, 0}))).contains(new byte[] {(byte) 0xE3, 11, 0, 9, 0, 8, 1});
            client.asks(TdsMessage.TRANSACTION, begin);
            assertThat(client.asks(TdsMessage.TRANSACTION, joined(headers(), new byte[] {8, 0, 0, 0}))).contains(new byte[] {(byte) 0xE3, 11, 0, 10, 0, 8, 2});
        }
        String begun = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; BEGIN TRANSACTION";
        assertThat(engine.batches).containsExactly(begun, "COMMIT TRANSACTION", begun, "ROLLBACK TRANSACTION");
    }

    private static byte[] batch(String text) {
        return joined(headers(), text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** ALL_HEADERS with the one that is always there: no transaction, one request outstanding. */
    private static byte[] headers() {
        return ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(22).putInt(18).putShort((short) 2).putLong(0).putInt(1).array();
    }

    private static byte[] packet(int type, byte[] body) {
        return ByteBuffer.allocate(8 + body.length).put((byte) type).put((byte) 1).putShort((short) (8 + body.length)).putInt(0x00000100).put(body).array();
    }

    /** LOGIN7 of version 7.4 with a user and a password. */
    private static byte[] login() {
        byte[] password = TdsScriptedEngine.PASSWORD.getBytes(StandardCharsets.UTF_16LE);
        for (int i = 0; i < password.length; i++) {
            int b = password[i] & 0xFF;
            password[i] = (byte) ((b << 4 | b >> 4) ^ 0xA5);
        }
        byte[] user = TdsScriptedEngine.USER.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer login = ByteBuffer.allocate(94 + user.length + password.length).order(ByteOrder.LITTLE_ENDIAN);
        login.putInt(login.capacity()).putInt(0x74000004).putInt(4096);
        login.putShort(40, (short) 94).putShort(42, (short) (user.length / 2));
        login.putShort(44, (short) (94 + user.length)).putShort(46, (short) (password.length / 2));
        return login.position(94).put(user).put(password).array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /** Bytes out, packets in. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        private final InputStream in = socket.getInputStream();
        private final OutputStream out = socket.getOutputStream();

        Client() throws IOException {
        }

        void send(byte[] bytes) throws IOException {
            try {
                out.write(bytes);
            } catch (SocketException closed) {
                // the server had enough of it
            }
        }

        /** Sends, then nothing more: what is incomplete stays incomplete. */
        void sendAndLeave(byte[] bytes) throws IOException {
            send(bytes);
            try {
                socket.shutdownOutput();
            } catch (SocketException closed) {
                return;
            }
            expectEnd();
        }

        void expectEnd() {
            try {
                assertThat(in.readAllBytes()).as("what the server answers before it closes").isEmpty();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }

        void logIn() throws IOException {
            assertThat(asks(TdsMessage.LOGIN, login())).contains(new byte[] {(byte) 0xAD});
        }

        /** The body of the answering message. */
        byte[] asks(int type, byte[] body) throws IOException {
            out.write(packet(type, body));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] header;
            do {
                header = in.readNBytes(8);
                assertThat(header).hasSize(8);
                answer.writeBytes(in.readNBytes(((header[2] & 0xFF) << 8 | header[3] & 0xFF) - 8));
            } while ((header[1] & 1) == 0);
            return answer.toByteArray();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
