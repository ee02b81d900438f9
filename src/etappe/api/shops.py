"""/api/shops: the shops, their settings and what they hold."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import COMMAND_LINE, Editor, SignedIn, TheHouse, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.session import ShopName
from etappe.app.country import CountryChoice, PhoneNumbers, country_choices, phone_numbers
from etappe.app.overview import ShopOverview, overview
from etappe.app.rates import put_rates, rates
from etappe.app.settings import MOST_IDLE_DAYS, SettingsView, change_settings, settings_view
from etappe.base.main_rate import MainRate
from etappe.store.records import Rate

router = APIRouter(tags=["shops"], responses=PROBLEMS)


class SettingsChange(BaseModel):
    """The settings to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, min_length=1, max_length=120)
    language: Literal["de", "en"] | None = None
    currency: str | None = Field(None, description="ISO 4217.")
    zone: str | None = Field(None, description="IANA time zone, e.g. Europe/Berlin.")
    country: str | None = Field(
        None,
        max_length=2,
        description="ISO 3166-1 alpha-2: phone numbers without a calling code are read in it; empty for none. "
        "Without a country, a chosen time zone that one country alone keeps brings it.",
    )
    gross: bool | None = Field(None, description="Money is shown including tax.")
    conversion: str | None = None
    conversions: list[str] | None = None
    model: str | None = Field(None, description="Stage model shown first.")
    main_rate: MainRate | None = Field(
        None, description="Of what base the first conversion rate is: visit, journey or person."
    )
    journey_idle_days: int | None = Field(
        None,
        ge=1,
        le=MOST_IDLE_DAYS,
        description="A journey ends after so many days without a customer's touch; cuts anew.",
    )
    account_idle_days: int | None = Field(
        None, ge=1, le=MOST_IDLE_DAYS, description="The same for the journeys of accounts."
    )


@router.get("/shops")
def list_shops(_: SignedIn, house: TheHouse) -> list[ShopName]:
    """All shops of this installation."""
    return [ShopName(name=name, title=house.title_of(name)) for name in house.shop_names()]


class NewShop(BaseModel):
    """A shop to make."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=120, description="What people call it.")
    name: str = Field(
        "", max_length=63, description="Its short name in addresses; made from the title if empty."
    )


@router.post("/shops", status_code=201)
def create_shop(_: Editor, house: TheHouse, new: NewShop) -> ShopName:
    """Make an empty shop."""
    shop = house.create_shop(new.title.strip() or new.title, new.name)
    return ShopName(name=shop.name, title=house.title_of(shop.name))


@router.get("/shops/{shop}")
def get_shop(shop: TheShop) -> ShopOverview:
    """Settings, the period of the data, and how much there is."""
    return overview(shop)


@router.get("/shops/{shop}/settings")
def get_settings(shop: TheShop) -> SettingsView:
    """The settings alone; answers at once, whatever the size of the data."""
    return settings_view(shop)


@router.patch("/shops/{shop}")
def change_shop(shop: str, caller: Editor, house: TheHouse, change: SettingsChange) -> ShopOverview:
    """Change settings; journeys are cut again where a change needs it. The command line may make a shop by it."""
    changed = house.shop(shop, create=caller == COMMAND_LINE)
    change_settings(changed, change.model_dump(exclude_unset=True), caller.email)
    return overview(changed)


@router.get("/countries")
def list_countries(_: SignedIn) -> tuple[CountryChoice, ...]:
    """Every country a shop may be in, with its calling code and the time zones that it alone keeps."""
    return country_choices()


@router.get("/shops/{shop}/phone-numbers")
def get_phone_numbers(shop: TheShop) -> PhoneNumbers:
    """In which country the shop's phone numbers are read, how many there are, and how many another would not reach."""
    return phone_numbers(shop)


class RatesFile(BaseModel):
    """Dated rates of foreign currencies."""

    csv: str = Field(
        description="CSV text with the columns day, currency, rate.", max_length=5_000_000
    )


@router.get("/shops/{shop}/rates", response_model=list[Rate])
def list_rates(shop: TheShop) -> Response:
    """From its day on one unit of the currency is so many units of the shop's currency."""
    return answer(rates(shop))


@router.put("/shops/{shop}/rates", response_model=list[Rate])
def add_rates(shop: TheShop, _: Editor, file: RatesFile) -> Response:
    """Add rates; money in other currencies counts from then on, also that of the past."""
    return answer(put_rates(shop, file.csv))
