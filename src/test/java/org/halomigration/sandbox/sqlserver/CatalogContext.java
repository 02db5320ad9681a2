package org.halomigration.sandbox.sqlserver;

/** Who asks a system view, and in which database. */
record CatalogContext(Instance server, Session session, Database database) {}
