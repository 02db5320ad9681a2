package org.halomigration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that produces a failure of a migration for real, and shows what the product says of it, that nothing was changed that should not
 * be, and that the migration goes on. The table in {@code docs/failure-modes.md} is made of these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(FailureModes.class)
public @interface FailureMode {
    /** Which of the failures; several tests may show one in several ways. */
    int number();

    /** What goes wrong. */
    String failure();

    /** How the product notices. */
    String noticed();

    /** What it says; … stands for what differs each time. The test hands the real words to {@link FailureModes#said}, which compares. */
    String says();
}
