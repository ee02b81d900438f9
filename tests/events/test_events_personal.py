"""What tells who somebody is, is masked wherever it stands in a value of JSON."""

from typing import Any

import pytest

from etappe.events.personal import is_network_address, is_personal, veiled, veiled_text


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"price": 50, "name": "Susa"}, {"price": 50, "name": "S…a"}),
        ({"userId": "k-4711", "anonymousId": "a-1"}, {"userId": "k…1", "anonymousId": "a-1"}),
        (
            {"traits": {"email": "susa@jubelware.example", "plan": "gratis"}},
            {"traits": {"email": "s…e", "plan": "gratis"}},
        ),
        ({"address": {"city": "Bremen", "zip": 28195}}, {"address": {"city": "B…n", "zip": "2…5"}}),
        (
            {"phones": ["1"], "phone": ["0421 4711", None]},
            {"phones": ["1"], "phone": ["0…1", None]},
        ),
        (
            ["https://shop.example/?m=susa@jubelware.example&x=1", True, None],
            ["https://shop.example/?m=s…e&x=1", True, None],
        ),
        (
            {"products": [{"name": "Teamsatz", "recipient": "Susa"}], "name": "Susa"},
            {"products": [{"name": "Teamsatz", "recipient": "S…a"}], "name": "S…a"},
        ),
        ("kein Klammeraffe", "kein Klammeraffe"),
    ],
)
def test_personal_values_are_masked_and_others_stay(told: Any, shown: Any) -> None:
    assert veiled(told) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('{"size":"M","first_name":"Susa","tim', '{"size":"M","first_name":"S…a","tim'),
        ('{"userId": 4711, "n": 3}', '{"userId": 4…1, "n": 3}'),
        ("mail=susa@jubelware.example&x=1", "mail=s…e&x=1"),
        ("an susa@jubelware.example", "an s…e"),
        ("timestamp: 'gestern' is no time", "timestamp: 'gestern' is no time"),
    ],
)
def test_a_piece_of_json_is_veiled_as_text(told: str, shown: str) -> None:
    assert veiled_text(told) == shown


@pytest.mark.parametrize(
    "name",
    ["billing_first_name", "Shipping Address 1", "customerEmail", "tel", "phone2", "customer_name", "Lieferstraße",
     "order_note", "Kundenname", "recipient_zip", "user_ip"],
)  # fmt: skip
def test_personal_names_are_known_in_the_spellings_of_shops(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize(
    "name", ["shipping_method", "customer_group", "product_name", "size", "zipper", "user_agent", "equip", "billing_country", "contact_reason"]
)  # fmt: skip
def test_names_of_things_are_not(name: str) -> None:
    assert not is_personal(name)


def test_an_address_of_the_network_is_told_from_one_of_a_street() -> None:
    named = ["ip", "client_ip", "Customer IP Address", "ipAddress", "address", "zip", "recipe"]
    assert [is_network_address(name) for name in named] == [True] * 4 + [False] * 3
