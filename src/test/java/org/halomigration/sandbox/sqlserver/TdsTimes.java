package org.halomigration.sandbox.sqlserver;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Dates and times on the wire (MS-TDS "Date/Times"). */
final class TdsTimes {
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate EPOCH = LocalDate.of(1900, 1, 1);
    private static final long DAY = 86_400_000_000_000L;

    private TdsTimes() {
    }

    /** Three bytes: days since 0001-01-01. */
    static byte[] date(LocalDate date) {
        return TdsNumbers.little(ChronoUnit.DAYS.between(FIRST, date), 3);
    }

    static LocalDate date(byte[] wire, int from) {
        return FIRST.plusDays(TdsNumbers.little(wire, from, 3));
    }

    /** Units of 10^-scale seconds since midnight, rounded as the server rounds. */
    static byte[] time(LocalTime time, int scale) {
        long unit = unit(scale);
        long units = (time.toNanoOfDay() + unit / 2) / unit;
        return TdsNumbers.little(Math.min(units, DAY / unit - 1), bytesOf(scale));
    }

    static LocalTime time(byte[] wire, int scale) {
        return LocalTime.ofNanoOfDay(TdsNumbers.little(wire, 0, bytesOf(scale)) * unit(scale));
    }

    static byte[] dateTime2(LocalDateTime time, int scale) {
        long unit = unit(scale);
        long units = (time.toLocalTime().toNanoOfDay() + unit / 2) / unit;
        boolean nextDay = units == DAY / unit;
        return joined(TdsNumbers.little(nextDay ? 0 : units, bytesOf(scale)), date(time.toLocalDate().plusDays(nextDay ? 1 : 0)));
    }

    static LocalDateTime dateTime2(byte[] wire, int scale) {
        return LocalDateTime.of(date(wire, bytesOf(scale)), time(wire, scale));
    }

    /** The moment in UTC, then the minutes of its offset. */
    static byte[] dateTimeOffset(OffsetDateTime time, int scale) {
        byte[] utc = dateTime2(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), scale);
        return joined(utc, TdsNumbers.little(time.getOffset().getTotalSeconds() / 60, 2));
    }

    static OffsetDateTime dateTimeOffset(byte[] wire, int scale) {
        int minutes = (short) TdsNumbers.little(wire, bytesOf(scale) + 3, 2);
        return dateTime2(wire, scale).atOffset(ZoneOffset.UTC).withOffsetSameInstant(ZoneOffset.ofTotalSeconds(60 * minutes));
    }

    /** Days since 1900-01-01 and three-hundredths of a second since midnight. */
    static byte[] dateTime(LocalDateTime time) {
        long ticks = BigInteger.valueOf(time.toLocalTime().toNanoOfDay()).multiply(BigInteger.valueOf(3)).add(BigInteger.valueOf(5_000_000))
            .divide(BigInteger.valueOf(10_000_000)).longValue();
        boolean nextDay = ticks == 300L * 86_400;
        long days = ChronoUnit.DAYS.between(EPOCH, time.toLocalDate()) + (nextDay ? 1 : 0);
        return joined(TdsNumbers.little(days, 4), TdsNumbers.little(nextDay ? 0 : ticks, 4));
    }

    /** Rounded to milliseconds, as the server shows it: .000, .003, .007. */
    static LocalDateTime dateTime(byte[] wire) {
        long days = (int) TdsNumbers.little(wire, 0, 4);
        long millis = (TdsNumbers.little(wire, 4, 4) * 10 + 1) / 3;
        return EPOCH.plusDays(days).atStartOfDay().plus(millis, ChronoUnit.MILLIS);
    }

    /** Days since 1900-01-01 and minutes since midnight. */
    static byte[] smallDateTime(LocalDateTime time) {
        LocalDateTime rounded = time.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
        return joined(TdsNumbers.little(ChronoUnit.DAYS.between(EPOCH, rounded.toLocalDate()), 2),
            TdsNumbers.little(rounded.toLocalTime().toSecondOfDay() / 60, 2));
    }

    static LocalDateTime smallDateTime(byte[] wire) {
        return EPOCH.plusDays(TdsNumbers.little(wire, 0, 2)).atStartOfDay().plusMinutes(TdsNumbers.little(wire, 2, 2));
    }

    private static int bytesOf(int scale) {
        return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
    }

    /** Nanoseconds of one unit. */
    private static long unit(int scale) {
        long unit = 1_000_000_000L;
        for (int i = 0; i < scale; i++) {
            unit /= 10;
        }
        return unit;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
