"""What tells who somebody is, is masked wherever it stands in a value of JSON."""

from typing import Any

import pytest

from etappe.events.personal import veiled


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
        ("kein Klammeraffe", "kein Klammeraffe"),
    ],
)
def test_personal_values_are_masked_and_others_stay(told: Any, shown: Any) -> None:
    assert veiled(told) == shown
