"""From a plan to one SELECT: the rows of a relation become event rows, each with its reject reason."""

from collections.abc import Iterator

from etappe.events.row import EVENT_COLUMNS
from etappe.store.files.expressions import (
    PAGE_COLUMNS,
    SANE,
    decimal_sql,
    factor_sql,
    page_sql,
    time_sql,
    with_page,
)
from etappe.store.files.fields import Fields, FlatFields, JsonFields, json_path, literal
from etappe.store.files.plan import EventPlan, EventRule
from etappe.store.files.properties import properties_sql

INTERNAL = ("__row", "__rule", "__sub", "__reject", "__hash")


def event_columns(plan: EventPlan) -> tuple[str, ...]:
    """The event columns that the plan fills, in the row's order."""
    used = {"event_id", "occurred_at", "name", "properties"}
    for rule in plan.events:
        used |= set(rule.text) | set(rule.constants)
        used |= {"value", "currency"} if rule.money else set()
        used |= set(PAGE_COLUMNS) if rule.page else set()
    if all(rule.properties == () for rule in plan.events):
        used.discard("properties")
    return tuple(column.name for column in EVENT_COLUMNS if column.name in used)


def mapping_sql(plan: EventPlan, source: str, types: dict[str, str]) -> str:
    """The SELECT that makes the events of the rows of `source`, a SELECT itself, in their order.

    `types` are the flat columns with their SQL types (without `__row`); none: rows are JSON documents. Besides the event columns
    it gives INTERNAL: the row, the rule, the element of a nested array, the reason to reject, and
    a hash of the source row, for counting exact duplicates.
    """
    selects = [
        _rule_sql(plan, number, rule, source, types) for number, rule in enumerate(plan.events)
    ]
    if len(selects) == 1:
        return selects[0]
    union = " UNION ALL ".join(f"({select})" for select in selects)
    return f"SELECT * FROM ({union}) ORDER BY __row, __sub, __rule"


def _rule_sql(
    plan: EventPlan, number: int, rule: EventRule, rows: str, types: dict[str, str]
) -> str:
    fields: Fields
    if not types:
        fields = JsonFields.of(_fields_of(plan, rule))
        source = _json_source(plan, rule, rows, fields)
    else:
        fields = FlatFields(types)
        source = f"SELECT *, 0 AS __sub FROM ({rows})"
    if rule.page:
        source = with_page(source, fields.text(rule.page))
    row_hash = _hash(types)
    values = _values(plan, rule, fields)
    inner = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    bad = "false" if types else "__json IS NULL"
    staged = (
        f"SELECT __row, {number} AS __rule, __sub, {row_hash} AS __hash, {bad} AS __broken, {inner} "
        f"FROM ({source}) AS source {_where(rule, fields, not types, number)}"
    )
    outer = ", ".join(
        _finished(plan, rule, name, len(plan.events) > 1) for name in event_columns(plan)
    )
    return (
        f"SELECT __row, __rule, __sub, {_reject(rule)} AS __reject, __hash, {outer} FROM ({staged})"
    )


def _fields_of(plan: EventPlan, rule: EventRule) -> Iterator[str]:
    yield rule.time.field
    yield from (f for f in (rule.name_field, rule.page, rule.only_if, plan.id_field) if f)
    yield from rule.text.values()
    if rule.money:
        money = rule.money
        yield from (f for f in (money.field, money.currency_field, money.times) if f)


def _json_source(plan: EventPlan, rule: EventRule, source: str, fields: JsonFields) -> str:
    """The rows, or the elements of their nested arrays; `__parent` is what lies around an element."""
    rows = f"SELECT *, 0 AS __sub, __json AS __parent, __json AS __whole FROM ({source})"
    for array in filter(None, (plan.rows, rule.each)):
        elements = f"TRY(CAST(json_extract(__json, {literal(json_path(array))}) AS JSON[]))"
        if array == ".":
            continue
        # A broken line stays, to be rejected by name; it has no elements of its own.
        kept = f"CASE WHEN __json IS NULL THEN [CAST(NULL AS JSON)] ELSE {elements} END AS __list"
        # The element counts on within its row, so that every event of a row has a number of its own.
        rows = (
            "SELECT * EXCLUDE (__json, __parent, __list, __sub), __json AS __parent, "
            "unnest(__list) AS __json, __sub * 100000 + unnest(range(len(__list))) AS __sub "
            f"FROM (SELECT *, {kept} FROM ({rows}))"
        )
    return f"SELECT *, {fields.extraction()} AS __f FROM ({rows})"


def _hash(types: dict[str, str]) -> str:
    if not types:
        return "hash(CAST(__whole AS VARCHAR))"
    return f"hash({', '.join(FlatFields(types).raw(name)[0] for name in types)})"


