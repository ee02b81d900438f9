"""Countries: known by two letters, and by a time zone that is theirs alone."""

from zoneinfo import available_timezones

import pytest

from etappe.base.countries import checked_country, countries, country_of_zone
from etappe.base.errors import BadInput


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"), ("Europe/Vienna", "AT"), ("Europe/Zurich", "CH"), ("Europe/Rome", "IT"),
        ("Europe/Kiev", "UA"), ("Europe/Kyiv", "UA"), ("America/New_York", "US"), ("Asia/Calcutta", "IN"),
        ("UTC", ""), ("CET", ""), ("Europe/Simferopol", ""), ("nowhere", ""),
    ],
)  # fmt: skip
def test_a_time_zone_tells_its_country_where_it_has_one(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


def test_no_zone_belongs_to_two_countries_and_all_are_known() -> None:
    zones = [zone for country in countries().values() for zone in country.zones]
    assert len(zones) == len(set(zones))
    assert set(zones) <= available_timezones()


def test_countries_are_known_in_any_case_and_others_refused() -> None:
    assert checked_country(" de ").calling == "49"
    with pytest.raises(BadInput, match="ISO 3166") as refused:
        checked_country("Deutschland")
    assert refused.value.field == "country"
    assert "DE" in refused.value.next_step
