"""Tables whose rows are written once: the database itself refuses to change them."""

from collections.abc import Callable
from typing import Any

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
_DROP = {
    "postgresql": ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",),
    "sqlite": (
        "DROP TRIGGER IF EXISTS {table}_no_update",
        "DROP TRIGGER IF EXISTS {table}_no_delete",
    ),
}


def refuse_changes(table: str) -> Change:
    """Return a migration's step after which rows of ``table`` only come.

    SQLite makes a table anew where a later migration alters it, and forgets this:
    that migration ends with this step again.
    """
    return lambda apps, editor: _run(editor, _MAKE, table)


def allow_changes(table: str) -> Change:
    """Return the step back."""
    return lambda apps, editor: _run(editor, _DROP, table)


def _run(editor: Any, statements: dict[str, tuple[str, ...]], table: str) -> None:
    for statement in statements[editor.connection.vendor]:
        # Without parameters: a per cent sign in it is then no place for one.
        editor.execute(statement.format(table=table), params=None)
