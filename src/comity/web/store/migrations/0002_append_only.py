"""The record begins empty, and the database refuses to change or remove an entry."""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSAL = "entries of the record are never changed or removed"

SQLITE = [
    f"""CREATE TRIGGER record_entry_no_{verb.lower()} BEFORE {verb} ON record_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION record_entry_append_only() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    """CREATE TRIGGER record_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entry
       FOR EACH STATEMENT EXECUTE FUNCTION record_entry_append_only()""",
]


def lay(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
    apps.get_model("store", "RecordHead").objects.create(id=1, sequence=0, at="", frontier=b"\0" * 8)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(lay)]
