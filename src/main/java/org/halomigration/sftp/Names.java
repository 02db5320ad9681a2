package org.halomigration.sftp;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What files are called on the server. */
final class Names {
    /** Most bytes of a name on the file systems that matter. */
    private static final int LONGEST = 255;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** Eight characters that no other sender uses. */
    static String token() {
        byte[] token = new byte[4];
        RANDOM.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /** A path as the server wants it: OpenSSH on Windows calls {@code C:/} {@code /C:/}. */
    static String place(String path) {
        String slashes = path.indexOf('\\') > 0 && path.matches("/?[A-Za-z]:.*") ? path.replace('\\', '/') : path;
        return slashes.matches("[A-Za-z]:/.*") ? "/" + slashes : slashes;
    }

    /** The name of a file until it is whole: beside its final one, its sender's own, and no longer than a name may be. */
    static String part(String target, String token) {
        int slash = target.lastIndexOf('/') + 1;
        String name = target.substring(slash);
        while ((token + "." + name + ".part").getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            name = name.substring(Character.charCount(name.codePointAt(0)));
        }
        return target.substring(0, slash) + token + "." + name + ".part";
    }
}
