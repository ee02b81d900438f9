"""Parting many texts at once is what parting each by itself is, whatever JSON they hold."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etappe.events.parted import joined, names_of, parted_all
from events.naive_parted import naive_parted

NAMES = st.sampled_from(
    ("name", "first_name", "E-Mail", "sku", "price", "size", "a/b", "a~b", "address", "Straße", "items", "ip", "client_ip")
) | st.text(max_size=3)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=5)


@given(st.lists(st.tuples(OBJECTS, st.booleans()), max_size=6))
def test_many_at_once_are_parted_as_each_alone(told: list[tuple[dict[str, Any], bool]]) -> None:
    texts = [json.dumps(value, indent=index % 2 or None) for index, (value, _) in enumerate(told)]
    plain, personal = parted_all(texts, [thing for _, thing in told])
    for text, (_, thing), left, out in zip(texts, told, plain, personal, strict=True):
        kept, taken = naive_parted(text, thing)
        if out is None:
            assert not taken
            assert json.loads(left or "{}") in (json.loads(text), kept)
            assert "ip" not in _names(json.loads(left or "{}"))
            continue
        assert json.loads(out) == taken
        assert (json.loads(left) if left else {}) == kept
        last = {pointer.rsplit("/", 1)[-1] for pointer in taken}
        assert names_of([out]) == {name.replace("~1", "/").replace("~0", "~") for name in last}


@given(OBJECTS)
def test_what_was_parted_can_be_joined(told: dict[str, Any]) -> None:
    [plain], [personal] = parted_all([json.dumps(told)], [False])
    if personal is not None and not _names(told) & {"ip", "client_ip"}:
        assert _without_empty(json.loads(joined(plain, personal))) == _without_empty(told)


def _without_empty(value: Any) -> Any:
    """Empty entries are not kept: `null` and "" say nothing of anybody."""
    if isinstance(value, dict):
        kept = {name: _without_empty(entry) for name, entry in value.items()}
        return {name: entry for name, entry in kept.items() if entry not in (None, "", {})}
    return [_without_empty(entry) for entry in value] if isinstance(value, list) else value


def _names(value: Any) -> set[str]:
    """All names in a value of JSON."""
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()
