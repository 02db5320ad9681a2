package org.halomigration.sftp;

/** Says whether and how fast a file may be sent; asked before it and twice a second while it is sent, so the answer may change at any time. */
public interface Throttle {
    /**
     * @return bytes per second, over all connections to the server; 0: as fast as it goes
     * @throws Held when it must not be sent now
     */
    long bytesPerSecond(Outgoing file) throws Held;
}
