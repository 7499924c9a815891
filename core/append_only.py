"""Tables that only grow: the database itself refuses to change or remove their rows."""


def guard(connection, table):
    """Make the database refuse UPDATE, DELETE and TRUNCATE on `table`; called by migrations.

    On SQLite a batch operation rebuilds the table and drops its guard: such a migration calls this again.
    """
    for statement in _statements(connection.dialect.name, table):
        connection.exec_driver_sql(statement)


def unguard(connection, table):
    """Undo `guard`, for a downgrade."""
    if connection.dialect.name == "sqlite":
        for name in (f"{table}_no_update", f"{table}_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {table}_refuse() CASCADE")


def _statements(dialect, table):
    if dialect == "sqlite":
        return [
            f"""CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
            for what in ("update", "delete")
        ]
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$""",
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
    ]
