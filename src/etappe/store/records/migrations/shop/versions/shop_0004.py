"""The write keys by which sources may send events."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0004"
down_revision = "shop_0003"


def upgrade() -> None:
    """Create the table; a shop gets its first key when it is next opened."""
    op.create_table(
        "write_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("per_second", sa.Integer),
        sa.Column("created_by", sa.String(320), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("revoked_by", sa.String(320)),
        sa.Column("revoked_us", sa.BigInteger),
    )
