package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** By TLS from a certificate of one's own, and by an OpenID provider that says who somebody is and in which groups. */
class LoginsFromElsewhereTest {
    private static OidcProvider provider;
    private static LocalCertificate certificate;
    private static ConfigurableApplicationContext application;

    private final Browser browser = new Browser("https://127.0.0.1:" + StartedAlone.port(application), HttpClient.newBuilder().sslContext(certificate.client()));

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        provider = new OidcProvider();
        certificate = LocalCertificate.in(directory);
        List<String> settings = new java.util.ArrayList<>(List.of(provider.properties()));
        settings.addAll(List.of(
                "--halo.web.password=" + WithPages.PASSWORD, "--halo.oidc.claim=groups", "--halo.oidc.roles.movers=operator", "--halo.oidc.roles.[IT/Halo admins]=admin",
                "--server.ssl.bundle=web", "--spring.ssl.bundle.jks.web.keystore.location=file:" + certificate.keyStore(),
                "--spring.ssl.bundle.jks.web.keystore.password=" + LocalCertificate.PASSWORD));
        application = StartedAlone.in(directory, settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        application.close();
        provider.close();
    }

    @Test
    void whatIsSentByTlsSaysSo() throws Exception {
        HttpResponse<String> answer = browser.logIn(WithPages.PASSWORD);

        assertThat(answer.headers().allValues("Set-Cookie")).hasSizeGreaterThanOrEqualTo(2).allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void theCookieComesAlongWhenTheProviderSendsSomebodyBack() throws Exception {
        assertThat(browser.logIn(WithPages.PASSWORD).headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("JSESSIONID"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Lax").contains("HttpOnly"));
    }

    @Test
    void theLoginPageOffersTheProvider() throws Exception {
        assertThat(browser.get("/login").body()).contains("<a href=\"/oauth2/authorization/house\">Log in with The House</a>");
    }

    @Test
    void aGroupGivesItsRole() throws Exception {
        provider.groups = List.of("everybody", "movers");
        assertThat(comesBack().headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).doesNotContain("error"));

        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/support-bundle").statusCode()).isEqualTo(200);
        assertThat(browser.get("/actuator/loggers").statusCode()).isEqualTo(403);
    }

    @Test
    void theHighestOfSeveralRolesCounts() throws Exception {
        provider.groups = List.of("IT/Halo admins", "movers");
        comesBack();

        assertThat(browser.get("/actuator/loggers").statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsOfNoGroupThatHasARoleGetsInNowhere() throws Exception {
        provider.groups = List.of("everybody", "ROLE_ADMIN", "admin");
        comesBack();

        assertThat(browser.get("/").statusCode()).isEqualTo(403);
        assertThat(browser.get("/actuator/prometheus").statusCode()).isEqualTo(403);
    }

    @Test
    void whoeverOnlyPretendsToBeTheProviderIsRefused() throws Exception {
        provider.groups = List.of("movers");
        var own = provider.signs;
        try {
            provider.signs = new RSAKeyGenerator(2048).keyID("one").generate();
            assertThat(comesBack().headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).contains("error"));
        } finally {
            provider.signs = own;
        }

        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    /** To the provider and back, as a browser follows. */
    private HttpResponse<String> comesBack() throws Exception {
        String toProvider = browser.get("/oauth2/authorization/house").headers().firstValue("Location").orElseThrow();
        String back = browser.get(toProvider).headers().firstValue("Location").orElseThrow();
        return browser.get(back);
    }
}
