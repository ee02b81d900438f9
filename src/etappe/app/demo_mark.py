"""How the demo shop is known: by the mark of the one import that it consists of."""

from datetime import datetime

from etappe.app.shop import Shop

MARK = "demo "
"""The name of the demo's import begins with it; seed and size follow."""


def is_demo(shop: Shop) -> bool:
    """Whether the shop holds the invented demo and nothing else that was imported."""
    imports = shop.events.imports()
    return bool(imports) and all(record.name.startswith(MARK) for record in imports)


def demo_made_at(shop: Shop) -> datetime | None:
    """The midnight that ends the year the demo tells; None for a shop that is not the demo."""
    return shop.events.imports()[-1].finished_at if is_demo(shop) else None


def seed_and_size(shop: Shop) -> tuple[int, int]:
    """With which seed and for how many persons the demo shop was made."""
    words = shop.events.imports()[-1].name.split()
    return int(words[2]), int(words[4])
