"""Phone numbers: one spelling for each; compared with Google's `phonenumbers`, which knows every numbering plan."""

import phonenumbers as twin
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from etappe.base.countries import Country, countries
from etappe.base.errors import BadInput
from etappe.base.phones import spelled

WITHOUT_COUNTRY = [
    ("030/123456", "030123456"),
    ("+49 (0) 30 / 123-456", "+4930123456"),
    ("0049 30 123456", "+4930123456"),
    ("+39 06 1234567", "+39061234567"),
]
IN_COUNTRY = [
    ("DE", "030/123456-0", "+49301234560"),
    ("DE", "(030) 123456", "+4930123456"),
    ("DE", "+49 (0)30 123456", "+4930123456"),
    ("DE", "+49(0)30 123456", "+4930123456"),
    ("DE", "0049 (0) 30 123456", "+4930123456"),
    ("DE", "+49 030 123456", "+4930123456"),
    ("DE", "30 123456", "+4930123456"),
    ("DE", "491701234567", "+491701234567"),
    ("DE", "030 123456 ext. 12", "+4930123456"),
    ("DE", "030 123456x12", "+4930123456"),
    ("DE", "+43 (0)1 234567", "+431234567"),
    ("DE", "0043 1 234567", "+431234567"),
    ("DE", "+39 (0)6 1234567", "+39061234567"),
    ("AT", "0664 1234567", "+436641234567"),
    ("CH", "044 123 45 67", "+41441234567"),
    ("CH", "41441234567", "+41441234567"),
    ("IT", "06 1234567", "+39061234567"),
    ("IT", "333 1234567", "+393331234567"),
    ("FR", "06 12 34 56 78", "+33612345678"),
    ("HU", "06 30 123 4567", "+36301234567"),
    ("HU", "+36 (06) 30 123 4567", "+36301234567"),
    ("US", "(212) 555-0123", "+12125550123"),
    ("US", "1-212-555-0123", "+12125550123"),
    ("US", "011 49 30 123456", "+4930123456"),
    ("RU", "8 (800) 555-35-35", "+78005553535"),
    ("RU", "800 555-35-35", "+78005553535"),
    ("RU", "810 49 30 123456", "+4930123456"),
    ("LT", "8 612 34567", "+37061234567"),
    ("LT", "0 612 34567", "+37061234567"),
    ("JP", "010 49 30 123456", "+4930123456"),
]
NO_NUMBER = [
    ("110", "110"),
    ("", ""),
    ("keine", ""),
    ("0", "0"),
    ("030 1234567 oder 0170 1234567", "030123456701701234567"),
    ("+", "+"),
]
PERSONAL = (
    twin.PhoneNumberType.FIXED_LINE,
    twin.PhoneNumberType.MOBILE,
    twin.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
EXCEPTIONS = {"AR"}
"""Argentina writes its mobile numbers at home with a 15 in their middle that the number abroad does not have."""


@pytest.mark.parametrize(("written", "wanted"), WITHOUT_COUNTRY)
def test_without_a_country_only_signs_go(written: str, wanted: str) -> None:
    assert spelled(written, "") == wanted


@pytest.mark.parametrize(("country", "written", "wanted"), IN_COUNTRY)
def test_a_number_is_read_in_its_country(country: str, written: str, wanted: str) -> None:
    assert spelled(written, country) == wanted


@pytest.mark.parametrize(("written", "wanted"), NO_NUMBER)
def test_what_cannot_be_a_number_stays(written: str, wanted: str) -> None:
    assert spelled(written, "DE") == wanted


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(BadInput, match="ISO 3166"):
        spelled("030 123456", "XX")


@st.composite
def valid_numbers(draw: st.DrawFn, kinds: tuple[int, ...]) -> tuple[Country, twin.PhoneNumber]:
    """A number that the twin calls valid in its country: an example of it with other last digits."""
    country = draw(st.sampled_from(list(countries().values())))
    example = twin.example_number_for_type(country.code, draw(st.sampled_from(kinds)))
    if example is None:
        reject()
    digits = twin.national_significant_number(example)
    ends = draw(st.text("0123456789", max_size=len(digits) - 2))
    told = f"+{country.calling}{digits[: len(digits) - len(ends)]}{ends}"
    number = twin.parse(told)
    assume(twin.is_valid_number_for_region(number, country.code) and len(told) <= 16)
    return country, number


@given(valid_numbers(PERSONAL))
def test_every_way_to_write_a_number_of_people_gives_what_the_twin_says(
    drawn: tuple[Country, twin.PhoneNumber],
) -> None:
    country, number = drawn
    wanted = twin.format_number(number, twin.PhoneNumberFormat.E164)
    digits = twin.national_significant_number(number)
    ways = [
        wanted,
        f"00{country.calling} {digits}",
        f"{country.international[0]} {country.calling}-{digits}",
        twin.format_number(number, twin.PhoneNumberFormat.INTERNATIONAL),
        twin.format_number(number, twin.PhoneNumberFormat.RFC3966),
    ]
    for trunk in country.trunks:
        ways.append(f"{trunk}{digits}")
        if trunk.startswith("0"):
            ways.append(f"+{country.calling} ({trunk}) {digits}")
    if country.code not in EXCEPTIONS:
        ways.append(twin.format_number(number, twin.PhoneNumberFormat.NATIONAL))
    assert {way: spelled(way, country.code) for way in ways} == dict.fromkeys(ways, wanted)


@given(valid_numbers(tuple(twin.PhoneNumberType.values())), st.sampled_from(sorted(countries())))
def test_a_number_with_its_calling_code_is_the_same_read_anywhere(
    drawn: tuple[Country, twin.PhoneNumber], read_in: str
) -> None:
    wanted = twin.format_number(drawn[1], twin.PhoneNumberFormat.E164)
    for style in (twin.PhoneNumberFormat.E164, twin.PhoneNumberFormat.INTERNATIONAL):
        assert spelled(twin.format_number(drawn[1], style), read_in) == wanted


def test_prefixes_of_the_table_are_those_of_the_twin() -> None:
    for code, country in countries().items():
        plan = twin.PhoneMetadata.metadata_for_region(code)
        assert plan is not None
        assert str(plan.country_code) == country.calling
        if plan.national_prefix:
            assert plan.national_prefix in country.trunks, code
