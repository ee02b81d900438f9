"""The country of an address, by the database that ships; private addresses have none."""

import pytest

from etappe.collect.live.country import country_of, installed


@pytest.mark.skipif(
    not installed(), reason="This Etappe was built without the database of countries."
)
@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("85.214.132.117", "DE"),
        ("2a01:4f8::1", "DE"),
        ("::ffff:85.214.132.117", "DE"),
        ("10.0.0.1", None),
        ("127.0.0.1", None),
        ("100.64.0.1", None),
        ("fe80::1%eth0", None),
        ("testclient", None),
        ("", None),
    ],
)
def test_public_addresses_have_a_country(address: str, country: str | None) -> None:
    assert country_of(address) == country
