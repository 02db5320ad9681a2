package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** What a statement may ask of the session that runs it. */
interface Scope {
    /** A declared variable or parameter. @throws Refused 137 */
    SqlSession.Parameter variable(String name);

    /** {@code @@NAME}. @throws Refused when the sandbox does not know it */
    Object global(String name);

    /** A system function of constant arguments; the name is in upper case. Null stands for SQL's null. */
    Object function(String name, List<Object> arguments);

    String database();
}
