"""Data keys lie in pages of 64, each wrapped as one: making and reading many at once is cheap."""

import os

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

revision = "shop_0008"
down_revision = "shop_0007"

_PAGE, _NONCE = 64, 12


def upgrade() -> None:
    """Wrap the keys there are page by page: 64 bits that say which of a page there are, then these."""
    pages = op.create_table(
        "data_key_pages",
        sa.Column("page", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    connection = op.get_bind()
    kept = connection.scalar(sa.text("SELECT secret FROM secrets WHERE name = 'master'"))
    if kept is not None:
        master = AESGCM(bytes(kept))
        found: dict[int, dict[int, bytes]] = {}
        for number, wrapped in connection.execute(sa.text("SELECT key, wrapped FROM data_keys")):
            key = master.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], str(number).encode())
            found.setdefault(number // _PAGE, {})[number % _PAGE] = key
        rows = [{"page": page, "wrapped": _wrapped(master, page, found[page])} for page in found]
        if rows:
            op.bulk_insert(pages, rows)
    op.drop_table("data_keys")


def _wrapped(master: AESGCM, page: int, keys: dict[int, bytes]) -> bytes:
    there = sum(1 << place for place in keys)
    packed = there.to_bytes(_PAGE // 8, "little") + b"".join(keys[place] for place in sorted(keys))
    nonce = os.urandom(_NONCE)
    return nonce + master.encrypt(nonce, packed, b"page %d" % page)
