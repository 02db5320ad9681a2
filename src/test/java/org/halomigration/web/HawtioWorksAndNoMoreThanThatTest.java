package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WithPages
class HawtioWorksAndNoMoreThanThatTest {
    private static final String JOLOKIA = "/actuator/hawtio/jolokia";

    @LocalServerPort
    int port;

    @Autowired
    CamelContext camel;

    Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser(port).loggedIn();
    }

    @Test
    void itsPageOpensWithItsOwnPolicy() throws Exception {
        HttpResponse<String> answer = browser.get("/actuator/hawtio/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<base href=\"/actuator/hawtio/\"");
        assertThat(answer.headers().allValues("Content-Security-Policy")).singleElement().asString().doesNotContain("default-src 'none'");
    }

    @Test
    void itFindsJolokiaWhereItLooksForIt() throws Exception {
        // Hawtio asks with a GET and takes 403 for "it is there".
        assertThat(browser.getAsScript(JOLOKIA).statusCode()).isEqualTo(403);
    }

    @Test
    void itListsTheRoutesOfThisContext() throws Exception {
        String list = ask("{\"type\":\"list\"}");

        assertThat(list).contains("type=routes").contains("\\\"right\\\"").contains("\"status\":200");
        assertThat(list).doesNotContain("HotSpotDiagnostic").doesNotContain("DiagnosticCommand");
    }

    @Test
    void itReadsAndStopsARoute() throws Exception {
        String route = "org.apache.camel:context=" + camel.getManagementName() + ",type=routes,name=\\\"right\\\"";
        assertThat(ask("{\"type\":\"read\",\"mbean\":\"" + route + "\",\"attribute\":\"State\"}")).contains("\"value\":\"Started\"");

        assertThat(ask("{\"type\":\"exec\",\"mbean\":\"" + route + "\",\"operation\":\"stop()\"}")).contains("\"status\":200");
        assertThat(camel.getRouteController().getRouteStatus("right").isStopped()).isTrue();
        assertThat(ask("{\"type\":\"exec\",\"mbean\":\"" + route + "\",\"operation\":\"start()\"}")).contains("\"status\":200");
    }

    @Test
    void itSeesWhatIsDueAndWhen() throws Exception {
        assertThat(ask("{\"type\":\"search\",\"mbean\":\"quartz:*\"}")).contains("name=source-quick").contains("name=target-restores");
        assertThat(ask("{\"type\":\"read\",\"mbean\":\"quartz:type=QuartzScheduler,name=source-quick,*\",\"attribute\":\"AllJobDetails\"}")).contains("\"status\":200");
    }

    @Test
    void withoutTheTokenNothingIsAsked() throws Exception {
        assertThat(browser.postJson(JOLOKIA, "{\"type\":\"version\"}", null).statusCode()).isEqualTo(403);
        assertThat(browser.postJson("/actuator/jolokia", "{\"type\":\"version\"}", null).statusCode()).isEqualTo(403);
        assertThat(browser.postJson(JOLOKIA, "{\"type\":\"version\"}", "guessed").statusCode()).isEqualTo(403);
    }

    @Test
    void theJvmsPropertiesDoNotComeAlongWithAReadOfEverything() throws Exception {
        String answer = ask("{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"config\":{\"ignoreErrors\":true}}");

        assertThat(answer).contains("Uptime").doesNotContain("java.class.path\":");
    }

    @Test
    void itsProxyToOtherHostsIsShut() throws Exception {
        assertThat(browser.get("/actuator/hawtio/proxy/http/127.0.0.1/" + port + "/").statusCode()).isEqualTo(403);
    }

    private String ask(String request) throws Exception {
        return browser.postJson(JOLOKIA, request).body();
    }
}
