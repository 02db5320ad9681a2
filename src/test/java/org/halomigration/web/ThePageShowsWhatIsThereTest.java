package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithPages
class ThePageShowsWhatIsThereTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>";

    @LocalServerPort
    int port;

    @Autowired
    Shown shown;

    Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser(port).loggedIn();
    }

    @AfterEach
    void clear() {
        shown.nothing();
    }

    @Test
    void aRowForEachMigration() throws Exception {
        shown.rows = List.of(Shown.row("acme", 2, "restored log 10"), Shown.row("beta", 0, "sent log 11"));

        String page = browser.get("/").body().replaceAll("\\s+", " ");

        assertThat(page).contains("<tr class=\"attention\"> <th scope=\"row\">acme</th> <td>standing-by</td> <td class=\"number\">12</td> "
                + "<td class=\"number\">11</td> <td class=\"number\">10</td> <td class=\"number\">2</td>");
        assertThat(page).contains("<tr> <th scope=\"row\">beta</th>");
        assertThat(page).contains("<time datetime=\"2026-12-04T20:00:00Z\">").contains("<span>restored log 10</span>");
        assertThat(page).doesNotContain("No migration yet");
    }

    @Test
    void openFindingsAreListedWithTheirNextStep() throws Exception {
        shown.rows = List.of(Shown.row("acme", 1, "restored log 10"));
        shown.findings = List.of(new Overview.Finding("acme", "failed", "push: the landing zone is full", "Make room."));

        assertThat(browser.get("/").body().replaceAll("\\s+", " "))
                .contains("<th scope=\"row\">acme</th> <td>failed</td> <td>push: the landing zone is full</td> <td>Make room.</td>");
    }

    @Test
    void aMigrationWithoutAnEventSaysSo() throws Exception {
        shown.rows = List.of(new Overview.Row("new", "preparing", 0, 0, 0, 0, null, null));

        assertThat(browser.get("/").body()).contains("nothing yet");
    }

    @Test
    void noMigrationIsExplained() throws Exception {
        assertThat(browser.get("/").body()).contains("No migration yet").doesNotContain("<table>");
    }

    @Test
    void filesThatAreLeftOutAreNamed() throws Exception {
        shown.problems = List.of(new Overview.Problem("config/migrations/acme.yaml:14", "source.database: expected a name, found nothing."));

        String page = browser.get("/").body();

        assertThat(page).contains("2 files are left out")
                .contains("src/test/resources/pages/routes/wrong.camel.yaml:10")
                .contains("There is no bean &#39;nobodyHasIt&#39;.")
                .contains("config/migrations/acme.yaml:14")
                .contains("source.database: expected a name, found nothing.");
    }

    @Test
    void healthNamesThemToo() throws Exception {
        HttpResponse<String> answer = browser.get("/actuator/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"warning\":\"1 left out\"").contains("wrong.camel.yaml:10: There is no bean 'nobodyHasIt'.");
    }

    @Test
    void anUnreadableJournalIsSaidWithoutItsInsides() throws Exception {
        shown.failure = new IllegalStateException("jdbc:h2:file:/secret/place");

        HttpResponse<String> answer = browser.get("/");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("The journal cannot be read").doesNotContain("secret").doesNotContain("No migration yet");
    }

    @Test
    void whatComesFromOutsideStaysText() throws Exception {
        shown.rows = List.of(new Overview.Row(EVIL, EVIL, 0, 0, 0, 1, java.time.Instant.EPOCH, EVIL));
        shown.problems = List.of(new Overview.Problem(EVIL, EVIL));
        shown.findings = List.of(new Overview.Finding(EVIL, EVIL, EVIL, EVIL));

        String page = browser.get("/").body();

        assertThat(page).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(page.split("&lt;img src=x", -1)).hasSize(10);
    }

    @Test
    void noPageRunsAScriptOrAStyleOfItsOwn() throws Exception {
        for (String path : List.of("/", "/login", "/no-such-page")) {
            HttpResponse<String> answer = browser.get(path);

            assertThat(answer.headers().allValues("Content-Security-Policy")).singleElement().asString()
                    .contains("default-src 'none'").doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.body()).doesNotContain("<script").doesNotContain("style=").doesNotContain("<style");
        }
        assertThat(browser.get("/halo.css").body()).contains("prefers-color-scheme: dark");
    }
}
