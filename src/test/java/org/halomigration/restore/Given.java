package org.halomigration.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Reading;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.SheetReader;

/** The migration {@code acme} as a target reads it. */
final class Given {
    private Given() {}

    /** @param more lines below {@code target} */
    static Migration target(Path directory, String... more) throws IOException {
        Path file = directory.resolve("acme.yaml");
        Files.writeString(file, """
                customer: {name: Acme Ltd}
                source: {database: Halo}
                target:
                  database: acme_halo
                  sql: {url: "jdbc:sqlserver://127.0.0.1;integratedSecurity=true"}
                """ + (String.join("\n", more).contains("landed-files") ? "" : "  landed-files: {path: '" + directory + "'}\n") + String.join("\n", more).indent(2) + "checks: {}\n");
        Reading reading = new SheetReader(name -> null).read(file, Role.TARGET);
        return reading.migration().orElseThrow(() -> new IllegalArgumentException(reading.problems().toString()));
    }
}
