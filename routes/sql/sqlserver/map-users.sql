-- Gives users of a restored database the logins that have their names here: SIDs differ between instances.
:each(users | ALTER USER :[user] WITH LOGIN = :[login] | ;)
