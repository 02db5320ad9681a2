package org.halomigration.journal;

import java.nio.file.Path;
import java.time.Clock;

/** A process that writes two rows together, says that it has, and goes on until it is killed. */
final class CountsIntoAJournal {
    private CountsIntoAJournal() {}

    /** @param args the journal's directory, and the first number */
    public static void main(String[] args) {
        try (Journal journal = new Journal("source", Path.of(args[0]), Clock.systemUTC())) {
            journal.phases().register("acme");
            for (int i = Integer.parseInt(args[1]); ; i++) {
                String number = Integer.toString(i);
                journal.together(() -> {
                    journal.events().happened("acme", "first", number);
                    journal.events().happened("acme", "second", number);
                    return number;
                });
                System.out.println(number);
            }
        }
    }
}
