"""What the shop's sales know of the companies: names, customer numbers, terms, ship-to places, roles of their people.

None of it is in an event, and none of it moves a touch: nobody joins or leaves a company by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from etappe.demo.companies import AHORNBACH, HOLLMANN, KIEZ, LINDE, Companies
from etappe.demo.keys import user_word
from etappe.demo.stories.beate import BRANCHES, STAFF

_FIRST = ("Ahl", "Brenk", "Dorm", "Ehmk", "Fuhl", "Grav", "Hodd", "Ilsk", "Jemm", "Kolv", "Lurk", "Mosk", "Nüll", "Ohrn", "Plaak", "Querl", "Rumm", "Sehl", "Tosk", "Vorl", "Wubb", "Zesk")  # fmt: skip
_LAST = ("stade", "büll", "rade", "hude", "fleth", "warden", "siel", "moor", "koog", "hagen", "brook", "lage", "förde", "wisch", "horst", "kamp", "damm", "loh", "dorp", "ried", "au", "tal", "feld", "hop", "klint", "wurt", "bek", "sand", "deich")  # fmt: skip
_KINDS: Mapping[str, tuple[str, str]] = {
    "verein": ("SV {}", "Sportverein"),
    "kneipe": ("Gasthof {}", "Gastronomie"),
    "jugendzentrum": ("Jugendzentrum {}", "Jugendarbeit"),
    "getraenkehandel": ("Getränke {} GmbH", "Getränkehandel"),
    "schule": ("Grundschule {}", "Schule"),
    "foerderverein": ("Förderverein {}", "Sportverein"),
}
_TERMS = ("14 Tage netto", "30 Tage netto", "Vorkasse", "10 Tage 2 % Skonto, 30 Tage netto")
_LISTS = ("Vereine A", "Vereine B", "Gastronomie", "Handel")
_ROLES = {1: ("buyer",), 2: ("initiator", "buyer"), 3: ("initiator", "decider", "buyer"), 4: ("initiator", "user", "decider", "buyer")}  # fmt: skip
_OFFICES = ("Bremen-Vahr", "Bremen-Walle", "Delmenhorst", "Verden", "Achim", "Oldenburg", "Bremerhaven", "Stuhr", "Weyhe", "Lilienthal")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """One company: its id, attributes as they are typed, and (customer key, role) of its people."""

    account: str
    values: Mapping[str, Any]
    roles: tuple[tuple[str, str], ...]


def known_accounts(companies: Companies) -> tuple[KnownAccount, ...]:
    """All companies, in the order of their numbers."""
    cast = _cast()
    return tuple(
        KnownAccount(name, cast.get(number) or _usual(number, name), tuple(_roles(people)))
        for number, (name, people) in enumerate(zip(companies.names, companies.people, strict=True))
    )


def _roles(people: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Whoever begins is the initiator, whoever orders the buyer; of four the others use and decide."""
    for person, role in zip(people, _ROLES[len(people)], strict=True):
        yield user_word(person), role


def _usual(number: int, name: str) -> dict[str, Any]:
    kind = name.rpartition("-")[0]
    pattern, industry = _KINDS[kind]
    place = _FIRST[number % len(_FIRST)] + _LAST[number // len(_FIRST) % len(_LAST)]
    return {
        "name": pattern.format(place),
        "customer_number": f"V-{10_001 + number}",
        "sales_person": STAFF,
        "price_list": _LISTS[number * 7 % len(_LISTS)],
        "payment_terms": _TERMS[number * 5 % len(_TERMS)],
        "industry": industry,
    }


def _cast() -> dict[int, dict[str, Any]]:
    """The companies that the tour knows."""
    common = {"sales_person": STAFF}
    return {
        AHORNBACH: common | {
            "name": "TSV Ahornbach 1908 e. V.", "customer_number": "V-10001", "price_list": "Vereine B",
            "payment_terms": "14 Tage netto", "credit_limit": _euros("10000"), "industry": "Sportverein",
            "size": "412 Mitglieder", "ship_to": ["Vereinsheim, Am Sportplatz 3", "Sporthalle Ahornbach"],
            "delivery": "Spedition, vor Saisonstart", "domains": ["tsv-ahornbach.example"],
        },
        LINDE: common | {
            "name": "Gasthaus Zur Linde", "customer_number": "V-10002", "price_list": "Gastronomie",
            "payment_terms": "30 Tage netto", "industry": "Gastronomie", "size": "7 Mitarbeitende",
        },
        HOLLMANN: common | {
            "name": "Getränke Hollmann KG", "customer_number": "V-10003", "price_list": "Handel",
            "agreed_prices": "Retro-Schal 1974: 16,90 € ab 1.000 Stück", "payment_terms": "30 Tage netto",
            "credit_limit": _euros("25000"), "industry": "Getränkehandel", "size": "48 Mitarbeitende",
            "ship_to": [f"Filiale {place}" for place in _OFFICES[:BRANCHES]], "delivery": "je Filiale, dienstags",
            "Kostenstellen": "je Filiale eine",
        },
        KIEZ: common | {
            "name": "Jugendzentrum Kiez 5", "customer_number": "V-10004", "price_list": "Vereine A",
            "payment_terms": "Rechnung an das Bezirksamt", "industry": "Jugendarbeit",
        },
    }  # fmt: skip


def _euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}