def _values(plan: EventPlan, rule: EventRule, fields: Fields) -> dict[str, str]:
    """What is computed once, for the finished columns and the reject reason to read."""
    name = literal(rule.name) if rule.name else fields.text(rule.name_field)
    values = {
        "__moment": time_sql(rule.time, fields),
        "__time": f"CAST({fields.raw(rule.time.field)[0]} AS VARCHAR)",
        "name": _renamed(name, rule),
    }
    if rule.page:
        values |= page_sql()
    for column, field in rule.text.items():
        text = fields.text(field)
        values[column] = f"coalesce({text}, {values[column]})" if column in values else text
    if rule.nobody and "user_id" in values:
        words = ", ".join(map(literal, rule.nobody))
        values["user_id"] = (
            f"CASE WHEN {values['user_id']} NOT IN ({words}) THEN {values['user_id']} END"
        )
    values |= {column: literal(word) for column, word in rule.constants.items()}
    if rule.money:
        money = rule.money
        code = f"upper({fields.text(money.currency_field)})" if money.currency_field else "NULL"
        values["currency"] = (
            f"coalesce({code}, {literal(money.currency)})" if money.currency else code
        )
        values["__decimal"] = decimal_sql(money, fields)
        values["__amount"] = f"CAST({fields.raw(money.field)[0]} AS VARCHAR)"
        values["__known"] = _known(plan, code) if money.currency_field else "true"
        values["__factor"] = factor_sql(money, code, plan.currency_digits)
    if plan.id_field:
        values["__id"] = fields.text(plan.id_field)
    if plan.dedupe:
        values["__content"] = _content(fields)
    values["properties"] = properties_sql(plan, rule, fields)
    return values


def _renamed(name: str, rule: EventRule) -> str:
    if not rule.names:
        return name
    cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in rule.names.items())
    return f"CASE {name} {cases} ELSE {name} END"


def _known(plan: EventPlan, code: str) -> str:
    codes = ", ".join(map(literal, plan.currency_digits))
    return f"({code} IS NULL OR {code} IN ({codes}))"


def _content(fields: Fields) -> str:
    if isinstance(fields, JsonFields):
        return "md5(CAST(__whole AS VARCHAR))"
    parts = ", chr(31), ".join(
        f"coalesce(CAST({fields.raw(f)[0]} AS VARCHAR), chr(30))" for f in fields.types
    )
    return f"md5(concat({parts}))"


def _where(rule: EventRule, fields: Fields, json: bool, number: int) -> str:
    conditions = []
    if rule.only_if:
        text = fields.text(rule.only_if)
        nothing = f"regexp_full_match(lower({text}), '[+-]?0*[.,]?0*|false|no|nein')"
        conditions.append(f"({text} IS NOT NULL AND NOT {nothing})")
    if rule.optional:
        conditions.append(
            f"nullif(CAST({fields.raw(rule.time.field)[0]} AS VARCHAR), '') IS NOT NULL"
        )
    wanted = " AND ".join(conditions) or "true"
    if json:  # a broken row is rejected once, by the first rule
        return (
            f"WHERE __json IS NULL OR ({wanted})"
            if number == 0
            else f"WHERE __json IS NOT NULL AND {wanted}"
        )
    return f"WHERE {wanted}"


def _finished(plan: EventPlan, rule: EventRule, column: str, several: bool) -> str:
    if column == "event_id":
        return f"{_event_id(plan, rule, several)} AS event_id"
    if column == "occurred_at":
        return "__moment AS occurred_at"
    if column == "value":
        return f"{_minor() if rule.money else 'CAST(NULL AS BIGINT)'} AS value"
    if column == "currency" and rule.money:
        return "CASE WHEN __decimal IS NOT NULL THEN currency END AS currency"
    if column in ("bot", "email_verified"):
        told = column if column in rule.text else "NULL"
        return f"TRY_CAST({told} AS BOOLEAN) AS {column}"
    known = {"occurred_at", "name", "properties"} | set(rule.text) | set(rule.constants)
    known |= set(PAGE_COLUMNS) if rule.page else set()
    return column if column in known else f"CAST(NULL AS VARCHAR) AS {column}"


def _minor() -> str:
    return "TRY_CAST(round(CAST(__decimal AS DECIMAL(28, 4)) * __factor) AS BIGINT)"


def _event_id(plan: EventPlan, rule: EventRule, several: bool) -> str:
    tail = " || '-' || __sub" if plan.rows or rule.each else ""
    tail += " || '-' || __rule" if several else ""
    made = f"{literal(plan.id_prefix + '-')} || __row"
    if plan.dedupe:
        made = "__content"
    return (f"coalesce(__id, {made})" if plan.id_field else made) + tail


def _reject(rule: EventRule) -> str:
    cases = [
        "WHEN __broken THEN 'not a JSON object'",
        "WHEN name IS NULL THEN 'no event name'",
        "WHEN __time IS NULL OR trim(__time) = '' THEN 'no time'",
        f"WHEN (__moment {SANE}) IS NOT TRUE THEN 'unreadable time: ' || left(__time, 60)",
    ]
    if rule.money:
        cases += [
            "WHEN trim(__amount) <> '' AND __decimal IS NULL THEN 'unreadable amount: ' || left(__amount, 60)",
            "WHEN __decimal IS NOT NULL AND NOT __known THEN 'unknown currency: ' || left(currency, 20)",
            "WHEN __decimal IS NOT NULL AND currency IS NULL THEN 'no currency'",
            f"WHEN __decimal IS NOT NULL AND {_minor()} IS NULL THEN 'amount too large: ' || left(__amount, 60)",
        ]
    return f"CASE {' '.join(cases)} END"
