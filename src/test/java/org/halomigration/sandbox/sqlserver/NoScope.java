package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** Definitions know no variables and no session. */
enum NoScope implements Scope {
    INSTANCE;

    @Override
    public SqlSession.Parameter variable(String name) {
        throw Refused.of(137, 15, "Must declare the scalar variable \"" + name + "\".");
    }

    @Override
    public Object global(String name) {
        throw Refused.notUnderstood("@@" + name);
    }

    @Override
    public Object function(String name, List<Object> arguments) {
        throw Refused.notUnderstood(name);
    }

    @Override
    public String database() {
        return "";
    }
}
