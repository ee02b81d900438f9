"""What people and files say about accounts: attributes, members, roles; a log in which nothing is overwritten."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0006"
down_revision = "shop_0005"


def upgrade() -> None:
    """Create the table; it begins empty."""
    op.create_table(
        "account_log",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("account", sa.String(500), nullable=False),
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("field", sa.String(80), nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("by", sa.String(320), nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("undone_by", sa.String(320)),
        sa.Column("undone_us", sa.BigInteger),
    )
    op.create_index("account_log_by_account", "account_log", ["account", "key", "field"])
