package org.halomigration.sheet;

import java.time.Duration;
import java.util.List;

/**
 * What only people know and the checks before the migration have to be told.
 *
 * @param newestSourceVersion a year
 * @param integrator {@code present}, {@code absent}, or null while nobody has said
 * @param cloudSyncsByHost null while nobody has said
 */
public record Preflight(
        @Key(value = "Whether encryption (TDE, backups, keys, Halo's stored passwords) was agreed on with the host, so that it is a warning only",
                        byDefault = "no", example = "no")
                Boolean allowEncrypted,
        @Key(value = "The newest SQL Server that the host takes databases from, in quotes", oneOf = {"2012", "2014", "2016", "2017", "2019", "2022", "2025"},
                        byDefault = "\"2019\"", example = "\"2019\"")
                String newestSourceVersion,
        @Key(value = "The version of the hosted Halo, for the upgrade path", example = "\"2.190.1\"") String hostedVersion,
        @Key(value = "Whether an on-premises integrator is there; absent: nobody has said", oneOf = {"present", "absent"}, example = "present") String integrator,
        @Key(value = "Whether the host sets up the cloud synchronisations of `integrations.cloud-syncs`; absent: nobody has said", example = "yes")
                Boolean cloudSyncsByHost,
        @Key(value = "Whether the host has scaled the application servers for the load after the migration", byDefault = "no", example = "no")
                Boolean serversScaled,
        @Key(value = "The name server that is asked for the hosted names, host or host:port; absent: this machine's", format = Format.HOST, example = "198.51.100.53") String nameServer,
        @Key(value = "How long an answer for a hosted name may be kept, so that the switch is seen soon", byDefault = "5m", example = "5m") Duration maxTtl,
        @Key("Names that must point somewhere before certificates are given out") List<Validation> validations) {

    /** The major version of SQL Server that goes by a year. */
    public int newestSourceMajor() {
        return switch (newestSourceVersion) {
            case "2012" -> 11;
            case "2014" -> 12;
            case "2016" -> 13;
            case "2017" -> 14;
            case "2019" -> 15;
            case "2022" -> 16;
            default -> 17;
        };
    }

    /** A CNAME record that proves who a name belongs to. */
    public record Validation(
            @Key(value = "The name", need = Need.ALWAYS, format = Format.HOST, example = "_acme-challenge.help.acme.example") String name,
            @Key(value = "What it must be an alias of", need = Need.ALWAYS, format = Format.HOST, example = "validation.host.example") String alias) {}
}
