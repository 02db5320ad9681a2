package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.halomigration.faults.Running.HeldUp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A route file that is wrong: its line is said, every other route runs, and its own runs once it is right. */
@ExtendWith(Running.Resolver.class)
class AWrongRouteStopsItsOwnStageOnlyTest {
    private final Running running;
    private final Path receive;
    private final String right;

    AWrongRouteStopsItsOwnStageOnlyTest(Running running) throws Exception {
        this.running = running;
        receive = running.routes.resolve("target/receive.camel.yaml");
        right = Files.readString(receive);
    }

    @AfterEach
    void allRoutesAreRight() throws Exception {
        running.until("nothing wrong", () -> running.left().isEmpty() ? receive : null);
        running.restored(running.log());
        running.nothingSaidThatShouldNot();
    }

    @Test
    void whatIsNotYaml() throws Exception {
        stopsAlone("      uri: direct\n", "     uri: direct\n", "This is not YAML: ", "Check this line's indentation and quotes, and the line above.");
    }

    @Test
    void anUnknownEndpointOption() throws Exception {
        stopsAlone("        name: receive", "        blok: true\n        name: receive", "'blok'", "block");
    }

    @Test
    void anUnknownBean() throws Exception {
        stopsAlone("                        ref: landing\n                        method: verify", "                        ref: landings\n                        method: verify", "There is no bean 'landings'.",
                "Correct the name, or declare the bean under 'beans' in this file.");
    }

    /** What runs already goes on as it was. */
    @Test
    void aRouteThatBecomesWrong() throws Exception {
        running.whileBroken(
                () -> Files.writeString(receive, wrong("uri: direct", "uri: derict")),
                () -> {
                    assertThat(said()).contains(place("uri: direct"), "There is no endpoint 'derict'.");
                    running.restored(running.log());
                    return receive;
                },
                () -> Files.writeString(receive, right));
    }

    private void stopsAlone(String text, String instead, String... says) throws Exception {
        HeldUp heldUp = running.whileBroken(
                () -> {
                    running.remove(receive, "receive");
                    Files.writeString(receive, wrong(text, instead));
                },
                () -> {
                    assertThat(said()).contains(place(text)).contains(says);
                    HeldUp waiting = running.heldUp(running.target(), "receive", "'receive' is not loaded", "name the route file and line that is invalid");
                    running.until("it is sent", () -> running.source().sql()
                            .sql("SELECT s.state FROM backup_set s JOIN transfer t ON t.migration = s.migration AND t.set_id = s.id WHERE t.landed_name = ? AND s.state = 'sent'")
                            .params(waiting.file())
                            .query(String.class)
                            .optional()
                            .orElse(null));
                    return waiting;
                },
                () -> Files.writeString(receive, right));
        running.goesOn(running.target(), heldUp);
    }

    private String wrong(String text, String instead) {
        assertThat(right).contains(text);
        return right.replaceFirst(java.util.regex.Pattern.quote(text), java.util.regex.Matcher.quoteReplacement(instead));
    }

    private String said() {
        List<String> problems = running.until("a problem of " + receive, () -> {
            List<String> now = running.left();
            return now.isEmpty() ? null : now;
        });
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    /** The file and the line on which that text stands first. */
    private String place(String text) {
        return receive + ":" + (right.substring(0, right.indexOf(text)).chars().filter(c -> c == '\n').count() + 1) + ": ";
    }
}
