"""Answers after a refresh: persons cut again leave rows behind that no answer may count."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etappe.analysis.encode import encode
from etappe.analysis.events import EventsQuestion, events
from etappe.analysis.flow import FlowQuestion, flow
from etappe.analysis.funnel import FunnelQuestion, funnel
from etappe.analysis.kpis import KpisQuestion, kpis
from etappe.analysis.levels import repeated_rows
from etappe.analysis.paths import PathsQuestion, paths
from etappe.analysis.scope import Scope
from etappe.analysis.stages import StagesQuestion, stages
from etappe.events.shipped import shipped_words
from etappe.journeys.book import JourneyBook
from etappe.journeys.columns import Columns
from etappe.journeys.source import JourneySettings
from etappe.maps.draw import MapQuestion, draw_map
from journeys.journeys_fixture import MONDAY, MemorySource
from journeys.journeys_in_memory import columns_in_memory

DAY = 86_400
NAMES = ["view_item", "add_to_cart", "purchase", "message_sent", "call", "refund"]
SCOPES = (
    Scope(),
    Scope(from_="2026-03-02", to="2026-03-20"),
    Scope(where="device = 'phone'"),
    Scope(where="person.device = 'phone'"),
    Scope(where="value > 1"),
    Scope(conversion="add_to_cart"),
    Scope(digital=True),
)
ASKED: tuple[Callable[[Columns, Scope], Any], ...] = (
    lambda columns, scope: flow(columns, FlowQuestion(scope)),
    lambda columns, scope: flow(columns, FlowQuestion(scope, level="device", within="person")),
    lambda columns, scope: flow(columns, FlowQuestion(scope, level="stage", within="journey")),
    lambda columns, scope: flow(columns, FlowQuestion(scope, within="account")),
    lambda columns, scope: funnel(
        columns, FunnelQuestion(scope, steps=("view_item", "purchase"), by="device")
    ),
    lambda columns, scope: paths(columns, PathsQuestion(scope)),
    lambda columns, scope: paths(columns, PathsQuestion(scope, per="person")),
    lambda columns, scope: stages(columns, StagesQuestion(scope)),
    lambda columns, scope: kpis(columns, KpisQuestion(scope)),
    lambda columns, scope: draw_map(columns, MapQuestion(scope, "de")),
)


EVENT = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from([0, 60, 600, 3_600, 3 * DAY, 40 * DAY, 100 * DAY]),
    st.fixed_dictionaries(
        {"user_id": st.sampled_from([f"u{n}" for n in range(6)])},
        optional={
            "order_id": st.sampled_from(["A1", "A2"]),
            "account_id": st.sampled_from(["club", "pub"]),
            "value": st.sampled_from([100, 250]),
            "device": st.sampled_from(["phone", "desktop"]),
        },
    ),
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(EVENT, min_size=20, max_size=40), st.lists(EVENT, min_size=1, max_size=4))
def test_a_refreshed_shop_answers_as_one_cut_anew(
    tmp_path_factory: pytest.TempPathFactory, old: Any, new: Any
) -> None:
    source = MemorySource()
    for name in NAMES:  # so that no new name asks for a rebuild
        source.add(name, 0, {"user_id": "u0", "device": None, "account_id": None, "value": None})
    book = JourneyBook(tmp_path_factory.mktemp("book"), source, shipped_words, JourneySettings)
    book.max_delta_share = 1e9
    for batch in (old, new):
        for name, when, fields in batch:
            source.add(name, when, {"value": None, "currency": None} | fields)
        refreshed = book.columns()
    assume(any(len(shard.dropped) for shard in refreshed.shards))
    _pointed_at_by_no_unit(refreshed)
    fresh = columns_in_memory(source, shipped_words())
    for scope in SCOPES:
        for asked in ASKED:
            assert encode(asked(refreshed, scope)) == encode(asked(fresh, scope)), scope
        assert _list(refreshed, source, scope) == _list(fresh, source, scope)


def _pointed_at_by_no_unit(columns: Columns) -> None:
    for shard in (*columns.shards, *columns.account_shards):
        gone = np.zeros(len(shard.time_us), np.bool_)
        gone[shard.dropped] = True
        for units in (shard.person, shard.visit, shard.journey):
            for start, end in zip(units.starts, units.ends, strict=True):
                assert not gone[start:end].any()
        assert not gone[shard.value_row].any()
        first = repeated_rows(shard)
        assert (gone[first] == gone[shard.rows :]).all()


def _list(columns: Columns, source: MemorySource, scope: Scope) -> bytes:
    def rows(seqs: Any) -> list[dict[str, Any]]:
        return [
            {"event_id": str(seq), "occurred_at": MONDAY} | source.fields[seq - 1]
            for seq in seqs.tolist()
        ]

    def person(key: str) -> int | None:
        return int(key)

    shop = events(columns, EventsQuestion(scope, limit=1000), person, rows)
    one = events(columns, EventsQuestion(scope, person="0"), person, rows)
    return encode(shop) + encode(one)
