"""The one error of questions: a name nobody knows, told with the names that are known."""

from collections.abc import Sequence
from difflib import get_close_matches

from etappe.base.errors import BadInput

_SHOWN = 12


def unknown(field: str, value: str, known: Sequence[str]) -> BadInput:
    """A name nobody knows: the nearest names first, then the others, at most twelve."""
    near = get_close_matches(value, known[:5000], n=3, cutoff=0.5)
    listed = [*near, *[name for name in sorted(known) if name not in near]][:_SHOWN]
    more = f" and {len(known) - len(listed)} more" if len(known) > len(listed) else ""
    return BadInput(
        f"{field}: {value!r} is unknown.",
        next_step=f"Known: {', '.join(listed)}{more}." if listed else "Known: nothing yet.",
        field=field,
    )


def unknown_field(name: str, known: Sequence[str]) -> BadInput:
    """A question has no such field."""
    error = unknown(name, name, known)
    return BadInput(f"{name}: no such field.", next_step=error.next_step, field=name)
