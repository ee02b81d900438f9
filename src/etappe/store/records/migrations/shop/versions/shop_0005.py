"""Privacy: keys of sealed originals, withdrawn consents, how long data are kept, requests of people."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0005"
down_revision = "shop_0004"


def upgrade() -> None:
    """Create the tables; all begin empty."""
    op.create_table(
        "data_keys",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "withdrawals",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(32), primary_key=True),
        sa.Column("withdrawn_us", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(320), nullable=False),
    )
    op.create_table(
        "retention",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("days", sa.Integer),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person_key", sa.String(500), nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("closed_us", sa.BigInteger),
        sa.Column("closed_by", sa.String(320)),
        sa.Column("receipt", sa.String(32)),
        sa.Column("noted_by", sa.String(320), nullable=False),
    )
