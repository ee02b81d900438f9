"""The orders of the year as columns: who, when, what, how paid, and what each story does to them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from json import dumps

import numpy as np
from numpy.typing import NDArray

from etappe.demo.catalogue import PAYMENTS, products
from etappe.demo.dice import Ints

CONSUMER, MARKET, COMPANY_ORDER = range(3)
KEPT, BY_PHONE_CHECKOUT, BY_OUTAGE = range(3)
"""Why a planned order did not come about."""
NO_STORE, BREMEN, LEIPZIG = range(3)
NOT_UNSEEN, SEEN_EARLIER, SEEN_LAST = range(3)
"""Where the newsletter stands in the way to the order."""
STORES = (None, "Bremen", "Leipzig")


@dataclass(frozen=True, slots=True)
class Orders:
    """Columns of equal length. Times are local µs, money in cents."""

    person: Ints
    time: Ints  # start of the buying visit; the moment of the purchase once that is known
    device: Ints
    product: Ints
    value: Ints
    kind: Ints
    company: Ints
    loyal: NDArray[np.bool_]
    payment: Ints
    prevented: Ints
    store: Ints
    gift: NDArray[np.bool_]
    retro: NDArray[np.bool_]  # ordered while the shop's stock was wrong
    newsletter: Ints
    told_twice: NDArray[np.bool_]
    lost_visit: NDArray[np.bool_]  # came back from PayPal under a new visit id
    payment_pause: Ints  # µs the payment provider kept the customer

    def __len__(self) -> int:
        return len(self.person)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Orders that came about."""
        return np.asarray(self.prevented == KEPT)

    def words(self) -> list[str]:
        """What the purchase says beside its columns, as JSON, one an order."""
        made = []
        columns = (self.product, self.payment, self.store, self.gift, self.loyal, self.kind)
        for item, payment, store, gift, loyal, kind in zip(
            *map(np.ndarray.tolist, columns), strict=True
        ):
            words = {
                "category": products()[item].category,
                "payment_method": PAYMENTS[payment],
                "shipping": "Abholung" if store else "Versand",
                "ship_to": "andere Adresse" if gift else "eigene Adresse",
                "customer": _customer(kind, loyal),
            }
            if store:
                words["store"] = STORES[store] or ""
            made.append(dumps(words, ensure_ascii=False))
        return made


def all_orders(parts: Sequence[Orders]) -> Orders:
    """The orders of all parts, in their order."""
    names = [field.name for field in fields(Orders)]
    return Orders(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def single_order(**cells: int | bool) -> Orders:
    """One order told by hand; what is not named is usual."""
    usual: dict[str, int | bool] = {
        **dict.fromkeys((field.name for field in fields(Orders)), 0),
        **dict.fromkeys(("loyal", "gift", "retro", "told_twice", "lost_visit"), False),
        "company": -1,
    }
    return Orders(**{name: np.array([cell]) for name, cell in (usual | cells).items()})


def _customer(kind: int, loyal: bool) -> str:
    if kind == COMPANY_ORDER:
        return "Firma"
    return "Stammkundschaft" if loyal else "Neukundschaft"
