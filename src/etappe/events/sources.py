"""Where a contact came from: the category of a source or referrer host, from a list of our own."""

from functools import cache

from etappe.events.datafiles import table


def source_category(source: str) -> str:
    """'search', 'social', 'price_comparison' … of a utm_source or host; '' when the list has no such.

    A host is found by itself or by any domain it lies under; 'google.*' covers every Google country
    domain, 'forum.*' every host that begins so.
    """
    name = plain_host(source)
    listed = _categories()
    labels = name.split(".")
    tails = [".".join(labels[start:]) for start in range(len(labels))]
    wide = f"{labels[0]}.*" if len(labels) > 1 else name
    return next((listed[part] for part in (tails[0], wide, *tails[1:]) if part in listed), "")


def plain_host(host: str) -> str:
    """Lower case, without port, final dot and 'www.'."""
    return host.strip().lower().rstrip(".").split(":")[0].removeprefix("www.")


@cache
def _categories() -> dict[str, str]:
    return {row["source"]: row["category"] for row in table("sources")}
