package org.halomigration.sheet;

/** How to log in to a SQL Server: a {@code jdbc:sqlserver:} URL; username and password are null for integrated and Entra logins by URL. */
public record SqlLogin(String url, String username, Secret password) {}
