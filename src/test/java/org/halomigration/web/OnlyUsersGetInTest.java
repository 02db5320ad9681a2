package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithPages
class OnlyUsersGetInTest {
    @LocalServerPort
    int port;

    Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator", "/actuator/info", "/actuator/prometheus", "/actuator/hawtio/", "/actuator/hawtio/index.html", "/no-such-page"})
    void aStrangerIsSentToTheLogin(String path) throws Exception {
        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
        assertThat(browser.getAsScript(path).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void healthIsOpenButTellsAStrangerOnlyTheStatus(String path) throws Exception {
        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"UP\"").doesNotContain("wrong.camel.yaml");
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        HttpResponse<String> answer = browser.logIn("wrong");

        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login?error"));
        assertThat(browser.get("/login?error").body()).contains("Name or password is wrong.");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void theRightPasswordOpensTheMigrations() throws Exception {
        assertThat(browser.loggedIn().get("/").body()).contains("<h1>Migrations</h1>");
    }

    @Test
    void aTokenOpensWhatItsRoleMayAndNothingElse() throws Exception {
        assertThat(browser.withToken("GET", "/actuator/prometheus", WithPages.VIEWERS_TOKEN).statusCode()).isEqualTo(200);
        assertThat(browser.withToken("POST", "/", WithPages.VIEWERS_TOKEN).statusCode()).isEqualTo(403);
        assertThat(browser.withToken("GET", "/support-bundle", WithPages.VIEWERS_TOKEN).statusCode()).isEqualTo(403);
    }

    @Test
    void anUnknownTokenIsRefusedEvenInASession() throws Exception {
        browser.loggedIn();
        for (String token : List.of("guessed", "", WithPages.VIEWERS_TOKEN_SHA256)) {
            HttpResponse<String> answer = browser.withToken("GET", "/", token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(how -> assertThat(how).startsWith("Bearer"));
            assertThat(browser.withToken("POST", "/logout", token).statusCode()).as("a session's deed without its CSRF token").isEqualTo(401);
        }
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenMakesNoSession() throws Exception {
        assertThat(browser.withToken("GET", "/", WithPages.VIEWERS_TOKEN).statusCode()).isEqualTo(200);

        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void theLoginBelongsToItsPage() throws Exception {
        assertThat(browser.postJson("/login", "", null).statusCode()).isEqualTo(403);
    }

    @Test
    void theSessionCannotBeReadByAScriptNorSentByAnotherSite() throws Exception {
        HttpResponse<String> answer = browser.logIn(WithPages.PASSWORD);

        assertThat(answer.headers().allValues("Set-Cookie")).filteredOn(cookie -> cookie.startsWith("JSESSIONID"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict"));
    }

    @Test
    void prometheusIsThereAfterTheLogin() throws Exception {
        HttpResponse<String> answer = browser.loggedInAs("vera").get("/actuator/prometheus");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("jvm_memory_used_bytes").contains("camel_routes_running_routes");
    }

    @Test
    void whatIsNotThereIsNotFoundRatherThanForbidden() throws Exception {
        HttpResponse<String> answer = browser.loggedIn().get("/no-such-page");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such page");
    }

    @Test
    void theLogoutEndsTheSession() throws Exception {
        browser.loggedIn();
        assertThat(browser.postJson("/logout", "", null).statusCode()).isEqualTo(403);

        browser.postJson("/logout", "", browser.cookie("XSRF-TOKEN"));

        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }
}
