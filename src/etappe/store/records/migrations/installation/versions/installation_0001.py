"""Users, their sessions and tickets, and the list of shops."""

import sqlalchemy as sa
from alembic import op

revision = "installation_0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "users",
        sa.Column("email", sa.String(254), primary_key=True),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
    )
    for table in ("sessions", "tickets"):
        op.create_table(
            table,
            sa.Column("token", sa.String(64), primary_key=True),
            sa.Column(
                "email",
                sa.String(254),
                sa.ForeignKey("users.email", ondelete="CASCADE"),
                nullable=False,
                index=True,
            ),
            sa.Column("expires_us", sa.BigInteger, nullable=False),
        )
    op.create_table(
        "shops",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
    )
