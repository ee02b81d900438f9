"""Links and codes: what a shop made for posters, packaging, radio, print and people."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0007"
down_revision = "shop_0006"


def upgrade() -> None:
    """Create the table; it begins empty."""
    op.create_table(
        "links",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("target", sa.String(2000), nullable=False),
        sa.Column("medium", sa.String(40), nullable=False),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("short", sa.String(16), nullable=False, unique=True),
        sa.Column("created_by", sa.String(320), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("put_away_us", sa.BigInteger),
    )
