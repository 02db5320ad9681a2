package org.halomigration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product. What it does stands in {@code routes/} and {@code config/}. */
@SpringBootApplication
public class HaloMigrationApplication {
    public static void main(String[] args) {
        SpringApplication.run(HaloMigrationApplication.class, args);
    }
}
