"""What a change of the words would do, before it is made: counts, and the band of a drafted model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from etappe.analysis.catalog import question_of
from etappe.analysis.stages import Stages, stages
from etappe.app.drafts import drafted, drafts_of
from etappe.app.preview_moves import WordMove, moves
from etappe.app.preview_said import said
from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.base.messages import LANGUAGES, Language
from etappe.events.overlay import KNOWN

MOST_MOVES = 200


@dataclass(frozen=True, slots=True)
class WordsPreview:
    """What the change would do to the touches there are.

    `touches` of `persons` would be read otherwise than now; `moves` says how, the most frequent first (at most
    200). `cut_anew`: whether journeys are cut again. `stages` is the answer with the drafted stage model over
    the journeys as they are, null if no model is drafted.
    """

    touches: int
    persons: int
    cut_anew: bool
    moves: tuple[WordMove, ...]
    stages: Stages | None
    sentences: Mapping[Language, str]


def preview(
    shop: Shop, edits: Mapping[str, Any], params: Mapping[str, Any] | None = None
) -> WordsPreview:
    """What this edit would do, over the whole time; `params` narrow the stages (`from`, `to`, `where` …).

    The edit is in the shape of `etappe.events.overlay`, a model that is None is taken away. BadInput as if it
    were made. Nothing is kept.
    """
    if unknown := [name for name in edits if name not in KNOWN]:
        raise BadInput(
            f"{unknown[0]}: no such part of the words.",
            next_step=f"Known: {', '.join(KNOWN)}.",
            field=str(unknown[0]),
        )
    after = drafted(shop, drafts_of(shop, edits))
    before, columns = shop.settled().words, shop.columns()
    given = dict(params or {})
    drawn = [key for key, model in (edits.get("models") or {}).items() if model is not None]
    model = drawn[0] if drawn else given.get("stages") or after.words.model
    touches, persons, found = moves(columns, before, after.words, model)
    answer = None
    if drawn:
        question = question_of("stages", given | {"stages": model})
        answer = stages(replace(columns, words=after.words), question)
    sentences = {
        language: said(touches, persons, after.cut_anew, found, language) for language in LANGUAGES
    }
    return WordsPreview(touches, persons, after.cut_anew, found[:MOST_MOVES], answer, sentences)
