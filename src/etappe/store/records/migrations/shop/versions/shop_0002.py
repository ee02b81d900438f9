"""Saved segments, and the log of who opened the personal data of whom."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0002"
down_revision = "shop_0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "segments",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("condition", sa.Text, nullable=False),
        sa.Column("created_by", sa.String(254), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("opened_by", sa.String(254), nullable=False),
        sa.Column("opened_us", sa.BigInteger, nullable=False),
    )
