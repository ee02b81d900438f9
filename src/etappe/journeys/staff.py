"""Orders that staff entered: a line of their own beside the customer figures (DESIGN section 5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.journeys.columns import StaffOrders
from etappe.kernels.cut_rows import LOWEST_VALUE


@dataclass(frozen=True, slots=True)
class StaffLedger:
    """What staff's events told of orders, as the store has it: `order` is -1 where none was named."""

    order: NDArray[np.int32]
    time_us: NDArray[np.int64]
    value: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "StaffLedger":
        """Nobody entered anything."""
        return cls(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))

    @classmethod
    def from_lists(cls, lists: list[list[int]]) -> "StaffLedger":
        """A ledger as `as_lists` told it."""
        order, time_us, value = lists
        return cls(
            np.array(order, np.int32), np.array(time_us, np.int64), np.array(value, np.int64)
        )

    def as_lists(self) -> list[list[int]]:
        """Orders, times and values, for a manifest."""
        return [self.order.tolist(), self.time_us.tolist(), self.value.tolist()]

    def with_more(self, more: "StaffLedger") -> "StaffLedger":
        """Both ledgers as one."""
        return StaffLedger(
            np.concatenate((self.order, more.order)),
            np.concatenate((self.time_us, more.time_us)),
            np.concatenate((self.value, more.value)),
        )

    def orders(self) -> StaffOrders:
        """Each order once, in order of time: at its earliest telling, with the first value told."""
        by_time = np.argsort(self.time_us, kind="stable")
        heads: dict[int, int] = {}
        time_us: list[int] = []
        value: list[int] = []
        for row in by_time.tolist():
            order, money = int(self.order[row]), int(self.value[row])
            money = money if money >= LOWEST_VALUE else 0
            if order in heads:
                value[heads[order]] = value[heads[order]] or money
                continue
            if order >= 0:
                heads[order] = len(value)
            time_us.append(int(self.time_us[row]))
            value.append(money)
        return StaffOrders(np.array(time_us, np.int64), np.array(value, np.int64))
