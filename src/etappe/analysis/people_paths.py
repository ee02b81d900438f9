"""People of a path: whose visit, journey or whole course took exactly these touches."""

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.paths import PathsQuestion, paths_taken
from etappe.analysis.paths_top import UnitPaths
from etappe.analysis.people_group import Group, Part, Rows, code_of, counted, persons_of, words
from etappe.analysis.run import each
from etappe.base.errors import BadInput
from etappe.base.heavy import heavy
from etappe.base.messages import Language
from etappe.journeys.columns import Columns

PARTS = ("path",)


def paths_group(columns: Columns, asked: PathsQuestion, part: Part) -> Group:
    """The units whose path is `part.names`."""
    if not part.names:
        raise BadInput(
            "name: a path has at least one touch.",
            next_step="Name its touches one after the other: name=home&name=view_item.",
            field="name",
        )
    taken = paths_taken(columns, asked)
    codes = [code_of(taken.level, name) for name in part.names]
    collapse = taken.shape.collapse
    units = each(taken.items, lambda item: _units(item, codes, collapse))
    chosen = [
        counted(item.items.selection, found) for item, found in zip(taken.items, units, strict=True)
    ]

    def figures(language: Language) -> dict[str, str]:
        return {"path": " → ".join(taken.level.label(name)[language] for name in part.names)}

    return Group(
        members=persons_of(columns, asked.per, chosen),
        count=sum(map(len, units)),
        unit=asked.per,
        says=words("path", figures),
        resolved=taken.resolved,
    )


def _units(item: UnitPaths, codes: list[int], collapse: bool) -> Rows:
    """The places in the selection of the units on this path: by its number first, then touch by touch."""
    kernels = heavy("paths")
    wanted: NDArray[np.int64] = np.empty(1, np.int64)
    ends = np.array([0, len(codes)], np.int32)
    own = np.array(codes, item.items.codes.dtype)
    kernels.path_hashes(ends[:1].copy(), ends[1:].copy(), own, False, wanted)
    place = np.where(item.hashes == wanted[0], np.int32(0), np.int32(-1))
    kernels.confirm_paths(
        item.low, item.high, item.items.codes, collapse, ends, own.astype(np.uint32), place
    )
    return item.unit[place >= 0]
