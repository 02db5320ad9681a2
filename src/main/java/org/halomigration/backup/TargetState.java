package org.halomigration.backup;
public record TargetState(String name, String state) { public static TargetState absent(String n) { return new TargetState(n, "absent"); } public static TargetState of(String n, String s, String a, String b, String c, String d) { return new TargetState(n, s);} }
