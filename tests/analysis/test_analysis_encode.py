from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from string import Formatter

import numpy as np
import pytest

from analysis.analysis_shop import Touch, shop
from etappe.analysis.catalog import ANALYSES, ask, question_of
from etappe.analysis.encode import encode
from etappe.analysis.flow import FlowQuestion, flow
from etappe.analysis.funnel import FunnelQuestion
from etappe.analysis.medians import Durations
from etappe.analysis.paths import PathsQuestion
from etappe.analysis.scope import Scope
from etappe.base import messages
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Said:
    from_: datetime
    value: Decimal
    shares: tuple[float, ...]
    missing: None = None

    def sentence(self, language: str) -> str:
        return f"so: {language}"


def test_an_answer_becomes_json_with_its_sentences_last() -> None:
    moment = datetime(2026, 3, 3, 14, 5, tzinfo=timezone(timedelta(hours=1)))
    answer = Said(moment, Decimal("49.90"), (0.5, float("nan")))
    assert encode(answer) == (
        b'{"from":"2026-03-03T13:05:00Z","value":49.90,"shares":[0.5,null],"missing":null,'
        b'"sentences":{"de":"so: de","en":"so: en"}}'
    )


def test_numbers_of_numpy_days_and_durations_are_plain() -> None:
    given = [np.int64(3), np.float64(0.25), np.bool_(True), date(2026, 3, 3), timedelta(minutes=1)]
    assert encode(given) == b'[3,0.25,true,"2026-03-03",60.0]'


def test_a_moment_without_zone_is_a_fault() -> None:
    with pytest.raises(TypeError, match="without time zone"):
        encode([datetime(2026, 3, 3, tzinfo=UTC).replace(tzinfo=None)])


def test_the_same_question_gives_the_same_bytes() -> None:
    columns = shop([[Touch("home", 0), Touch("purchase", 9, value=100)]] * 3, shards=2)
    assert encode(flow(columns, FlowQuestion())) == encode(flow(columns, FlowQuestion()))


def test_questions_are_read_from_flat_texts() -> None:
    assert question_of(
        "flow", {"from": "30d", "within": "person", "collapse": "true", "limit": "500"}
    ) == (FlowQuestion(Scope(from_="30d"), within="person", collapse=True, limit=500))
    assert question_of("funnel", {"steps": ["a", "b"], "by": None, "digital": "yes"}) == (
        FunnelQuestion(Scope(digital=True), ("a", "b"))
    )
    assert question_of("paths", {"steps": 3, "where": "x = 1"}) == (
        PathsQuestion(Scope(where="x = 1"), steps=3)
    )


@pytest.mark.parametrize(
    ("name", "params", "message", "next_step"),
    [
        ("fnnel", {}, "analysis: 'fnnel' is unknown.", "Known: funnel"),
        ("flow", {"form": "30d"}, "form: no such field.", "Known: from"),
        (
            "flow",
            {"within": "week"},
            "within: 'week' is unknown.",
            "Known: account, journey, person, visit.",
        ),
        ("paths", {"steps": "ten"}, "steps: 'ten' is not a whole number.", "Write digits"),
        (
            "flow",
            {"collapse": "perhaps"},
            "collapse: 'perhaps' is neither yes nor no.",
            "Write true",
        ),
        ("funnel", {"steps": 3}, "steps: 3 is not a list of names.", "Name one"),
    ],
)
def test_bad_texts_are_told_with_what_is_allowed(
    name: str, params: dict[str, object], message: str, next_step: str
) -> None:
    with pytest.raises(BadInput) as caught:
        question_of(name, params)
    assert caught.value.message == message
    assert caught.value.next_step.startswith(next_step)


@pytest.mark.parametrize("name", sorted(name for name, one in ANALYSES.items() if one.answer))
def test_every_analysis_answers_an_empty_shop_in_both_languages(name: str) -> None:
    params = {"steps": ["home"]} if name == "funnel" else {}
    columns = shop([[Touch("home", 0)]]) if name == "funnel" else shop([])
    answer = ask(columns, question_of(name, params))
    assert encode(answer)
    assert answer.sentence("de") != answer.sentence("en")


def test_every_sentence_has_both_languages_with_the_same_figures() -> None:
    for key in messages.keys("etappe.analysis"):
        texts = messages._catalogue("etappe.analysis")[key]
        assert set(texts) == set(LANGUAGES), key
        used = [
            {name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()
        ]
        assert used[0] == used[1], key


def test_medians_merge_to_the_same_whatever_the_parts() -> None:
    values = (np.arange(3_000, dtype=np.int64) ** 2) * 1_000
    whole = Durations.of(values)
    parts = (
        Durations.of(values[:10]) + Durations.of(values[10:1_400]) + Durations.of(values[1_400:])
    )
    assert parts.median_seconds() == whole.median_seconds()
    assert whole.median_seconds() == pytest.approx(float(np.median(values)) / 1e6, rel=0.01)
    small = Durations.of(values[:500]) + Durations.of(values[500:1_000])
    assert small.median_seconds() == float(np.median(values[:1_000])) / 1e6
    assert Durations().median_seconds() is None
