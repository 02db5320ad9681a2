package org.halomigration;

import org.halomigration.command.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product, or runs one of its commands. What it does stands in {@code routes/} and {@code config/}. */
@SpringBootApplication
public class HaloMigrationApplication {
    public static void main(String[] args) {
        if (Commands.areMeant(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication.run(HaloMigrationApplication.class, args);
    }
}
