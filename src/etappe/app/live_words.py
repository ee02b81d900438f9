"""The words of the live page and of Rejected: steps, what they did, reasons; German and English."""

from etappe.app.speech import in_both
from etappe.base import messages
from etappe.base.messages import LANGUAGES
from etappe.base.refusals import in_language
from etappe.collect.live.way import Note
from etappe.events.personal import masked, veiled, veiled_text
from etappe.events.words import Text


def reason_text(reason: str) -> Text:
    """Why an event is not kept."""
    return _said(f"reason_{reason}") or in_both("reason_other", reason=reason)


def reason_next_step(reason: str) -> Text:
    """What to do about events that are not kept for this reason."""
    return _said(f"reason_{reason}_next") or in_both("reason_other_next")


def sender_text(*told: str) -> Text:
    """What a sender was told is wrong, and what to do, personal values masked; empty if nothing was told."""
    parts = [part for part in told if part]
    return {
        language: str(veiled(" ".join(in_language(part, language) for part in parts)))
        for language in (LANGUAGES if parts else ())
    }


def step_text(name: str) -> Text:
    """What a step of the way is called."""
    return _said(f"live_step_{name}") or dict.fromkeys(LANGUAGES, name)


def note_text(note: Note) -> Text:
    """What a step did to an event."""
    key = f"live_note_{note.step}_{note.key}"
    detail = _veiled(note)
    return _said(key, detail=detail) or dict.fromkeys(
        LANGUAGES, f"{note.key}: {detail}" if detail else note.key
    )


def _veiled(note: Note) -> str:
    if note.step == "staff":
        return masked(note.detail)
    # A placeholder ("user_id: null") is nobody's.
    return note.detail if note.key == "placeholder" else veiled_text(note.detail)


def _said(key: str, **figures: str) -> Text:
    return in_both(key, **figures) if key in messages.keys("etappe.app") else {}
