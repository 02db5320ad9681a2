package org.halomigration.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.sheet.Target.LandedFiles;

/**
 * The backups that have landed, by their manifests alone: what a look without the journal sees. Files that no manifest names are not
 * looked at, as they may still be arriving. Hashes are not worked out.
 *
 * @param files the manifests' files that are here whole, by manifest
 * @param attempt the latest attempt that a manifest is of; 1 where there is none
 * @param unusable a sentence for each manifest or file that cannot be used
 */
public record LandedBackups(List<Manifest.LandedFile> files, int attempt, List<String> unusable) {
    /** @throws IOException saying what to do, when the directory cannot be read */
    public static LandedBackups of(String migration, LandedFiles landed) throws IOException {
        LandedDirectory directory = new LandedDirectory(landed.path());
        List<Manifest.LandedFile> files = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        int attempt = 1;
        for (Path path : directory.list(Manifest.SUFFIX)) {
            String name = path.getFileName().toString();
            try {
                String id = name.substring(0, name.length() - Manifest.SUFFIX.length());
                Manifest manifest = Json.read(directory.read(path), Manifest.class, name);
                manifest.check(id, migration);
                attempt = Math.max(attempt, manifest.attempt());
                for (Manifest.LandedFile file : manifest.files()) {
                    Path data = directory.file(file.name());
                    if (!directory.holds(data)) {
                        unusable.add(file.name() + " is named by the manifest but is not here.");
                    } else if (Files.size(data) != file.size()) {
                        unusable.add(file.name() + ": " + Files.size(data) + " of " + file.size() + " bytes are here.");
                    } else {
                        files.add(file);
                    }
                }
            } catch (Json.Unreadable e) {
                unusable.add(e.getMessage());
            }
        }
        return new LandedBackups(List.copyOf(files), attempt, List.copyOf(unusable));
    }
}
