package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Route;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ASavedRouteIsLiveTest {
    @TempDir
    Path folder;

    private RunningCamel running;

    @BeforeEach
    void start() throws Exception {
        save("speak", route("speak", "first"));
        save("other", route("other", "other"));
        running = new RunningCamel(folder);
        running.files.loadAll();
        running.camel.addService(new RouteWatch(folder, running.files));
        running.told.clear();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void anEditTakesEffectAndTheOtherRouteIsNotTouched() throws Exception {
        Route other = running.camel.getRoute("other");

        save("speak", route("speak", "second"));

        eventually(() -> assertThat(running.ask("speak")).isEqualTo("second"));
        assertThat(running.camel.getRoute("other")).isSameAs(other);
        eventually(() -> assertThat(running.told).singleElement().asString().startsWith("route speak.camel.yaml "));
    }

    @Test
    void aBrokenSaveKeepsTheFormerRouteAndItsRepairTakesEffectAtOnce() throws Exception {
        Route former = running.camel.getRoute("speak");

        save("speak", route("speak", "second").replace("expression: second", "expresion: second"));
        eventually(() -> assertThat(running.messages()).containsExactly("10: This is not a route that Camel knows: Unsupported field: expresion."));
        assertThat(running.ask("speak")).isEqualTo("first");
        assertThat(running.camel.getRoute("speak")).isSameAs(former);
        assertThat(running.told).isEmpty();

        save("speak", route("speak", "third"));
        eventually(() -> assertThat(running.ask("speak")).isEqualTo("third"));
        assertThat(running.messages()).isEmpty();
    }

    @Test
    void aWrongExpressionIsSeenBeforeTheFormerRouteStops() throws Exception {
        Route former = running.camel.getRoute("speak");

        save("speak", """
                - route:
                    id: speak
                    from:
                      uri: direct
                      parameters:
                        name: speak
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: "${body} =! 'x'"
                                steps:
                                  - log:
                                      message: never
                """);

        eventually(() -> assertThat(running.messages()).containsExactly("12: The expression \"${body} =! 'x'\" cannot be read. Unexpected token =."));
        assertThat(running.camel.getRoute("speak")).isSameAs(former);
    }

    @Test
    void aSaveThatCannotStartBringsTheFormerRouteBack() throws Exception {
        save("speak", """
                - route:
                    id: speak
                    from:
                      uri: file
                      parameters:
                        directoryName: target/does-not-exist
                        autoCreate: "false"
                        startingDirectoryMustExist: "true"
                      steps:
                        - log:
                            message: never
                """);

        eventually(() -> assertThat(running.messages()).containsExactly("6: Camel refuses it: Starting directory does not exist: target/does-not-exist."));
        assertThat(running.ask("speak")).isEqualTo("first");
    }

    @Test
    void aNewFileIsPickedUp() throws Exception {
        save("added", route("added", "new here"));

        eventually(() -> assertThat(running.camel.getRoute("added")).isNotNull());
        assertThat(running.ask("added")).isEqualTo("new here");
        assertThat(running.messages()).isEmpty();
    }

    @Test
    void aDeletedFileTakesItsRoutesAway() throws Exception {
        Files.delete(folder.resolve("speak.camel.yaml"));

        eventually(() -> assertThat(running.camel.getRoute("speak")).isNull());
        assertThat(running.camel.getRouteDefinition("speak")).isNull();
        assertThat(running.ask("other")).isEqualTo("other");
    }

    @Test
    void aRenamedFileKeepsItsRoute() throws Exception {
        Files.move(folder.resolve("speak.camel.yaml"), folder.resolve("talk.camel.yaml"));

        eventually(() -> assertThat(running.told).singleElement().asString().startsWith("route talk.camel.yaml "));
        assertThat(running.ask("speak")).isEqualTo("first");
        assertThat(running.messages()).isEmpty();
    }

    @Test
    void aRouteThatIsRenamedInItsFileReplacesItsFormerSelf() throws Exception {
        save("speak", route("talk", "renamed"));

        eventually(() -> assertThat(running.camel.getRoute("talk")).isNotNull());
        assertThat(running.ask("talk")).isEqualTo("renamed");
        assertThat(running.camel.getRoute("speak")).isNull();
    }

    @Test
    void workInFlightInAnotherRouteGoesOn() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        running.camel.getRegistry().bind("gate", (org.apache.camel.Processor) exchange -> {
            entered.countDown();
            released.await();
        });
        save("other", route("other", "done").replace("      steps:\n", "      steps:\n        - process:\n            ref: gate\n"));
        eventually(() -> assertThat(running.told).hasSize(1));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<String> inFlight = caller.submit(() -> running.ask("other"));
            entered.await();

            save("speak", route("speak", "second"));
            eventually(() -> assertThat(running.ask("speak")).isEqualTo("second"));

            assertThat(inFlight).isNotDone();
            released.countDown();
            assertThat(inFlight.get()).isEqualTo("done");
        } finally {
            released.countDown();
            caller.shutdown();
        }
    }

    @Test
    void aChangedStatementIsTold() throws Exception {
        Files.writeString(folder.resolve("one.sql"), "SELECT 2");

        eventually(() -> assertThat(running.told).singleElement().asString().startsWith("statement one.sql "));
    }

    private void save(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file + ".camel.yaml"), text);
    }

    private static String route(String id, String answer) {
        return """
                - route:
                    id: %s
                    from:
                      uri: direct
                      parameters:
                        name: %s
                      steps:
                        - setBody:
                            constant:
                              expression: %s
                """.formatted(id, id, answer);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).ignoreExceptions().untilAsserted(assertion);
    }
}
