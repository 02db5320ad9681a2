package org.halomigration.command;

import java.util.ArrayList;
import java.util.List;

/** What is printed and laid beside the telephone: parts in order, each with its steps. */
record Card(String title, List<Part> parts) {
    /**
     * @param lead what to know before its first step; empty for nothing
     */
    record Part(String heading, String lead, List<Step> steps) {}

    /**
     * @param where on which machine or server; empty where that is plain
     * @param lines to be run as they stand; empty where the words say all
     */
    record Step(String words, String where, List<String> lines) {}

    /** A part that is being written. */
    static final class Writing {
        private final String heading;
        private final String lead;
        private final List<Step> steps = new ArrayList<>();

        Writing(String heading, String lead) {
            this.heading = heading;
            this.lead = lead;
        }

        Writing say(String words) {
            steps.add(new Step(words, "", List.of()));
            return this;
        }

        Writing run(String words, String where, List<String> lines) {
            steps.add(new Step(words, where, List.copyOf(lines)));
            return this;
        }

        Part part() {
            return new Part(heading, lead, List.copyOf(steps));
        }
    }
}
