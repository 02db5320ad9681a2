package org.halomigration.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.sheet.Target.LandedFiles;
import org.halomigration.transfer.Landing.Delivery;

/**
 * Header rows that travelled in the manifest, for Amazon RDS, which reads none from a file: the bean {@code manifestHeaders}. They are
 * the source's msdb rows.
 */
public final class ManifestHeaders {
    private static final int MOST_STRIPES = 10;
    private static final Map<String, Integer> TYPES = Map.of("D", 1, "L", 2, "F", 4, "I", 5, "G", 6, "P", 7, "Q", 8);

    /**
     * Adds the rows to the delivery, each with its file's address in S3.
     *
     * @throws Landing.Refused when there are none, or RDS cannot restore such a set
     */
    public void take(Delivery delivery, LandedFiles landed) throws Landing.Refused {
        Manifest manifest = delivery.manifest();
        List<Map<String, Object>> rows = manifest.headers();
        if (rows == null || rows.isEmpty()) {
            throw new Landing.Refused("The manifest brings no headers, and Amazon RDS reads none from a file. Give the source a login (source.sql): its msdb knows them. Then take a new full backup.", false);
        }
        if (manifest.files().size() > MOST_STRIPES) {
            throw new Landing.Refused("The backup set is striped over %d files; Amazon RDS restores at most %d. Take a new backup into fewer files.".formatted(manifest.files().size(), MOST_STRIPES), false);
        }
        for (Map<String, Object> row : rows) {
            if (!"1".equals(String.valueOf(row.get("Position")))) {
                throw new Landing.Refused("The backup set is number %s in its file; Amazon RDS restores the first only. Back up into a file of its own each time.".formatted(row.get("Position")), false);
            }
            Map<String, Object> header = new LinkedHashMap<>(row);
            header.put("BackupType", TYPES.get(String.valueOf(row.get("BackupTypeCode")).strip()));
            header.put("File", address(landed, file(manifest, row)));
            delivery.headers().add(header);
        }
    }

    private static String address(LandedFiles landed, String name) {
        return landed.forSqlServer().replaceFirst("/$", "") + "/" + name;
    }

    private static String file(Manifest manifest, Map<String, Object> row) throws Landing.Refused {
        return manifest.files().stream()
                .filter(file -> Integer.toString(file.sequence()).equals(String.valueOf(row.get("FamilySequenceNumber"))))
                .map(Manifest.LandedFile::name)
                .findFirst()
                .orElseThrow(() -> new Landing.Refused("The manifest's headers name stripe " + row.get("FamilySequenceNumber") + ", which is not among its files.", false));
    }
}
