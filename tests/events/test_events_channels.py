"""Channels: the published cases of GA4's default channel grouping, and what we add."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from etappe.events.channels import channel_of, grouped, named_channel
from etappe.events.datafiles import document, table
from etappe.events.shipped import shipped_words

WORDS = shipped_words()
PUBLISHED = (
    Path(__file__).parents[2].parent
    / "shared/data/channel_rules/test_default_channel_grouping.py.txt"
)


@dataclass(frozen=True)
class Origin:
    channel: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    click_id: str | None = None
    referrer_host: str | None = None
    host: str | None = "www.jubelware.example"


def _published() -> list[dict[str, str]]:
    if not PUBLISHED.is_file():
        return []
    for node in ast.parse(PUBLISHED.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):
            cases: list[dict[str, str]] = ast.literal_eval(node.value)
            return cases
    return []


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published cases are not here")
def test_the_published_cases_of_ga4_come_out_as_published() -> None:
    cases = _published()
    assert len(cases) >= 30
    for case in cases:
        origin = Origin(
            utm_source=case["source"], utm_medium=case["medium"], utm_campaign=case["campaign"]
        )
        expected = named_channel(case["expected_channel"], WORDS)
        assert expected in WORDS.channels
        assert channel_of(origin, WORDS) == expected, case


@pytest.mark.parametrize(
    ("origin", "channel"),
    [
        (Origin(), "direct"),
        (Origin(referrer_host="www.google.de"), "organic_search"),
        (Origin(referrer_host="www.ecosia.org"), "organic_search"),
        (Origin(referrer_host="suche.t-online.de"), "organic_search"),
        (Origin(referrer_host="suche.web.de"), "organic_search"),
        (Origin(referrer_host="l.instagram.com"), "organic_social"),
        (Origin(referrer_host="www.xing.com"), "organic_social"),
        (Origin(referrer_host="m.youtube.com"), "organic_video"),
        (Origin(referrer_host="www.idealo.de"), "price_comparison"),
        (Origin(referrer_host="geizhals.at"), "price_comparison"),
        (Origin(referrer_host="de.trustpilot.com"), "review_portal"),
        (Origin(referrer_host="forum.fankurve.example"), "forum"),
        (Origin(referrer_host="blog.fankurve.example"), "blog"),
        (Origin(referrer_host="web.whatsapp.com"), "messaging"),
        (Origin(referrer_host="mail.google.com"), "email"),
        (Origin(referrer_host="www.fankurve.example"), "referral"),
        (Origin(referrer_host="jubelware.example"), "direct"),
        (Origin(referrer_host="www.paypal.com"), "(unknown)"),
        (Origin(referrer_host="notgoogle.example"), "referral"),
        (Origin(click_id="gclid:Cj0"), "paid_search"),
        (Origin(click_id="gclid:Cj0", utm_source="google"), "paid_search"),
        (Origin(click_id="gclid:Cj0", referrer_host="www.google.de"), "paid_search"),
        (Origin(click_id="fbclid:x"), "organic_social"),
        (Origin(click_id="fbclid:x", utm_source="facebook", utm_medium="cpc"), "paid_social"),
        (Origin(click_id="ttclid:x"), "paid_social"),
        (Origin(click_id="dclid:x"), "display"),
        (Origin(click_id="unheard:x"), "direct"),
        (Origin(utm_source="newsletter", utm_medium="email"), "email"),
        (Origin(utm_source="criteo", utm_medium="retargeting"), "retargeting"),
        (
            Origin(utm_source="gdn", utm_medium="display", utm_campaign="retargeting_mai"),
            "retargeting",
        ),
        (Origin(utm_source="milo", utm_medium="influencer"), "influencer"),
        (Origin(utm_source="stadion", utm_medium="plakat"), "poster"),
        (Origin(utm_source="fanfunk", utm_medium="podcast"), "radio_podcast"),
        (Origin(utm_source="paket", utm_medium="Beileger"), "packaging"),
        (Origin(utm_source="whatsapp", utm_medium="social"), "organic_social"),
        (Origin(utm_campaign="mai", referrer_host="www.bing.com"), "organic_search"),
        (Origin(channel="Marktplatz"), "marketplace"),
        (Origin(channel="Paid Search"), "paid_search"),
        (Origin(channel="store", referrer_host="www.google.de"), "store"),
        (Origin(channel="Kanal Alpha"), "Kanal Alpha"),
    ],
)
def test_the_channel_of(origin: Origin, channel: str) -> None:
    assert channel_of(origin, WORDS) == channel


def test_upper_case_and_blanks_change_nothing() -> None:
    assert grouped("google", "cpc", "") == "paid_search"
    assert channel_of(Origin(utm_source=" Google ", utm_medium="CPC"), WORDS) == "paid_search"


def test_every_channel_of_the_rules_exists() -> None:
    rules = document("channel_rules")
    said = {*rules["media"], *rules["standard"], *rules["sources"], *rules["click_ids"].values()}
    said |= {*rules["names"].values(), "cross_network", "paid_other", "retargeting", "push"}
    for kind in rules["categories"].values():
        said |= set(kind.values())
    assert said <= set(WORDS.channels)
    assert {row["category"] for row in table("sources")} <= set(rules["categories"])


def test_channels_beyond_ga4_exist_and_offline_ones_are_not_digital() -> None:
    ours = "retargeting price_comparison forum blog influencer review_portal chatbot packaging poster radio_podcast word_of_mouth marketplace store phone live_chat messaging"
    assert set(ours.split()) <= set(WORDS.channels)
    analogue = {key for key, channel in WORDS.channels.items() if not channel.digital}
    assert analogue == {
        "poster",
        "packaging",
        "radio_podcast",
        "word_of_mouth",
        "store",
        "phone",
        "fair",
        "coupon",
        "told_other",
        "in_person",
        "letter",
    }


def test_channels_nobody_saw_are_uncertain() -> None:
    unsure = {key for key, channel in WORDS.channels.items() if not channel.certain}
    assert unsure == {
        "poster",
        "packaging",
        "radio_podcast",
        "word_of_mouth",
        "coupon",
        "told_search",
        "told_social",
        "told_other",
    }
    assert "direct" not in unsure
    assert {*document("heard")["answers"], "told_other"} <= unsure | {"fair", "store"}
    qr = Origin(utm_source="kasse", utm_medium="qr", utm_campaign="messe")
    assert channel_of(qr, WORDS) in unsure
