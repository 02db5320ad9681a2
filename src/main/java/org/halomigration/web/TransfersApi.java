package org.halomigration.web;

import java.util.Map;
import org.halomigration.migration.Actor;
import org.halomigration.migration.Operations;
import org.halomigration.migration.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pauses, continues and aborts a migration's transfers, for programs. Who may: as every other change, see {@link Access}. */
@RestController
final class TransfersApi {
    private final Operations operations;

    TransfersApi(Operations operations) {
        this.operations = operations;
    }

    @PostMapping("/api/migrations/{name}/transfers/pause")
    Map<String, String> pause(@PathVariable String name) {
        operations.pauseTransfers(name, Actor.now());
        return state(name);
    }

    @PostMapping("/api/migrations/{name}/transfers/continue")
    Map<String, String> goOn(@PathVariable String name) {
        operations.continueTransfers(name, Actor.now());
        return state(name);
    }

    @PostMapping("/api/migrations/{name}/transfers/abort")
    Map<String, String> abort(@PathVariable String name) {
        operations.abortTransfers(name, Actor.now());
        return state(name);
    }

    private Map<String, String> state(String name) {
        return Map.of("migration", name, "transfers", operations.transfers(name));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> refused(Refused why) {
        return ResponseEntity.status(HttpStatus.CONFLICT).body(Map.of("error", why.getMessage()));
    }
}
