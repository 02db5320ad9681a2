package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route file is right before it is ever run: for Camel, for the visual editor, and by the rules of this house. */
class RoutesAreValidTest {
    private static final Path STATEMENTS = RouteDocument.FOLDER.resolve("sql/sqlserver");

    /** Statements that no route runs yet, and what they are for. Whoever uses one takes it off. */
    private static final Map<String, String> MEANT_FOR_LATER = Map.of(
            "verify-backup", "whether a landed backup can be read to its end");

    private static final String RIGHT =
            """
            # What stands before the routes stays.
            - route:
                id: look
                group: source
                description: Look
                precondition: "'{{halo.plays-source}}' == 'true'"
                from:
                  id: from-look
                  uri: direct
                  parameters:
                    name: look
                  steps:
                    - toD:
                        id: send
                        uri: sftp
                        parameters:
                          host: "${body.host}"
                          port: "${body.port}"
                          directoryName: acme
                          password: "#${body.name}.password"
                          knownHostsFile: "${body.knownHosts}"
                          useUserKnownHostsFile: "false"
                          strictHostKeyChecking: "yes"
                    - toD:
                        id: run
                        uri: tsql
                        parameters:
                          statement: "use-master,restore-${body.type}"
                          instance: "${body.name}.source"
                          cancel: "${body.cancel}"
                    - to:
                        id: ask
                        uri: sql
                        parameters:
                          query: "file:{{halo.routes}}/sql/sqlserver/database-state.sql"
                          dataSource: "#acme.source"
                    - pollEnrich:
                        id: fetch
                        timeout: "0"
                        expression:
                          simple:
                            expression: "sftp:${body.host}:${body.port}/${body.directory}?knownHostsFile=${body.hosts}&useUserKnownHostsFile=false&strictHostKeyChecking=yes&delete=true"
                    - bean:
                        ref: text
                        method: substring(${body.a[0,1]}, 1)
            """;

    private static List<RouteDocument> documents;
    private static CamelsOwnRules camel;

    @TempDir
    Path directory;

    @BeforeAll
    static void read() {
        documents = RouteDocument.all();
        camel = new CamelsOwnRules();
    }

    @Test
    void forCamelsSchemaAndCatalogue() {
        assertThat(documents).hasSizeGreaterThan(5);
        assertThat(camel.all(documents)).isEmpty();
    }

    /** Two that write the same note at once delete it: the endpoint removes the former file before it renames. */
    @Test
    void onlyTheStageAnnounceWritesIntoTheLandingZoneBesideFiles() {
        assertThat(callers("send-note")).containsOnly("announce.camel.yaml");
        assertThat(callers("announce")).as("a stage of its own, part of no other").isEmpty();
    }

    private static List<String> callers(String route) {
        return documents.stream()
                .flatMap(document -> RouteEndpoint.in(document).stream()
                        .filter(endpoint -> endpoint.uri().equals("direct") && route.equals(endpoint.parameters().get("name")) && !endpoint.place().contains("from-"))
                        .map(endpoint -> document.file().toString().replaceFirst(".*/", "")))
                .toList();
    }

    @Test
    void byTheRulesOfThisHouse() {
        assertThat(HouseRules.breaches(documents)).isEmpty();
    }

    @Test
    void withTheStatementsThatAreThereAndNoOthers() throws IOException {
        for (String dialect : List.of("sqlserver", "rds")) {
            Path folder = RouteDocument.FOLDER.resolve("sql").resolve(dialect);
            List<String> unused = MEANT_FOR_LATER.keySet().stream().map(name -> folder.resolve(name + ".sql")).filter(Files::exists).map(file -> file + ": no route and no class uses it").toList();
            assertThat(new StatementRules(folder, dialect).breaches(documents, Path.of("src/main/java")))
                    .as("What is wrong, and beside it what is known to be unused: " + MEANT_FOR_LATER)
                    .containsExactlyInAnyOrderElementsOf(unused);
        }
    }

    @Test
    void withBeansThatHaveWhatIsCalled() {
        assertThat(BeanRules.ofTheProduct()).containsEntry("work", Work.class).containsKeys("backups", "landing");
        assertThat(new BeanRules(BeanRules.ofTheProduct()).breaches(documents)).isEmpty();
    }

