"""An events file of before there was sealing, with personal properties in plain words."""

import json
from pathlib import Path

import duckdb

from etappe.store.events.database import MIGRATIONS, migrate
from store.store_cast import batch, opened

ROWS = (
    {"user_id": "susa", "properties": json.dumps({"first_name": "Susanne", "size": "L"})},
    {"user_id": "susa", "product_id": "cap", "properties": json.dumps({"name": "Kappe", "street": "Am Wall 77"})},
    {"user_id": "leo", "consent": "none", "properties": json.dumps({"vorname": "Leopold", "size": "M"})},
    {"properties": json.dumps({"nickname": "Niemandem", "name": "Start", "path": "/"})},
    {"user_id": "kai", "properties": json.dumps({"size": "S"})},
    {"name": "group", "user_id": "kai", "account_id": "tsv", "properties": json.dumps({"name": "TSV", "email": "tsv@jubel.example"})},
)  # fmt: skip
SECRETS = (b"Susanne", b"Am Wall", b"Leopold", b"Niemandem", b"tsv@jubel")


def old_file(folder: Path) -> Path:
    """An events file as Etappe made it before there was sealing (schema 5), with everything in plain words."""
    (folder / "made").mkdir()
    full = opened(folder / "made")
    full.append(batch(*ROWS))
    full.close()
    path = folder / "events.duckdb"
    with duckdb.connect(str(path)) as old:
        migrate(old, path, MIGRATIONS.index("0006_sealed"))
        old.execute(f"ATTACH '{folder / 'made' / 'events.duckdb'}' AS made (READ_ONLY)")
        tables = [row[0] for row in old.execute("SHOW TABLES").fetchall()]
        for table in tables:
            if table in ("schema_version", "drained"):
                continue
            columns = ", ".join(row[0] for row in old.execute(f"DESCRIBE {table}").fetchall())
            old.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM made.{table}")
    return path
