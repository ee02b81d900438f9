"""KPIs in words: the name of every figure with its base, in both languages."""

from collections.abc import Mapping
from functools import cache

from etappe.analysis.speech import say
from etappe.base.messages import LANGUAGES, Language, keys

_PREFIX = "kpi_"


@cache
def kpi_definitions() -> Mapping[str, Mapping[Language, str]]:
    """What each figure of the KPIs counts, of what base, by the name of its field."""
    return {
        key.removeprefix(_PREFIX): {language: say(key, language) for language in LANGUAGES}
        for key in keys("etappe.analysis")
        if key.startswith(_PREFIX)
    }
