package org.halomigration.sandbox.sqlserver;

import java.io.IOException;

/** The client sent what MS-TDS does not allow; the connection ends. */
final class TdsProtocolException extends IOException {
    TdsProtocolException(String message) {
        super(message);
    }
}
