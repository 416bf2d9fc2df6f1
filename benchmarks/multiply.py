"""Makes a record many times as large by SQL: rows of every table are copied, as if each copy had been loaded too.

A copy is a whole of its own: what names `body-…` in any text names `c17-body-…` there, and each key that leads from
row to row leads from copy to copy. Countries, places and people are the same for all. Sums are multiplied.
"""

from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import CharField, ForeignKey, IntegerField, JSONField, Max, TextField

from meetings.models import Commit

PREFIX = "body-"
PLAIN_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), conname, conrelid::regclass::text
    FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype = 'u'
    WHERE NOT indisprimary AND indrelid::regclass::text = ANY(%s)"""


def multiply(copies):
    """Add `copies` copies of what the record holds."""
    models = multiplied(list(apps.get_app_config("meetings").get_models()))
    stride = max(model.objects.aggregate(most=Max("pk"))["most"] or 0 for model in models if numbered(model))
    with connection.cursor() as cursor, unchecked(cursor), without_indexes(cursor, models):
        for model in models:
            cursor.execute(copying(model, models, stride, copies))
        cursor.execute(
            f"UPDATE meetings_tally SET number = number * {copies + 1} WHERE value NOT LIKE '%%{PREFIX}%%'", []
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


def multiplied(models):
    """Those that name a body in a text, those that lead to them, and commits."""
    found = [model for model in models if model is Commit or changing(model)]
    while more := [model for model in models if model not in found and set(targets(model)) & set(found)]:
        found += more
    return [model for model in found if model.objects.exists()]


def numbered(model):
    return isinstance(model._meta.pk, IntegerField)


def targets(model):
    return [field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def changing(model):
    """The names of the columns that name a body in any row."""
    texts = [field for field in model._meta.concrete_fields if isinstance(field, CharField | TextField | JSONField)]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'max({holds(field.column)})' for field in texts) or '0'} FROM {table}")
        found = cursor.fetchone()
    return [field.column for field, number in zip(texts, found, strict=False) if number]


def holds(column):
    return f"CASE WHEN lower(CAST({column} AS text)) LIKE '%{PREFIX}%' THEN 1 ELSE 0 END"


def copying(model, models, stride, copies):
    """The statement that copies the rows of a table, those of one copy side by side."""
    changed, fields = changing(model), model._meta.concrete_fields
    columns = {field.column: copied(field, field.column in changed, models, stride) for field in fields}
    # Without a key to a meeting, only what names a body is another's own.
    own = [column for column in changed if not set(targets(model)) - {model} & set(models)]
    where = f"WHERE {' + '.join(map(holds, own))} > 0" if own else ""
    return f"""
        INSERT INTO {model._meta.db_table} ({", ".join(columns)})
        WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})
        SELECT {", ".join(columns.values())} FROM copy CROSS JOIN {model._meta.db_table} {where}"""


def copied(field, is_changed, models, stride):
    """The value of a column in copy `n`."""
    column = field.column
    if field.related_model in models or (field.unique and isinstance(field, IntegerField)):
        return f"{column} + n * {stride}"
    if not is_changed:
        return column
    text = f"CAST({column} AS text)"
    for prefix in (PREFIX, PREFIX.upper(), PREFIX.capitalize()):
        mark = "C" if prefix.isupper() else "c"
        text = f"replace({text}, '{prefix}', '{mark}' || n || '-{prefix}')"
    return f"CAST({text} AS jsonb)" if isinstance(field, JSONField) and connection.vendor == "postgresql" else text


@contextmanager
def unchecked(cursor):
    """Without triggers and checks of keys, which would each run a million times and find nothing."""
    settings = {
        "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
        "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    }
    before, after = settings[connection.vendor]
    cursor.execute(before)
    yield
    cursor.execute(after)


@contextmanager
def without_indexes(cursor, models):
    """PostgreSQL makes an index of a million rows many times faster at once than row by row."""
    if connection.vendor != "postgresql":
        yield
        return
    cursor.execute(PLAIN_INDEXES, [[model._meta.db_table for model in models]])
    indexes = cursor.fetchall()
    for index, _, constraint, table in indexes:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {index}")
    yield
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for _, definition, constraint, table in indexes:
        cursor.execute(definition)
        if constraint:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} UNIQUE USING INDEX {constraint}")
