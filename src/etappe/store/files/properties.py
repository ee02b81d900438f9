"""Properties: everything a row has beyond the event columns, as one JSON object."""

from etappe.store.files.fields import PARENT, Fields, JsonFields, literal
from etappe.store.files.plan import EventPlan, EventRule


def properties_sql(plan: EventPlan, rule: EventRule, fields: Fields) -> str:
    """The properties as JSON text without nulls; NULL when nothing is left."""
    if rule.properties is None:
        rest = _rest("__json", [f for f in rule.dropped if not f.startswith(PARENT)])
        outside = [f[len(PARENT) :] for f in rule.dropped if f.startswith(PARENT)]
        if plan.rows and not rule.each:
            around = _rest("__parent", [*outside, plan.rows])
            rest = f"json_merge_patch({around}, {rest})"
        return f"nullif(CAST({rest} AS VARCHAR), '{{}}')"
    entries = []
    for entry in rule.properties:
        key = literal('"' + entry.name.replace("\\", "\\\\").replace('"', '\\"') + '":')
        entries.append(f"{key} || {_json_value(entry.kind, entry.field, fields)}")
    return (
        f"nullif('{{' || concat_ws(',', {', '.join(entries)}) || '}}', '{{}}')"
        if entries
        else "NULL"
    )


def _rest(document: str, dropped: list[str]) -> str:
    """The document without the mapped fields and without its nulls (RFC 7396 does both)."""
    patched = document
    for field in dropped:
        if field in {"", "."} or "[" in field:
            continue
        *around, last = field.split(".")
        patch = "{" + _json_key(last) + ":null}"
        for name in reversed(around):
            patch = "{" + _json_key(name) + ":" + patch + "}"
        patched = f"json_merge_patch({patched}, {literal(patch)})"
    return f"json_merge_patch('{{}}', {patched})"


def _json_key(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _json_value(kind: str, field: str, fields: Fields) -> str:
    if kind == "json" or isinstance(fields, JsonFields):
        return f"nullif(CAST({fields.json(field)} AS VARCHAR), 'null')"
    text = fields.text(field)
    as_text = f"CAST(to_json({text}) AS VARCHAR)"
    if kind == "text":
        return as_text
    if kind == "boolean":
        return f"CASE WHEN lower({text}) IN ('true', 'false') THEN lower({text}) ELSE {as_text} END"
    plain = rf"regexp_full_match({text}, '-?(0|[1-9]\d{{0,14}})(\.\d+)?')"
    whole = f"CAST(TRY_CAST({text} AS BIGINT) AS VARCHAR) = {text}"  # much faster than a pattern
    return f"CASE WHEN {whole} THEN {text} WHEN {plain} THEN {text} ELSE {as_text} END"
