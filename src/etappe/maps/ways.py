"""Ways: each journey's stages in order, runs of the same stage as one, touches outside the model left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

Wide = NDArray[np.int64]
LONGEST = 10
"""Stays in a course that is told apart; a journey with more is among the others."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Distinct courses as numbers (rising), how many journeys took each and how many of them converted.

    The number's digits to base stages + 1 are the stages in order, first the lowest, plus one.
    `journeys` are all asked about, `converted` those with a conversion, `running` those without that are not over.
    """

    codes: Wide
    counts: Wide
    conversions: Wide
    journeys: int
    converted: int
    running: int


def count_ways(
    stage: NDArray[np.uint8],
    starts: NDArray[np.int32],
    won: NDArray[np.bool_],
    running: NDArray[np.bool_],
    stages: int,
) -> Ways:
    """The courses of one shard: entry j is in stage[j] (from `stages` on: in none); unit i begins at starts[i]."""
    stays, firsts = _stays(stage, starts, stages)
    codes, lasting = _numbers(stays, firsts, stages)
    short = codes >= 0
    distinct, place, counts = np.unique(codes[short], return_inverse=True, return_counts=True)
    bought = np.bincount(place[won[lasting[short]]], minlength=len(distinct))
    return Ways(
        codes=distinct,
        counts=counts,
        conversions=bought.astype(np.int64),
        journeys=len(starts),
        converted=int(np.count_nonzero(won)),
        running=int(np.count_nonzero(running & ~won)),
    )


def _stays(
    stage: NDArray[np.uint8], starts: NDArray[np.int32], stages: int
) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """Each unit's runs of one stage, and where a unit's first one is; runs in no stage are left out.

    A stay interrupted by touches outside the model comes as two runs and is one stay.
    """
    if not len(stage) or not len(starts):
        return np.empty(0, np.uint8), np.zeros(len(starts), np.intp)
    begins = np.empty(len(stage), np.bool_)
    begins[0] = True
    np.not_equal(stage[1:], stage[:-1], out=begins[1:])
    begins[starts] = True
    begins &= stage < stages
    entries = np.flatnonzero(begins)
    stays, firsts = stage[entries], np.searchsorted(entries, starts)
    again = np.zeros(len(stays), np.bool_)
    again[1:] = stays[1:] == stays[:-1]
    again[firsts[firsts < len(stays)]] = False
    if not again.any():
        return stays, firsts
    dropped = np.concatenate(([0], np.cumsum(again)))
    return stays[~again], firsts - dropped[firsts]


def _numbers(
    stays: NDArray[np.uint8], firsts: NDArray[np.intp], stages: int
) -> tuple[Wide, NDArray[np.intp]]:
    """The number of each unit's course (−1: too long), and which unit it is; units without a stage are missing."""
    length = np.diff(np.append(firsts, len(stays)))
    unit = np.flatnonzero(length)
    codes = np.zeros(len(unit), np.int64)
    length, at, power = length[unit], firsts[unit], 1
    going = np.arange(len(unit))
    for step in range(longest(stages)):
        codes[going] += (stays[at[going] + step] + np.int64(1)) * power
        going = going[length[going] > step + 1]
        power *= stages + 1
    codes[going] = -1
    return codes, unit


def longest(stages: int) -> int:
    """How many stays of so many stages fit into one whole number, at most LONGEST."""
    return min(LONGEST, int(62 / log2(stages + 2)))


def merge_ways(parts: Sequence[Ways]) -> Ways:
    """The courses of all shards together."""
    codes = np.concatenate([part.codes for part in parts] or [np.empty(0, np.int64)])
    distinct, place = np.unique(codes, return_inverse=True)
    counts, bought = np.zeros(len(distinct), np.int64), np.zeros(len(distinct), np.int64)
    if parts:
        np.add.at(counts, place, np.concatenate([part.counts for part in parts]))
        np.add.at(bought, place, np.concatenate([part.conversions for part in parts]))
    return Ways(
        distinct,
        counts,
        bought,
        sum(part.journeys for part in parts),
        sum(part.converted for part in parts),
        sum(part.running for part in parts),
    )


def spell(code: int, stages: int) -> list[int]:
    """The stages behind a course's number."""
    found = []
    while code:
        code, digit = divmod(code, stages + 1)
        found.append(digit - 1)
    return found
