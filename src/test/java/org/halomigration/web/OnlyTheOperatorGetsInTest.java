package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithPages
class OnlyTheOperatorGetsInTest {
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
        assertThat(browser.getWithBasic("/", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void theRightPasswordOpensTheMigrations() throws Exception {
        assertThat(browser.loggedIn().get("/").body()).contains("<h1>Migrations</h1>");
        assertThat(new Browser(port).getWithBasic("/", WithPages.PASSWORD).statusCode()).isEqualTo(200);
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
        HttpResponse<String> answer = browser.getWithBasic("/actuator/prometheus", WithPages.PASSWORD);

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
