"""The history of what people changed, and the choices of conversions and stage model as their own document."""

import json

import sqlalchemy as sa
from alembic import op

revision = "shop_0003"
down_revision = "shop_0002"

CHOICES = ("conversion", "conversions", "model")


def upgrade() -> None:
    """Create the tables; `changes` held the number of the latest change until now."""
    op.rename_table("changes", "state")
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(320), nullable=False),
        sa.Column("undo_of", sa.Integer),
        sa.Column("undone_by", sa.Integer),
    )
    op.create_table(
        "changed_documents",
        sa.Column("change_id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(500), primary_key=True),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("was", sa.Text),
    )
    op.create_index("changed_documents_by_thing", "changed_documents", ["kind", "key"])
    _split_choices()


def _split_choices() -> None:
    """What is chosen about words moves out of the settings, so that it can be undone by itself."""
    documents = sa.table(
        "documents",
        sa.column("kind"),
        sa.column("key"),
        sa.column("document"),
        sa.column("version"),
        sa.column("updated_us"),
    )
    kept = op.get_bind().execute(sa.select(documents).where(documents.c.kind == "settings")).first()
    if kept is None:
        return
    settings = json.loads(kept.document)
    choices = {name: settings.pop(name) for name in CHOICES if name in settings}
    row = {"key": "", "version": kept.version, "updated_us": kept.updated_us}
    op.execute(documents.delete().where(documents.c.kind == "settings"))
    op.bulk_insert(
        documents,
        [
            {**row, "kind": kind, "document": json.dumps(document, ensure_ascii=False)}
            for kind, document in (("settings", settings), ("choices", choices))
        ],
    )
