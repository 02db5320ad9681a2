package org.halomigration.backup;
import java.util.*;
public class Planner { public static Plan plan(Collection<BackupSet> s, TargetState t, PlanOptions o) { return new Plan(List.of(), List.of(), List.of()); } }
