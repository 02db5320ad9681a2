package org.halomigration.check;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One question to a name server over UDP (RFC 1035). The JDK's own resolver tells neither how long an answer is kept nor through which
 * aliases it went.
 */
final class DnsQuery {
    static final int ADDRESS = 1;
    static final int ALIAS = 5;
    static final int ADDRESS_6 = 28;
    private static final int NO_SUCH_NAME = 3;
    private static final int LONGEST = 4096;

    private DnsQuery() {}

    /**
     * A record of an answer.
     *
     * @param seconds how long it may be kept
     * @param value an address, or the name that another is an alias of
     */
    record Answer(String name, int type, long seconds, String value) {}

    /**
     * All records of the answer; empty where the name does not exist or has none of the type.
     *
     * @throws IOException when the server does not answer in time, or answers that it cannot
     */
    static List<Answer> ask(InetSocketAddress server, String name, int type, Duration limit) throws IOException {
        int id = ThreadLocalRandom.current().nextInt(1 << 16);
        byte[] question = question(id, name, type);
        // Connected, so that only this server's answer is taken.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) limit.toMillis());
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
            socket.receive(answer);
            return answers(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()), id, server, name);
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("the name server " + server + " gave an answer that is none", e);
        }
    }

    private static byte[] question(int id, String name, int type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        // A usual question, recursion wanted.
        out.writeShort(0x0100);
        out.writeShort(1);
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(0);
        for (String label : IDN.toASCII(name.replaceFirst("\\.$", "")).split("\\.")) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            if (text.length == 0 || text.length > 63) {
                throw new IOException("'" + name + "' is no name");
            }
            out.writeByte(text.length);
            out.write(text);
        }
        out.writeByte(0);
        out.writeShort(type);
        out.writeShort(1);
        return bytes.toByteArray();
    }

    private static List<Answer> answers(ByteBuffer in, int id, InetSocketAddress server, String name) throws IOException {
        int given = in.getShort() & 0xFFFF;
        int flags = in.getShort() & 0xFFFF;
        int questions = in.getShort() & 0xFFFF;
        int count = in.getShort() & 0xFFFF;
        in.getInt();
        int code = flags & 0xF;
        if (given != id || (flags & 0x8000) == 0 || code != 0 && code != NO_SUCH_NAME) {
            throw new IOException("the name server " + server + " did not answer for " + name + " (code " + code + ")");
        }
        for (int i = 0; i < questions; i++) {
            name(in);
            in.getInt();
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String owner = name(in);
            int type = in.getShort() & 0xFFFF;
            in.getShort();
            long seconds = in.getInt() & 0xFFFFFFFFL;
            int length = in.getShort() & 0xFFFF;
            int next = in.position() + length;
            if (type == ALIAS) {
                answers.add(new Answer(owner, type, seconds, name(in)));
            } else if (type == ADDRESS && length == 4 || type == ADDRESS_6 && length == 16) {
                byte[] address = new byte[length];
                in.get(address);
                answers.add(new Answer(owner, type, seconds, InetAddress.getByAddress(address).getHostAddress()));
            }
            in.position(next);
        }
        return answers;
    }

    /** A name, which may go on at an earlier place of the message. */
    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        int back = -1;
        for (int hops = 0; hops < 128; hops++) {
            int length = in.get() & 0xFF;
            if (length == 0) {
                break;
            }
            if ((length & 0xC0) == 0xC0) {
                int target = (length & 0x3F) << 8 | in.get() & 0xFF;
                back = back < 0 ? in.position() : back;
                in.position(target);
                continue;
            }
            byte[] label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        if (back >= 0) {
            in.position(back);
        }
        return name.toString();
    }
}
