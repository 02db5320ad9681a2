package org.halomigration.sftp;

import java.util.HashSet;
import java.util.Set;

/** The files that are being sent to a server now, and what it has been said to be like. Guarded by the lock of {@link Connections}. */
final class UnderWay {
    private final Set<Upload> uploads = new HashSet<>();
    private final Set<String> targets = new HashSet<>();
    private final Set<String> said = new HashSet<>();

    /** @return false while another is sent to the same place */
    boolean add(Upload upload) {
        return targets.add(upload.target()) && uploads.add(upload);
    }

    void remove(Upload upload) {
        uploads.remove(upload);
        targets.remove(upload.target());
    }

    boolean isEmpty() {
        return uploads.isEmpty();
    }

    /** Whether there is one that has not failed. */
    boolean anyLeft() {
        return uploads.stream().anyMatch(upload -> !upload.failed());
    }

    int lanesWanted(int most) {
        return uploads.stream().mapToInt(upload -> upload.inOneLane() ? 1 : most).sum();
    }

    void failAll(Exception why) {
        uploads.forEach(upload -> upload.fail(why));
    }

    /** Says it to whoever sends now, once as long as this process runs. @param about what it is about, whatever its words are this time */
    void say(String about, String sentence) {
        if (said.add(about)) {
            uploads.forEach(upload -> upload.notice(sentence));
        }
    }
}
