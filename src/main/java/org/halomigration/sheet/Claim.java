package org.halomigration.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What only one migration may have.
 *
 * @param key which key of the sheet claims it
 * @param what what is claimed, the same text from whichever sheet
 */
record Claim(String key, String what) {

    static List<Claim> of(Migration migration) {
        List<Claim> claims = new ArrayList<>();
        Target target = migration.target();
        if (target != null && target.sql() != null && target.database() != null && target.sql().url() != null) {
            String server = server(target.sql().url());
            claims.add(new Claim("target.database", "database " + target.database().toLowerCase(Locale.ROOT) + " on " + server));
            if (target.uatDatabase() != null) {
                claims.add(new Claim("target.uat-database", "database " + target.uatDatabase().toLowerCase(Locale.ROOT) + " on " + server));
                claims.add(new Claim("target.uat-database", "database " + target.mutingDatabase().toLowerCase(Locale.ROOT) + " on " + server));
            }
        }
        if (target != null && target.landedFiles() != null && target.landedFiles().path() != null) {
            claims.add(new Claim("target.landed-files.path", "directory " + target.landedFiles().path().normalize()));
        }
        LandingZone zone = migration.landingZone();
        if (zone != null && zone.host() != null && zone.directory() != null) {
            claims.add(new Claim("landing-zone.directory",
                    "landing zone " + zone.host().toLowerCase(Locale.ROOT) + ":" + zone.port() + directory(zone.directory())));
        }
        return claims;
    }

    /** Host and instance of a JDBC URL, without the default port. */
    private static String server(String url) {
        String server = url.substring("jdbc:sqlserver://".length()).split(";", 2)[0];
        return server.toLowerCase(Locale.ROOT).replaceFirst(":1433$", "");
    }

    private static String directory(String directory) {
        String plain = ("/" + directory).replaceAll("/+", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
