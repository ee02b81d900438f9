"""The one table through which heavy modules load, at first use, so that every door opens fast."""

import logging
from importlib import import_module
from types import ModuleType

log = logging.getLogger("etappe.heavy")

HEAVY = {
    "cut": "etappe.kernels.cut",
    "flow": "etappe.kernels.flow",
    "funnel": "etappe.kernels.funnel",
    "occurrence": "etappe.kernels.occurrence",
    "paths": "etappe.kernels.paths",
    "stages": "etappe.kernels.stages",
    "select": "etappe.kernels.select",
    "xlsx": "xlsxwriter",
}


def heavy(name: str) -> ModuleType:
    """The module behind `name`; a KeyError here is a programming error, not a user's."""
    return import_module(HEAVY[name])


def warm_up() -> None:
    """Load all of them; the server does so in a thread once its port is open. One that is missing is logged."""
    for name in HEAVY:
        try:
            heavy(name)
        except Exception:  # who needs it is told at first use; the others still load early
            log.exception("The module %r did not load.", HEAVY[name])
