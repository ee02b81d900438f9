"""Stage models made by a shop (A2.11): building, checking, and placing touchpoints."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etappe.base.errors import BadInput, NotFound
from etappe.events.names import words_in
from etappe.events.words import Stage, StageModel, Text, Words

KEY = re.compile(r"[a-z][a-z0-9_]*")
MOST_STAGES = 12


def new_model(
    key: str,
    name: str | Text,
    stage_names: Sequence[str | Text],
    words: Words,
    *,
    based_on: str = "",
    loop: bool = False,
) -> StageModel:
    """An own model with these stages, checked.

    Based on a model with as many stages its touchpoints go to the stage in the same place; with another number
    they go to the stage at the same share of the way. Without a base every touchpoint is outside at first.
    """
    stages = _stages(stage_names)
    base = model_named(based_on, words) if based_on else None
    moved = _moved(base, stages) if base else {}
    model = StageModel(
        key=key,
        name=_both(name),
        stages=stages,
        before={tp: moved[stage] for tp, stage in base.before.items()} if base else {},
        after={tp: moved[stage] for tp, stage in base.after.items()} if base else {},
        loop=loop,
        own=True,
    )
    return check_model(model, words)


def model_named(key: str, words: Words) -> StageModel:
    """The stage model of this key. Raises NotFound with the known ones."""
    if key not in words.models:
        raise NotFound(
            f"stages: there is no stage model {key!r}.",
            next_step=f"Known: {', '.join(words.models)}.",
            field="stages",
        )
    return words.models[key]


def place(
    model: StageModel, touchpoint: str, *, before: str | None, after: str | None
) -> StageModel:
    """The model with a touchpoint moved to these stages; None puts it outside."""
    return replace(
        model,
        before=_with(model.before, touchpoint, before),
        after=_with(model.after, touchpoint, after),
    )


def check_model(model: StageModel, words: Words) -> StageModel:
    """The model itself when it is sound; else BadInput names the field and the next step."""
    if not KEY.fullmatch(model.key):
        problem = "must be small letters, digits and _, beginning with a letter"
        raise _bad("key", model.key, problem, "Write it like mein_modell.")
    if not model.stages:
        raise _bad("stages", model.key, "has no stage", "Name at least one stage.")
    if len(model.stages) > MOST_STAGES:
        raise _bad("stages", model.key, f"has more than {MOST_STAGES} stages", "Join some.")
    _check_stages(model)
    keys = {stage.key for stage in model.stages}
    for field, table in (("before", model.before), ("after", model.after)):
        for touchpoint, stage in table.items():
            if stage not in keys:
                raise _bad(
                    field, stage, "is no stage of the model", f"Known: {', '.join(sorted(keys))}."
                )
            if touchpoint not in words.touchpoints:
                raise _bad(
                    field, touchpoint, "is no touchpoint", "See the catalogue of touchpoints."
                )
    return model


def _check_stages(model: StageModel) -> None:
    seen: set[str] = set()
    for stage in model.stages:
        name = stage.name.get("de", "").strip()
        if not name or not stage.key:
            raise _bad("stages", model.key, "has a stage without name", "Name every stage.")
        said = {f"key {stage.key}", f"name {name.casefold()}"}
        if said & seen:
            raise _bad("stages", name, "occurs twice", "Name each stage once.")
        seen |= said


def _stages(names: Sequence[str | Text]) -> tuple[Stage, ...]:
    stages = []
    for name in names:
        text = _both(name)
        stages.append(Stage(key=_key_of(text.get("de", "")), name=text))
    return tuple(stages)


def _key_of(name: str) -> str:
    return "_".join(words_in(name))


def _both(name: str | Text) -> Text:
    return {"de": name.strip(), "en": name.strip()} if isinstance(name, str) else name


def _moved(base: StageModel, stages: tuple[Stage, ...]) -> Mapping[str, str]:
    if not stages:
        return dict.fromkeys((stage.key for stage in base.stages), "")
    scale = len(stages) / len(base.stages)
    return {old.key: stages[int(place * scale)].key for place, old in enumerate(base.stages)}


def _with(table: Mapping[str, str], touchpoint: str, stage: str | None) -> Mapping[str, str]:
    rest = {key: value for key, value in table.items() if key != touchpoint}
    return rest if stage is None else {**rest, touchpoint: stage}


def _bad(field: str, value: str, problem: str, next_step: str = "") -> BadInput:
    return BadInput(f"{field}: {value!r} {problem}.", next_step=next_step, field=field)
