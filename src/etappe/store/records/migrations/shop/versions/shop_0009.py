"""The history of settings: who changed which, from what to what."""

import sqlalchemy as sa
from alembic import op

revision = "shop_0009"
down_revision = "shop_0008"


def upgrade() -> None:
    """The table; what was changed before is not known."""
    op.create_table(
        "setting_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
    )
