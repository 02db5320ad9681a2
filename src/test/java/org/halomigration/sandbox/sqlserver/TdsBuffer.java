package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message being read, little-endian. Reading past its end is the client's fault. */
final class TdsBuffer {
    private final ByteBuffer data;

    TdsBuffer(byte[] data) {
        this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return data.hasRemaining();
    }

    int peek() throws TdsProtocolException {
        return get(() -> data.get(data.position()) & 0xFF);
    }

    int u8() throws TdsProtocolException {
        return get(() -> data.get() & 0xFF);
    }

    int u16() throws TdsProtocolException {
        return get(() -> data.getShort() & 0xFFFF);
    }

    int i32() throws TdsProtocolException {
        return get(data::getInt);
    }

    long i64() throws TdsProtocolException {
        return get(data::getLong);
    }

    int at() {
        return data.position();
    }

    void at(int position) throws TdsProtocolException {
        if (position < 0 || position > data.limit()) {
            throw new TdsProtocolException("A message of " + data.limit() + " bytes points at byte " + position + ".");
        }
        data.position(position);
    }

    byte[] bytes(int count) throws TdsProtocolException {
        if (count < 0 || count > data.remaining()) {
            throw new TdsProtocolException("A message ends " + data.remaining() + " bytes on, where " + count + " are announced.");
        }
        byte[] bytes = new byte[count];
        data.get(bytes);
        return bytes;
    }

    String text(int characters) throws TdsProtocolException {
        return new String(bytes(2 * characters), StandardCharsets.UTF_16LE);
    }

    /** B_VARCHAR. */
    String shortText() throws TdsProtocolException {
        return text(u8());
    }

    String rest() throws TdsProtocolException {
        return text(data.remaining() / 2);
    }

    /** MS-TDS "Packet Data Stream Headers - ALL_HEADERS": since 7.2 before a batch, an RPC and a transaction request. */
    void skipAllHeaders(TdsVersion version) throws TdsProtocolException {
        if (version.atLeast(TdsVersion.V7_2)) {
            int start = at();
            at(start + Math.max(4, i32()));
        }
    }

    /** MS-TDS "Partially Length-prefixed Bytes": null, or chunks up to one of length 0. */
    byte[] chunked() throws TdsProtocolException {
        if (i64() == -1) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = i32(); length != 0; length = i32()) {
            all.writeBytes(bytes(length));
        }
        return all.toByteArray();
    }

    private static <T> T get(java.util.function.Supplier<T> value) throws TdsProtocolException {
        try {
            return value.get();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new TdsProtocolException("A message ends before its content does.");
        }
    }
}
