"""Properties: what a row has beyond the event columns, and whether it is text, number or yes and no."""

from dataclasses import replace

from etappe.collect.columns.mapping import FileMapping
from etappe.collect.columns.sample import Sample, document_sample
from etappe.store.files import EventRule, PropertyKind, PropertyRule
from etappe.store.files.fields import PARENT

_BOOLEANS = frozenset({"true", "false"})


def used_fields(rule: EventRule) -> list[str]:
    """The fields of which a rule makes event columns; they are no properties."""
    fields = [rule.time.field, rule.name_field, rule.page, *rule.text.values(), rule.each]
    if rule.money:
        fields += [rule.money.field, rule.money.currency_field, rule.money.times]
    return [field for field in fields if field]


def with_properties(
    rule: EventRule, mapping: FileMapping, sample: Sample, used: tuple[str, ...]
) -> EventRule:
    """The rule with its properties: those the mapping names, else everything that is used nowhere."""
    inner = document_sample(sample.documents, rule.each) if rule.each else sample
    dropped = (
        *used,
        *(name for name in mapping.drop if name),
        *filter(None, mapping.columns.get("id", ())),
    )
    if mapping.properties is not None:
        rules = [
            PropertyRule(name, found, "json" if inner.is_json else _kind(inner, found))
            for name, wanted in mapping.properties.items()
            if (found := _found(wanted, inner))
        ]
        return replace(rule, properties=tuple(rules))
    if inner.is_json:
        return replace(rule, properties=None, dropped=dropped)
    names = [name for name in inner.columns if name not in dropped]
    return replace(
        rule, properties=tuple(PropertyRule(name, name, _kind(inner, name)) for name in names)
    )


def _found(wanted: str, sample: Sample) -> str:
    return next((name for name in (wanted, PARENT + wanted) if sample.has(name)), "")


def _kind(sample: Sample, column: str) -> PropertyKind:
    """Numbers only where all of the sample are; '007' and phone numbers with a plus stay text."""
    type_ = sample.types.get(column, "VARCHAR")
    if type_ != "VARCHAR":
        return _kind_of_type(type_)
    values = sample.values(column)
    if values and all(value.lower() in _BOOLEANS for value in values):
        return "boolean"
    return "number" if values and all(_plain_number(value) for value in values) else "text"


def _kind_of_type(type_: str) -> PropertyKind:
    if type_ == "BOOLEAN":
        return "boolean"
    numeric = (
        "BIGINT",
        "INTEGER",
        "DOUBLE",
        "FLOAT",
        "DECIMAL",
        "SMALLINT",
        "TINYINT",
        "HUGEINT",
        "UBIGINT",
    )
    if type_.startswith(numeric) and not type_.endswith("]"):
        return "number"
    return "json" if type_.endswith(("]", ")")) and not type_.startswith("DECIMAL") else "text"


def _plain_number(value: str) -> bool:
    whole, _, rest = value.lstrip("-").partition(".")
    return (
        whole.isdecimal()
        and len(whole) <= 15
        and (whole == "0" or whole[0] != "0")
        and (not rest or rest.isdecimal())
    )
