package org.halomigration.command;

/** What was given to a command cannot be used. The message says what, where, what was expected, what was found and the next step. */
final class UnusableInput extends RuntimeException {
    UnusableInput(String message) {
        super(message);
    }
}
