"""Staff acting for customers (T3, C10): kept, shown as such, and of no effect on any figure of a customer."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.analysis.kpis import KpisQuestion, kpis
from etappe.events.shipped import shipped_words
from etappe.identity.current import current_spans
from journeys.journeys_fixture import MemorySource
from journeys.journeys_in_memory import columns_in_memory
from journeys.test_journeys_book import EVENT, readout
from store.store_cast import batch, opened

CLERK = {"anonymous_id": "counter", "staff": "Beate"}


@settings(max_examples=15, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=15), st.lists(EVENT, min_size=1, max_size=15))
def test_whatever_staff_do_for_customers_their_journeys_stay_the_same(
    customers: Any, acting: Any
) -> None:
    source = MemorySource()
    for name, when, fields in customers:
        source.add(name, when, fields | {"staff": None})
    before = readout(columns_in_memory(source, shipped_words()))
    for name, when, fields in acting:
        # Beate looks a customer up, whom she knows by one key, and does something in their name.
        known = {key: word for key, word in fields.items() if key in ("user_id", "order_id")}
        told = {key: fields[key] for key in ("value", "currency") if key in fields}
        one = dict(list(known.items())[:1])
        source.add(name, when, one | told | CLERK)
    after = columns_in_memory(source, shipped_words())
    assert readout(after)[0] == before[0]


def test_a_clerks_browser_joins_nobody(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(
        batch(
            {"user_id": "susa", "anonymous_id": "phone"},
            CLERK | {"user_id": "susa"},
            CLERK | {"user_id": "leo"},
            {"anonymous_id": "counter"},
        )
    )
    keys, spans = store.keys(), current_spans(store)
    counter = keys.find("counter")[0]
    assert spans.person[spans.key == counter].tolist() == [counter]
    store.close()


def test_orders_that_staff_enter_are_a_line_of_their_own() -> None:
    source = MemorySource()
    buy = {"user_id": "susa", "order_id": "A1", "value": 5_000}
    source.add("purchase", 0, buy | {"anonymous_id": "phone"})
    before = kpis(columns_in_memory(source, shipped_words()), KpisQuestion())
    source.add("begin_checkout", 60, CLERK | {"user_id": "susa"})
    source.add("purchase", 61, CLERK | {"user_id": "susa", "order_id": "A2", "value": 700})
    columns = columns_in_memory(source, shipped_words())
    after = kpis(columns, KpisQuestion())
    for figure in ("persons", "visits", "journeys", "orders", "value", "conversion_rate"):
        assert getattr(after, figure) == getattr(before, figure), figure
    assert columns.staff_orders.value.tolist() == [700]
