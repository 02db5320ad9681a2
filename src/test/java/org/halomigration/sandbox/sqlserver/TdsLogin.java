package org.halomigration.sandbox.sqlserver;

import java.nio.charset.StandardCharsets;

/** What LOGIN7 says (MS-TDS "LOGIN7"). */
record TdsLogin(TdsVersion version, int packetSize, boolean integrated, boolean extended, SqlEngine.Login login) {
    private static final int INTEGRATED_SECURITY = 0x80;
    private static final int EXTENSION = 0x10;

    static TdsLogin read(byte[] data) throws TdsProtocolException {
        TdsBuffer in = new TdsBuffer(data);
        in.at(4);
        TdsVersion version = TdsVersion.of(in.i32());
        int size = in.i32();
        in.at(25);
        boolean integrated = (in.u8() & INTEGRATED_SECURITY) != 0;
        in.at(27);
        boolean extended = (in.u8() & EXTENSION) != 0;
        String host = text(in, 36);
        String user = text(in, 40);
        String password = password(in, 44);
        String application = text(in, 48);
        String database = text(in, 68);
        return new TdsLogin(version, packetSize(size), integrated, extended, new SqlEngine.Login(user, password, database, application, host));
    }

    /** 0 asks for the server's own; the range is that of "LOGIN7", PacketSize. */
    private static int packetSize(int asked) {
        return asked == 0 ? 4096 : Math.max(512, Math.min(32767, asked));
    }

    /** OffsetLength: where a text begins, in bytes from the start, and how many characters it has. */
    private static String text(TdsBuffer in, int at) throws TdsProtocolException {
        in.at(at);
        int start = in.u16();
        int characters = in.u16();
        in.at(start);
        return in.text(characters);
    }

    /** The client swaps the halves of every byte, then XORs it with 0xA5 ("LOGIN7", note on ibPassword). */
    private static String password(TdsBuffer in, int at) throws TdsProtocolException {
        in.at(at);
        int start = in.u16();
        int characters = in.u16();
        in.at(start);
        byte[] bytes = in.bytes(2 * characters);
        for (int i = 0; i < bytes.length; i++) {
            int b = (bytes[i] ^ 0xA5) & 0xFF;
            bytes[i] = (byte) (b << 4 | b >> 4);
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "TdsLogin[" + version + ", " + login.user() + " to " + login.database() + " from " + login.application() + "]";
    }
}
