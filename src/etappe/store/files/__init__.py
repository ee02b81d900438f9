"""Files: an in-memory DuckDB that reads users' files and turns their rows into event batches."""

from etappe.store.files.engine import FileColumn, FileEngine, MappedPiece, RejectedRow
from etappe.store.files.plan import (
    EventPlan,
    EventRule,
    MoneyRule,
    PropertyKind,
    PropertyRule,
    TimeRule,
)
from etappe.store.files.relations import CsvRows, JsonLines, ParquetRows, Relation

__all__ = [
    "CsvRows",
    "EventPlan",
    "EventRule",
    "FileColumn",
    "FileEngine",
    "JsonLines",
    "MappedPiece",
    "MoneyRule",
    "ParquetRows",
    "PropertyKind",
    "PropertyRule",
    "RejectedRow",
    "Relation",
    "TimeRule",
]
