"""The tables of a profile. Everything but `event`, `part` and the keys can be rebuilt from events."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

IDENTITY = sa.Table(
    "identity",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("signing", sa.LargeBinary, nullable=False),
    sa.Column("receiving", sa.LargeBinary, nullable=False),
)

PEER = sa.Table(
    "peer",
    METADATA,
    sa.Column("author", sa.LargeBinary, primary_key=True),
    sa.Column("recipient", sa.LargeBinary, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
)

CASE_KEY = sa.Table(
    "case_key",
    METADATA,
    sa.Column("case", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
)

EVENT = sa.Table(
    "event",
    METADATA,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("case", sa.Text, nullable=False, index=True),
    sa.Column("author", sa.LargeBinary, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
)

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("event", sa.LargeBinary, sa.ForeignKey("event.id"), primary_key=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("receipt", sa.LargeBinary),
)

PART = sa.Table(
    "part",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("case", sa.Text, nullable=False, index=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("durable", sa.Boolean, nullable=False),
)

CASE = sa.Table(
    "case",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
)

CURSOR = sa.Table(
    "cursor",
    METADATA,
    sa.Column("case", sa.Text, primary_key=True),
    sa.Column("after", sa.Integer, nullable=False),
)
