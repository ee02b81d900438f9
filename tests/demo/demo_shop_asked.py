"""The demo shop asked as people ask it: the real analyses over the real columns, in few words."""

from typing import Any

from etappe.app.shop import Shop

DAY = 86_400.0  # seconds


class Asked:
    """One open demo shop; `period` is 'first day/last day'."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def ask(self, name: str, period: str = "", **params: Any) -> Any:
        first, _, last = period.partition("/")
        return self.shop.ask(name, {**params, "from": first, "to": last})

    def kpis(self, where: str = "", period: str = "") -> Any:
        return self.ask("kpis", period, where=where)

    def steps(
        self, *steps: str, within: str = "1d", per: str = "visit", **params: Any
    ) -> list[int]:
        """How many reach each step."""
        made = self.ask("funnel", steps=steps, within=within, per=per, **params)
        return [step.persons for step in made.steps]

    def share(self, *steps: str, **params: Any) -> float:
        """Of those at the first of two steps, who reach the second."""
        first, second = self.steps(*steps, **params)
        return second / first

    def gap(self, *steps: str, **params: Any) -> float:
        """Days from the first of two steps to the second, in the middle."""
        params = {"within": "60d", "per": "journey", **params}
        made = self.ask("funnel", steps=steps, **params)
        return float(made.steps[1].median_seconds_from_previous) / DAY
