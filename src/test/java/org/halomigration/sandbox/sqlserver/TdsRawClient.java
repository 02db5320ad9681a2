package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A client of bytes and packets, for what no driver sends. */
final class TdsRawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    TdsRawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = socket.getInputStream();
        out = socket.getOutputStream();
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

    static byte[] batch(String text) {
        return joined(headers(), text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** ALL_HEADERS with the one that is always there: no transaction, one request outstanding. */
    static byte[] headers() {
        return ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(22).putInt(18).putShort((short) 2).putLong(0).putInt(1).array();
    }

    static byte[] packet(int type, byte[] body) {
        return ByteBuffer.allocate(8 + body.length).put((byte) type).put((byte) 1).putShort((short) (8 + body.length)).putInt(0x00000100).put(body).array();
    }

    /** LOGIN7 of version 7.4 with a user and a password. */
    static byte[] login() {
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

    static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
