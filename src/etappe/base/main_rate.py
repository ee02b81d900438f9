"""The main rate: of what base a shop's first conversion rate is, chosen once by the shop."""

from typing import Literal, get_args

MainRate = Literal["visit", "journey", "person"]
MAIN_RATES: tuple[MainRate, ...] = get_args(MainRate)
