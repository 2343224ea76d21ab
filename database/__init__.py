"""PostgreSQL: the embedded server, the connection, migrations."""
