package org.halomigration.sheet;

import java.util.List;
import java.util.Locale;

/**
 * How to log in to a SQL Server: a {@code jdbc:sqlserver:} URL; username and password are null for integrated and Entra logins by URL.
 *
 * @param url holds no secret, so it may be shown
 */
public record SqlLogin(
        @Key(value = "The server, as a JDBC URL of Microsoft's driver, with its properties but without a password", need = Need.ALWAYS,
                        format = Format.JDBC_URL, example = "\"jdbc:sqlserver://sql01\\\\HALO;encrypt=true\"")
                String url,
        @Key(value = "The SQL login's name; absent for integrated (`;integratedSecurity=true`) and Entra logins (`;authentication=ActiveDirectory…`)",
                        example = "halo_migration")
                String username,
        @Key(value = "Its password; present exactly when `username` is", example = "\"${ACME_SOURCE_PASSWORD}\"") Secret password)
        implements Ruled {

    @Override
    public List<Breach> breaches(Role role) {
        if ((username == null) != (password == null)) {
            return List.of(new Breach(
                    username == null ? "username" : "password", "username and password, or neither", username == null ? "only a password" : "only a username"));
        }
        String properties = url.toLowerCase(Locale.ROOT).replace(" ", "");
        boolean byUrl = properties.contains(";integratedsecurity=true") || properties.contains(";authentication=");
        return username != null || byUrl
                ? List.of()
                : List.of(new Breach("username", "a username and password, or a login by URL (;integratedSecurity=true or ;authentication=…)", "neither"));
    }
}
