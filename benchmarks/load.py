"""The reference load: 22 million touches of 900,000 persons, made the same each time.

Touches per person are heavy-tailed, gaps within a visit seconds to minutes, between visits hours to weeks, names
Zipf-distributed along a shop's usual order, so that flows, funnels and journeys look like a shop's.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

FUNNEL = ("view_item_list", "view_item", "add_to_cart", "begin_checkout", "purchase")
SHOP_NAMES = (
    "page_view", "view_item_list", "view_item", "search", "select_item", "add_to_cart", "view_cart",
    "begin_checkout", "add_shipping_info", "add_payment_info", "purchase", "login", "sign_up",
    "view_promotion", "select_promotion", "add_to_wishlist", "remove_from_cart", "share", "scroll",
    "file_download", "video_start", "form_start", "form_submit", "faq_viewed", "review_read", "click",
    "order_status_viewed", "newsletter_clicked", "store_finder", "size_guide", "compare", "filter",
)  # fmt: skip
START_US = 1_735_689_600_000_000  # 2025-01-01
YEAR_US = 365 * 86_400_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """The load as columns in arrival order (by time)."""

    person: NDArray[np.int32]
    time_us: NDArray[np.int64]
    name: NDArray[np.int16]
    value: NDArray[np.int64]
    names: tuple[str, ...]


def make(touches: int = 22_000_000, persons: int = 900_000, names: int = 32, seed: int = 7) -> Load:
    """The load; `names` beyond 32 add rarer names as a large catalogue of own events does."""
    draw = np.random.default_rng(seed)
    weight = draw.pareto(1.6, persons) + 0.35
    per_person = np.maximum(1, np.round(weight / weight.sum() * touches)).astype(np.int64)
    person = np.repeat(np.arange(persons, dtype=np.int32), per_person)
    total = len(person)
    gap = draw.exponential(45e6, total)
    new_visit = draw.random(total) < 0.16
    gap[new_visit] = draw.lognormal(np.log(3.0 * 86_400e6), 1.4, int(new_visit.sum()))
    first = np.r_[True, person[1:] != person[:-1]]
    gap[first] = 0
    run = np.cumsum(gap)
    begin = draw.integers(0, YEAR_US // 2, persons)
    starts = np.flatnonzero(first)
    time = run - np.repeat(run[starts], np.diff(np.r_[starts, total])) + begin[person]
    time_us = (START_US + time % YEAR_US).astype(np.int64)
    words = SHOP_NAMES[:names] + tuple(f"own_event_{n}" for n in range(names - len(SHOP_NAMES)))
    chance = 1 / np.arange(1, len(words) + 1) ** 0.9
    name = draw.choice(len(words), total, p=chance / chance.sum()).astype(np.int16)
    value = np.where(name == words.index("purchase"), draw.integers(500, 20_000, total), 0)
    order = np.argsort(time_us, kind="stable")
    return Load(person[order], time_us[order], name[order], value[order].astype(np.int64), words)


def write_parquet(load: Load, path: Path) -> None:
    """The load as a file that `etappe import` reads: person, event, time, value."""
    _copy(load, path, "(FORMAT parquet, ROW_GROUP_SIZE 250000)")


def write_csv(load: Load, path: Path) -> None:
    """The same as CSV."""
    _copy(load, path, "(FORMAT csv, HEADER)")


def _copy(load: Load, path: Path, form: str) -> None:
    connection = duckdb.connect(config={"preserve_insertion_order": True})
    words = np.array(load.names, dtype=object)
    columns = {
        "person": load.person,
        "name": load.name,
        "time_us": load.time_us,
        "value": load.value,
    }
    connection.register("load", columns)
    connection.register("words", {"code": np.arange(len(words)), "word": words})
    connection.execute(
        f"""COPY (
            SELECT 'p' || person AS person, word AS event, make_timestamp(time_us) AS time,
                CASE WHEN value > 0 THEN value / 100 END AS value
            FROM load JOIN words ON code = name ORDER BY time_us
        ) TO '{path}' {form}"""
    )
    connection.close()
