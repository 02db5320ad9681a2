package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.halomigration.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.Arguments;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each role against each thing, over HTTP, each in a session of its own. */
@WithPages
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EachRoleReachesItsOwnTest {
    private static final Map<String, String> USERS = Map.of("viewer", "vera", "operator", "otto", "admin", "operator");
    private static final String ROUTE = "org.apache.camel:context=CONTEXT,type=routes,name=\"right\"";
    private static final String CAMEL = "org.apache.camel:context=CONTEXT,type=context,name=\"NAME\"";
    /** None of this name is there, in whichever product this virtual machine runs beside. */
    private static final String MIGRATION = "org.halomigration:type=Migration,name=\"nobody\"";

    @LocalServerPort
    int port;

    @Autowired
    CamelContext camel;

    @Autowired
    List<Journal> journals;

    private final Map<String, Browser> sessions = new ConcurrentHashMap<>();

    /** What each may get: a status; a stranger is sent to the login by 302. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,  /,                                        302, 200, 200, 200",
        "GET,  /no-such-page,                            302, 404, 404, 404",
        "GET,  /actuator/health,                         200, 200, 200, 200",
        "GET,  /actuator/info,                           302, 200, 200, 200",
        "GET,  /actuator/prometheus,                     302, 200, 200, 200",
        "GET,  /actuator/hawtio/index.html,              302, 200, 200, 200",
        "GET,  /actuator/jolokia,                        302, 403, 403, 403",
        "GET,  /actuator/hawtio/jolokia/version,         302, 403, 403, 403",
        "GET,  /actuator/hawtio/proxy/http/127.0.0.1/,   302, 403, 403, 403",
        "GET,  /actuator/loggers,                        302, 403, 403, 200",
        "POST, /actuator/loggers/org.halomigration.none, 401, 403, 403, 204",
        "POST, /actuator/loggers/org.apache.hc.client5.http.wire, 401, 403, 403, 403",
        "GET,  /support-bundle,                          302, 403, 200, 200",
        "POST, /no-such-deed,                            401, 403, 404, 404",
        "POST, /,                                        401, 403, 405, 405",
    })
    void byAddress(String method, String path, int stranger, int viewer, int operator, int admin) throws Exception {
        assertThat(status(new Browser(port), method, path)).as("a stranger").isEqualTo(stranger);
        assertThat(status(as("viewer"), method, path)).as("a viewer").isEqualTo(viewer);
        assertThat(status(as("operator"), method, path)).as("an operator").isEqualTo(operator);
        assertThat(status(as("admin"), method, path)).as("an admin").isEqualTo(admin);
    }

    private static int status(Browser browser, String method, String path) throws Exception {
        browser.get("/login");
        return (method.equals("GET") ? browser.get(path) : browser.postJson(path, "{}")).statusCode();
    }

    static Stream<Arguments> jmx() {
        return Stream.of(
                // What it is, the request, and the status that viewer, operator and admin get. 404: allowed, and not there.
                Arguments.of("a list", ask("list"), 200, 200, 200),
                Arguments.of("a route's state", read(ROUTE, "State"), 200, 200, 200),
                Arguments.of("a route's counters", read(ROUTE, "ExchangesTotal"), 200, 200, 200),
                Arguments.of("a route's endpoint", read(ROUTE, "EndpointUri"), 403, 200, 200),
                Arguments.of("a migration's phase", read(MIGRATION, "Phase"), 404, 404, 404),
                Arguments.of("the JVM's uptime", read("java.lang:type=Runtime", "Uptime"), 403, 200, 200),
                Arguments.of("the JVM's properties", read("java.lang:type=Runtime", "SystemProperties"), 403, 403, 403),
                Arguments.of("the JVM's arguments", read("java.lang:type=Runtime", "InputArguments"), 403, 403, 403),
                Arguments.of("a pool's settings", read("com.zaxxer.hikari:type=Pool (x)", "IdleConnections"), 403, 403, 403),
                Arguments.of("the picture of routes", exec(CAMEL, "dumpRoutesAsXml()"), 403, 200, 200),
                Arguments.of("a cutover", exec(MIGRATION, "cutover"), 403, 404, 404),
                Arguments.of("a backout", exec(MIGRATION, "backOut()"), 403, 404, 404),
                Arguments.of("stopping a route", exec(ROUTE, "stop()"), 403, 403, 200),
                Arguments.of("starting a route", exec(ROUTE, "start()"), 403, 403, 200),
                Arguments.of("removing a route", exec(ROUTE, "remove()"), 403, 403, 403),
                Arguments.of("another route's text", exec(ROUTE, "updateRouteFromXml(java.lang.String)"), 403, 403, 403),
                Arguments.of("stopping Camel", exec(CAMEL, "stop()"), 403, 403, 403),
                Arguments.of("a message into a shell", exec(CAMEL, "sendStringBody(java.lang.String,java.lang.String)"), 403, 403, 403),
                Arguments.of("what messages carry", exec("org.apache.camel:context=CONTEXT,type=tracer,name=BacklogTracer", "dumpAllTracedMessagesAsXml()"), 403, 403, 403),
                Arguments.of("tracing", write("org.apache.camel:context=CONTEXT,type=tracer,name=BacklogTracer", "Enabled"), 403, 403, 403),
                Arguments.of("a property of Camel", write(CAMEL, "Tracing"), 403, 403, 403),
                Arguments.of("a heap dump", exec("com.sun.management:type=HotSpotDiagnostic", "dumpHeap"), 403, 403, 403),
                Arguments.of("a diagnostic command", exec("com.sun.management:type=DiagnosticCommand", "vmSystemProperties"), 403, 403, 403),
                Arguments.of("Boot's environment", exec("org.springframework.boot:type=Endpoint,name=Env", "environment"), 403, 403, 403),
                Arguments.of("a scheduler's end", exec("quartz:type=QuartzScheduler,name=source-quick", "shutdown"), 403, 403, 403));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jmx")
    void byJmx(String what, String request, int viewer, int operator, int admin) throws Exception {
        assertThat(jmxStatus(as("viewer"), request)).as("a viewer").isEqualTo(viewer);
        assertThat(jmxStatus(as("operator"), request)).as("an operator").isEqualTo(operator);
        assertThat(jmxStatus(as("admin"), request)).as("an admin").isEqualTo(admin);
    }

    @Test
    void anAdminsDeedsAreInTheJournalUnderTheAdminsName() throws Exception {
        Browser admin = as("admin");
        assertThat(jmxStatus(admin, exec(ROUTE, "stop()"))).isEqualTo(200);
        assertThat(jmxStatus(admin, exec(ROUTE, "start()"))).isEqualTo(200);
        assertThat(admin.postJson("/actuator/loggers/org.halomigration.none", "{\"configuredLevel\": \"DEBUG\"}").statusCode()).isEqualTo(204);

        assertThat(journals.get(0).sql().sql("SELECT actor || ' | ' || kind || ' | ' || text FROM event WHERE actor IS NOT NULL ORDER BY id DESC LIMIT 3").query(String.class).list())
                .containsExactly(
                        "operator | process.log-level | log level of org.halomigration.none changed: {\"configuredLevel\": \"DEBUG\"}",
                        "operator | route.started | route right started",
                        "operator | route.stopped | route right stopped");
    }

    private Browser as(String role) throws Exception {
        if (!sessions.containsKey(role)) {
            sessions.put(role, new Browser(port).loggedInAs(USERS.get(role)));
        }
        return sessions.get(role);
    }

    private int jmxStatus(Browser browser, String request) throws Exception {
        HttpResponse<String> answer = browser.postJson("/actuator/hawtio/jolokia", request.replace("CONTEXT", camel.getManagementName()).replace("NAME", camel.getName()));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Integer.parseInt(answer.body().replaceAll("(?s).*\"status\":(\\d+).*", "$1"));
    }

    private static String ask(String type) {
        return "{\"type\":\"" + type + "\"}";
    }

    private static String read(String mbean, String attribute) {
        return "{\"type\":\"read\",\"mbean\":\"" + escaped(mbean) + "\",\"attribute\":\"" + attribute + "\"}";
    }

    private static String write(String mbean, String attribute) {
        return "{\"type\":\"write\",\"mbean\":\"" + escaped(mbean) + "\",\"attribute\":\"" + attribute + "\",\"value\":true}";
    }

    private static String exec(String mbean, String operation) {
        return "{\"type\":\"exec\",\"mbean\":\"" + escaped(mbean) + "\",\"operation\":\"" + operation + "\",\"arguments\":[]}";
    }

    private static String escaped(String mbean) {
        return mbean.replace("\"", "\\\"");
    }
}
