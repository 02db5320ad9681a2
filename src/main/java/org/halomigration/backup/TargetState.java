package org.halomigration.backup;
public record TargetState(String name, String state, String redo) { public static TargetState absent(String n) { return new TargetState(n, "absent", null); } public static TargetState of(String n, String s, String redo, String b, String c, String d) { return new TargetState(n, s, redo);} }
