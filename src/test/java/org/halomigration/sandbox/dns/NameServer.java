package org.halomigration.sandbox.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on loopback that knows what a test tells it, over UDP as RFC 1035 has it. */
public final class NameServer implements AutoCloseable {
    private static final int ADDRESS = 1;
    private static final int ALIAS = 5;
    private static final int ADDRESS_6 = 28;

    private record Record(int type, int seconds, String value) {
        boolean answers(int asked) {
            return type == asked || type == ALIAS;
        }
    }

    private final DatagramSocket socket;
    private final Map<String, Record> records = new ConcurrentHashMap<>();

    private NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread serving = new Thread(this::serve, "sandbox-name-server");
        serving.setDaemon(true);
        serving.start();
    }

    public static NameServer start() throws IOException {
        return new NameServer();
    }

    /** As preflight.name-server has it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** @param address of IPv4, or of IPv6 where it has colons */
    public void address(String name, int seconds, String address) {
        records.put(name.toLowerCase(Locale.ROOT), new Record(address.contains(":") ? ADDRESS_6 : ADDRESS, seconds, address));
    }

    public void alias(String name, int seconds, String of) {
        records.put(name.toLowerCase(Locale.ROOT), new Record(ALIAS, seconds, of));
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(question.getData(), question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".").append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        int end = at + 5;
        int asked = question[at + 2];
        Record found = records.get(name.toString().toLowerCase(Locale.ROOT));
        boolean known = found != null;
        Record then = !known || found.type() != ALIAS ? null : records.get(found.value().toLowerCase(Locale.ROOT));
        found = known && found.answers(asked) ? found : null;
        then = then != null && then.answers(asked) ? then : null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(known ? 0x8180 : 0x8183);
        out.writeShort(1);
        out.writeShort((found == null ? 0 : 1) + (then == null ? 0 : 1));
        out.writeInt(0);
        out.write(question, 12, end - 12);
        if (found != null) {
            // The name is the question's own.
            out.writeShort(0xC00C);
            write(out, found);
        }
        if (then != null) {
            write(out, found.value());
            write(out, then);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Record record) throws IOException {
        out.writeShort(record.type());
        out.writeShort(1);
        out.writeInt(record.seconds());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        if (record.type() != ALIAS) {
            value.write(InetAddress.getByName(record.value()).getAddress());
        } else {
            write(new DataOutputStream(value), record.value());
        }
        out.writeShort(value.size());
        out.write(value.toByteArray());
    }

    private static void write(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
