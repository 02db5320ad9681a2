package org.halomigration.sandbox.sqlserver;

import java.util.stream.Stream;

/** The versions of the protocol that LOGIN7 may ask for (MS-TDS "LOGIN7", TDSVersion); jTDS calls 7.1 "8.0". */
enum TdsVersion {
    V7_0(0x70000000, 0x07000000), V7_1(0x71000001, 0x71000001), V7_2(0x72090002, 0x72090002), V7_3A(0x730A0003, 0x730A0003),
    V7_3B(0x730B0003, 0x730B0003), V7_4(0x74000004, 0x74000004);

    private final int asked;
    private final int acknowledged;

    TdsVersion(int asked, int acknowledged) {
        this.asked = asked;
        this.acknowledged = acknowledged;
    }

    /** The newest version that is not newer than what the client asks for. */
    static TdsVersion of(int asked) throws TdsProtocolException {
        return Stream.of(values()).filter(version -> Integer.compareUnsigned(version.asked >>> 16, asked >>> 16) <= 0)
            .reduce((older, newer) -> newer)
            .orElseThrow(() -> new TdsProtocolException("LOGIN7 asks for protocol version " + Integer.toHexString(asked) + "; 7.0 to 7.4 are known."));
    }

    /** As LOGINACK says it. */
    int acknowledged() {
        return acknowledged;
    }

    boolean atLeast(TdsVersion other) {
        return compareTo(other) >= 0;
    }
}
