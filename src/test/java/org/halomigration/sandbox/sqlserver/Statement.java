package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** A statement of a batch. */
sealed interface Statement {
    /** Any statement without others inside. */
    record Plain(List<Token> tokens) implements Statement {}

    /** IF; otherwise is null without ELSE. */
    record If(List<Token> condition, Statement then, Statement otherwise) implements Statement {}

    record While(List<Token> condition, Statement body) implements Statement {}

    record Block(List<Statement> statements) implements Statement {}
}
