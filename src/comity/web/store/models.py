"""The record in a database: the same five tables on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RecordHead(models.Model):
    """One row: the end of the record.  Whoever holds it locked may append."""

    sequence = models.BigIntegerField()
    at = models.CharField(max_length=32)
    frontier = models.BinaryField()

    class Meta:
        db_table = "record_head"


class RecordEntry(models.Model):
    """An entry; rows are only ever added, which the database itself enforces (migration 0001)."""

    sequence = models.BigIntegerField(primary_key=True)
    stream = models.CharField(max_length=120)
    version = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.CharField(max_length=32)
    audience = models.TextField()
    commitment = models.CharField(max_length=64)
    sealed = models.BooleanField()
    content = models.BinaryField()
    """Salt and payload; encrypted under the stream's key where the entry is not public."""

    class Meta:
        db_table = "record_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "version"], name="one_entry_per_version")
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "sequence"], condition=models.Q(version=1), name="first_entries")
        ]


class RecordRuling(models.Model):
    """What the clerk ruled on an act, so that the same act heard again gets the same answer."""

    person = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    ruling = models.TextField()

    class Meta:
        db_table = "record_ruling"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "act"], name="one_ruling_per_act")]


class RecordCheckpoint(models.Model):
    """A signed checkpoint, one for each batch."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    class Meta:
        db_table = "record_checkpoint"


class RecordClock(models.Model):
    """When the next clock of a stream runs out."""

    stream = models.CharField(max_length=120, primary_key=True)
    due = models.CharField(max_length=32, db_index=True)

    class Meta:
        db_table = "record_clock"


class RecordFile(models.Model):
    """A file that entries refer to by its hash, encrypted under the stream's key; kept for each who brought it,
    so that two delegations may attach the same."""

    stream = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    brought_by = models.CharField(max_length=64)
    brought_at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        db_table = "record_file"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stream", "sha256", "media_type", "brought_by"], name="one_file_per_bringer"
            )
        ]
