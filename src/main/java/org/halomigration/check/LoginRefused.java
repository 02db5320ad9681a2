package org.halomigration.check;

import java.io.IOException;

/** A token was asked for and not given. Its message holds no secret. */
final class LoginRefused extends IOException {
    LoginRefused(String message) {
        super(message);
    }
}
