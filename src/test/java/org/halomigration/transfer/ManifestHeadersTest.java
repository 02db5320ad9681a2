package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.Test;

/** Headers out of a manifest stand for those that Amazon RDS cannot read, and what it cannot restore is refused with the reason. */
class ManifestHeadersTest {
    private static final String ID = "F0000000-0000-4000-8000-000000000001";
    private static final LandedFiles LANDED = new LandedFiles(Path.of("/landing"), null, "arn:aws:s3:::landing/acme/");

    @Test
    void eachRowGetsItsTypeAndItsFilesAddress() throws Exception {
        assertThat(take(2, rows(2, 1))).extracting(row -> row.get("BackupType") + " " + row.get("File")).containsExactly("1 arn:aws:s3:::landing/acme/halo_1.bak", "1 arn:aws:s3:::landing/acme/halo_2.bak");
    }

    @Test
    void whatRdsCannotRestoreIsRefused() {
        refused(1, null, "brings no headers", "source.sql");
        refused(1, List.of(), "brings no headers");
        refused(11, rows(11, 1), "striped over 11 files; Amazon RDS restores at most 10");
        refused(1, rows(1, 3), "number 3 in its file; Amazon RDS restores the first only");
        refused(1, rows(2, 1), "stripe 2, which is not among its files");
    }

    private static void refused(int files, List<Map<String, Object>> rows, String... says) {
        assertThatThrownBy(() -> take(files, rows)).isInstanceOfSatisfying(Landing.Refused.class, refused -> {
            assertThat(refused.resend()).isFalse();
            assertThat(refused.getMessage()).contains(says);
        });
    }

    private static List<Map<String, Object>> rows(int stripes, int position) {
        return IntStream.rangeClosed(1, stripes).mapToObj(stripe -> Map.<String, Object>of("BackupTypeCode", "D", "Position", position, "FamilySequenceNumber", stripe)).toList();
    }

    private static List<Map<String, Object>> take(int files, List<Map<String, Object>> rows) throws Landing.Refused {
        List<Manifest.LandedFile> landed = IntStream.rangeClosed(1, files).mapToObj(stripe -> new Manifest.LandedFile("halo_" + stripe + ".bak", null, 1, "", stripe)).toList();
        Manifest manifest = new Manifest(Manifest.FORMAT, 1, ID, "acme", 1, ID, "full", "Halo", "1", "2", false, landed, rows, OffsetDateTime.now());
        Landing.Delivery delivery = new Landing.Delivery("acme", manifest, new ArrayList<>());
        new ManifestHeaders().take(delivery, LANDED);
        return delivery.headers();
    }
}