    @Test
    void theRulesTakeWhatIsRight() throws IOException {
        assertThat(complaints(RouteDocument.of("source/look.camel.yaml", RIGHT))).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("      steps:", "      stepz:", "steps"),
                arguments("timeout: \"0\"", "timeout: 0", "timeout"),
                arguments("directoryName: acme", "directoryNames: acme", "directoryNames"),
                arguments("cancel: \"${body.cancel}\"", "cancel: \"maybe\"", "maybe"),
                arguments("instance: \"${body.name}.source\"", "dialect: sqlserver", "instance"),
                arguments("&delete=true", "&delete=perhaps", "perhaps"),
                arguments("uri: tsql", "uri: tsqi", "has no endpoint 'tsqi'"),
                arguments("id: ask", "id: run", "the id 'run' is taken"),
                arguments("    id: look\n", "", "has no id"),
                arguments("    description: Look\n", "", "has no description"),
                arguments("id: look\n", "id: see\n", "should have the name of its first route, 'see'"),
                arguments("uri: sql", "uri: \"sql:SELECT 1\"", "should be the scheme alone"),
                arguments("uri: sql", "uri: sql?x", "should be the scheme alone"),
                arguments("password: \"#${body.name}.password\"", "password: letmein", "should be a #reference"),
                arguments("password: \"#${body.name}.password\"", "password: \"${body.password}\"", "should be a #reference"),
                arguments("strictHostKeyChecking: \"yes\"", "strictHostKeyChecking: \"no\"", "sftp needs strictHostKeyChecking: \"yes\", found no"),
                arguments("&strictHostKeyChecking=yes", "", "sftp needs strictHostKeyChecking: \"yes\", found null"),
                arguments("useUserKnownHostsFile=false&", "", "sftp needs useUserKnownHostsFile"),
                arguments("knownHostsFile: \"${body.knownHosts}\"", "chmod: \"600\"", "sftp needs knownHostsFile"),
                arguments("precondition: \"'{{halo.plays-source}}' == 'true'\"", "autoStartup: \"true\"", "lacks the precondition"),
                arguments("plays-source", "plays-target", "lacks the precondition"),
                arguments("    group: source\n", "    # why\n    group: source\n", ":4: a comment inside"),
                arguments("group: source\n", "group: source # why\n", ":4: a comment inside"),
                arguments("- route:", "- routeTemplate:", "'routeTemplate' is not used here"),
                arguments("name: look\n", "name: see\n", null),
                arguments("sqlserver/database-state.sql", "sqlserver/restore-log.sql", "restore-log.sql has RESTORE"),
                arguments("query: \"file:{{halo.routes}}/sql/sqlserver/database-state.sql\"", "query: alter database x", "has alter"),
                arguments("use-master,", "use-nothing,", "there is no statement"),
                arguments("restore-${body.type}", "restored-${body.type}", "there is no statement"),
                arguments("use-master,", "", "use-master.sql: no route and no class uses it"),
                arguments("ref: text", "ref: texts", "there is no bean 'texts'"),
                arguments("substring(${body.a[0,1]}, 1)", "substring(1, 2, 3)", "no public method substring with 3 parameters"),
                arguments("substring(${body.a[0,1]}, 1)", "substrings(1)", "no public method substrings"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theRulesRefuseWhatIsWrong(String right, String wrong, String complaint) throws IOException {
        assertThat(RIGHT).contains(right);
        String text = RIGHT.replace(right, wrong);
        if (complaint == null) {
            // Its own start moves with it, so nothing is missing until somebody calls.
            text = text + "        - to:\n            id: call\n            uri: direct\n            parameters:\n              name: look\n";
            complaint = "no route starts from direct:look";
        }
        assertThat(String.join("\n", complaints(RouteDocument.of("source/look.camel.yaml", text)))).contains(complaint);
    }

    private List<String> complaints(RouteDocument document) throws IOException {
        for (String statement : List.of("use-master", "restore-log", "database-state")) {
            Files.copy(STATEMENTS.resolve(statement + ".sql"), directory.resolve(statement + ".sql"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<RouteDocument> one = List.of(document);
        List<String> complaints = new ArrayList<>(camel.all(one));
        complaints.addAll(HouseRules.breaches(one));
        complaints.addAll(new StatementRules(directory, "sqlserver").breaches(one, directory));
        complaints.addAll(new BeanRules(Map.of("text", String.class)).breaches(one));
        return complaints;
    }
}
