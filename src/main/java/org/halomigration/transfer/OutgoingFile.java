package org.halomigration.transfer;

import java.nio.file.Path;
import java.time.Instant;
import org.halomigration.sftp.Outgoing;

/**
 * A backup file on its way: the body that the SFTP endpoint sends, if it is still the one that was found.
 *
 * @param transfer the journal's row
 * @param setId the backup set it belongs to
 * @param name its name in the landing zone
 * @param size in bytes
 * @param modified in milliseconds, as the journal keeps it
 * @param urgent whether it goes before what is not
 */
public record OutgoingFile(long transfer, String migration, String setId, Path path, String name, long size, Instant modified, boolean urgent) implements Outgoing {
    @Override
    public String toString() {
        return name;
    }
}
