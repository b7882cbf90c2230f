"""Tables whose rows are written once: the database itself refuses to change them."""

from collections.abc import Callable
from typing import Any

from django.db import connections, transaction

Change = Callable[[Any, Any], None]

_POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION assay_refuse_change() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION assay_refuse_change()
    """,
)
_SQLITE = tuple(
    f"""
    CREATE TRIGGER {{table}}_no_{verb} BEFORE {verb.upper()} ON {{table}}
    BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END
    """
    for verb in ("update", "delete")
)
_MAKE = {"postgresql": _POSTGRES, "sqlite": _SQLITE}
_FIND = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}
_NAMES = {
    "postgresql": ("{table}_append_only",),
    "sqlite": ("{table}_no_update", "{table}_no_delete"),
}
_promised: set[str] = set()  # tables of which a migration that was read said so
_DROP = {
    "postgresql": ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",),
    "sqlite": (
        "DROP TRIGGER IF EXISTS {table}_no_update",
        "DROP TRIGGER IF EXISTS {table}_no_delete",
    ),
}


def refuse_changes(table: str) -> Change:
    """Return a migration's step after which rows of ``table`` only come.

    SQLite makes a table anew where a later migration alters it, and forgets this;
    ``restore`` puts it back at the end of every ``migrate``.
    """
    _promised.add(table)
    return lambda apps, editor: _make(editor, editor.connection.vendor, table)


def allow_changes(table: str) -> Change:
    """Return the step back."""
    return lambda apps, editor: _run(editor, _DROP[editor.connection.vendor], table)


def restore(*, using: str, **signal: Any) -> None:
    """Have every table refuse changes again that should; 2 queries where all do."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    lost = [
        table
        for table in sorted(_promised & there)
        if not found.issuperset(_named(connection.vendor, table))
    ]
    with transaction.atomic(using), connection.cursor() as cursor:
        for table in lost:
            _make(cursor, connection.vendor, table)


def _named(vendor: str, table: str) -> set[str]:
    return {name.format(table=table) for name in _NAMES[vendor]}


def _make(runs: Any, vendor: str, table: str) -> None:
    """Make the triggers, whichever of them are there already."""
    _run(runs, _DROP[vendor] + _MAKE[vendor], table)


def _run(runs: Any, statements: tuple[str, ...], table: str) -> None:
    for statement in statements:
        # Without parameters: a per cent sign in it is then no place for one.
        runs.execute(statement.format(table=table), None)
