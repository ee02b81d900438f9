"""The one table through which heavy modules load, at first use, so that every door opens fast."""

from importlib import import_module
from types import ModuleType

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
    """Load all of them; the server does so in a thread once its port is open."""
    for name in HEAVY:
        heavy(name)
