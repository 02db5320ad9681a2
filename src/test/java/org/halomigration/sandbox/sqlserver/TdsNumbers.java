package org.halomigration.sandbox.sqlserver;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers on the wire (MS-TDS "Decimal/Numeric", "Fixed Point", "Integers"). */
final class TdsNumbers {
    private TdsNumbers() {
    }

    /** Bytes of a decimal's magnitude, by its precision. */
    static int bytesOf(int precision) {
        return precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;
    }

    /** A sign (1: not negative) and the magnitude, little-endian. */
    static byte[] decimal(BigDecimal value, int precision, int scale) {
        BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        if (new BigDecimal(unscaled).precision() > precision) {
            throw new ArithmeticException(value + " does not fit decimal(" + precision + ", " + scale + ").");
        }
        byte[] big = unscaled.abs().toByteArray();
        byte[] wire = new byte[1 + bytesOf(precision)];
        wire[0] = (byte) (unscaled.signum() < 0 ? 0 : 1);
        for (int i = 0; i < big.length && i < wire.length - 1; i++) {
            wire[1 + i] = big[big.length - 1 - i];
        }
        return wire;
    }

    static BigDecimal decimal(byte[] wire, int scale) {
        byte[] big = new byte[wire.length - 1];
        for (int i = 0; i < big.length; i++) {
            big[i] = wire[wire.length - 1 - i];
        }
        return new BigDecimal(new BigInteger(wire[0] == 0 ? -1 : 1, big), scale);
    }

    /** Ten-thousandths, the high four bytes before the low four. */
    static byte[] money(BigDecimal value) {
        long units = value.setScale(4, RoundingMode.HALF_UP).unscaledValue().longValueExact();
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (units >> 32)).putInt((int) units).array();
    }

    static BigDecimal money(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN);
        long units = wire.length == 4 ? in.getInt() : (long) in.getInt() << 32 | in.getInt() & 0xFFFFFFFFL;
        return BigDecimal.valueOf(units, 4);
    }

    static byte[] little(long value, int bytes) {
        byte[] wire = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            wire[i] = (byte) (value >> 8 * i);
        }
        return wire;
    }

    /** Not negative, up to seven bytes. */
    static long little(byte[] wire, int from, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | wire[from + i] & 0xFF;
        }
        return value;
    }

    /** Signed, except the single byte of a tinyint. */
    static long integer(byte[] wire) {
        return switch (wire.length) {
            case 1 -> wire[0] & 0xFF;
            case 2 -> (short) little(wire, 0, 2);
            case 4 -> (int) little(wire, 0, 4);
            default -> ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN).getLong();
        };
    }

    static BigDecimal exact(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Boolean bit) {
            return bit ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return new BigDecimal(value.toString());
    }
}
