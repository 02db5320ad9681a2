package org.halomigration.backup;
public record PlanOptions(String database) { public static PlanOptions of(String d) { return new PlanOptions(d);} }
