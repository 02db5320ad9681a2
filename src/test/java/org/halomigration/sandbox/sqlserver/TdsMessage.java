package org.halomigration.sandbox.sqlserver;

/** One message of a client, its packets joined. */
record TdsMessage(int type, byte[] data) {
    // MS-TDS "Packet Header: Type".
    static final int SQL_BATCH = 0x01;
    static final int RPC = 0x03;
    static final int REPLY = 0x04;
    static final int ATTENTION = 0x06;
    static final int TRANSACTION = 0x0E;
    static final int LOGIN = 0x10;
    static final int PRELOGIN = 0x12;
}
