"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _keys() -> None:
    op.create_table(
        "identity",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("signing", sa.LargeBinary, nullable=False),
        sa.Column("receiving", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "peer",
        sa.Column("author", sa.LargeBinary, primary_key=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
    )
    op.create_table(
        "case_key",
        sa.Column("case", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("case", sa.Text, nullable=False, index=True),
        sa.Column("author", sa.LargeBinary, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("event", sa.LargeBinary, sa.ForeignKey("event.id"), primary_key=True),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("receipt", sa.LargeBinary),
    )
    op.create_table(
        "part",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("case", sa.Text, nullable=False, index=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("durable", sa.Boolean, nullable=False),
    )


def upgrade() -> None:
    """Make the tables."""
    _keys()
    _events()
    op.create_table(
        "case",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_table(
        "cursor",
        sa.Column("case", sa.Text, primary_key=True),
        sa.Column("after", sa.Integer, nullable=False),
    )
