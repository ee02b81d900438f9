"""Blocks: the short runs of touches that visits are put together from."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

# event : page. A block's name is its role and its length; several blocks may share a role and length.
_STEPS = {
    "home": "page_view:home",
    "landing": "page_view:landing",
    "blog": "page_view:blog",
    "about": "page_view:about",
    "list": "view_item_list:list",
    "search": "search:search",
    "suggest": "search_suggestion_chosen:search",
    "item": "view_item:item",
    "reviews": "review_read:reviews",
    "size": "size_guide_viewed:size",
    "shipping?": "shipping_info_viewed:shipping_info",
    "compare": "products_compared:compare",
    "wish": "add_to_wishlist:item",
    "faq": "faq_viewed:faq",
    "stores": "page_view:stores",
    "scroll": "scroll:home",
    "video": "video_start:video",
    "videopage": "page_view:video",
    "cart": "add_to_cart:item",
    "basket": "view_cart:cart",
    "coupon": "coupon_entered:cart",
    "checkout": "begin_checkout:checkout",
    "address": "add_shipping_info:shipping",
    "pay": "add_payment_info:payment",
    "rage": "rage_click:payment",
    "failed": "payment_failed:payment",
    "buy": "purchase:thanks",
    "login": "login:login",
    "quote": "quote_requested:quote",
    "download": "file_download:ebook",
    "trial": "trial_started:trial",
}
_BLOCKS = (
    ("look1", "item"),
    ("look2", "home item", "list item", "search item", "landing item", "item reviews", "item item"),
    ("look3", "home list item", "search suggest item", "list item reviews", "item size item",
     "landing list item", "item item reviews", "list item shipping?"),
    ("look4", "home list item reviews", "search suggest item reviews", "list item item size",
     "landing list item item", "item list item wish", "item compare item reviews"),
    ("look5", "home list item size reviews", "search suggest item item reviews",
     "list item list item shipping?", "landing list item item reviews", "home search suggest item faq"),
    ("look6", "home list item list item reviews", "search item search suggest item reviews",
     "list item item list item size", "landing list item item shipping? reviews"),
    ("look8", "home list item list item reviews list item",
     "search item list item compare item reviews item",
     "landing list item list item size item reviews"),
    ("glance1", "home", "landing", "blog", "list", "faq"),
    ("glance2", "home list", "landing scroll", "home about", "blog list", "home stores"),
    ("glance3", "home list list", "landing list scroll", "home search search"),
    ("video", "videopage video"),
    ("cart1", "cart"),
    ("cart2", "cart basket", "basket cart"),
    ("cart3", "cart basket cart", "wish cart basket"),
    ("leave1", "checkout"),
    ("leave2", "checkout address", "checkout shipping?"),
    ("leave3", "checkout address pay"),
    ("leave4", "checkout address pay faq"),
    ("rage", "checkout address pay rage rage rage"),
    ("refused", "checkout address pay failed pay failed"),
    ("refused_more", "checkout address pay failed pay failed pay failed"),
    ("buy2", "checkout buy"),
    ("buy3", "checkout pay buy"),
    ("buy4", "checkout address pay buy"),
    ("buy5", "coupon checkout address pay buy"),
    ("buy_after_rage", "checkout address pay rage buy"),
    ("buy_second_try", "checkout address pay failed pay failed pay buy"),
    ("login", "login"),
    ("quote", "quote"),
    ("search", "search"),
    ("research", "blog list item"),
    ("team", "home item reviews"),
    ("portal_compare", "compare reviews item"),
    ("ebook", "landing item download"),
    ("trial", "item trial cart checkout buy"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks laid end to end: block b is steps offsets[b]:offsets[b + 1]."""

    offsets: NDArray[np.int64]
    event: NDArray[np.int64]
    page: NDArray[np.int64]
    events: tuple[str, ...]
    pages: tuple[str, ...]


@cache
def blocks() -> Blocks:
    """The table of blocks as arrays."""
    runs = [run.split() for _, *runs in _BLOCKS for run in runs]
    steps = [_STEPS[word].split(":") for run in runs for word in run]
    events = tuple(dict.fromkeys(event for event, _ in steps))
    pages = tuple(dict.fromkeys(page for _, page in steps))
    return Blocks(
        np.cumsum([0, *map(len, runs)]),
        np.array([events.index(event) for event, _ in steps]),
        np.array([pages.index(page) for _, page in steps]),
        events,
        pages,
    )


@cache
def role(name: str) -> range:
    """The numbers of all blocks of a role, for example 'look3'."""
    first = 0
    for known, *runs in _BLOCKS:
        if known == name:
            return range(first, first + len(runs))
        first += len(runs)
    raise KeyError(name)
