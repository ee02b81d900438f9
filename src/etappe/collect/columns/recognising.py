"""Recognising: the ready mapping that a file's columns give away, such as a shop system's own export."""

from etappe.collect.columns.mapping_file import read_mapping, ready_mappings
from etappe.collect.columns.sample import Sample, document_sample


def recognise(sample: Sample) -> str:
    """The name of the ready mapping whose telling columns the file all has; "" if there is none."""
    for name in ready_mappings():
        mapping = read_mapping(name)
        rows = next((rows for rows in mapping.rows if rows and sample.has(rows)), "")
        inside = document_sample(sample.documents, rows) if rows not in ("", ".") else sample
        if mapping.known_by and all(
            any(inside.has(column) for column in alternatives.split("|"))
            for alternatives in mapping.known_by
        ):
            return name
    return ""
