"""Nadja connects a source: a key, a snippet, an event that arrives, one that does not; Jens may only look."""

import re
from collections.abc import Mapping

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from web.web_server import Server
from web.web_walk import LOOKS, assert_sound, settled, sign_in, visit

pytestmark = pytest.mark.browser

SOON = 10_000
"""Milliseconds within which an event stands on the page."""


def sent(house: Server, key: str, body: Mapping[str, object]) -> int:
    """What a shop's own program sends, as the snippet says."""
    answer = httpx2.post(f"{house.url}/v1/track", json=body, auth=(key, ""), trust_env=False)
    return answer.status_code


def test_a_new_key_is_shown_once_and_its_events_arrive_with_their_steps(
    nadja: Page, house: Server
) -> None:
    visit(nadja, house, "/sources")
    expect(nadja.get_by_text("Noch hat nichts gesendet.")).to_be_visible()
    nadja.get_by_role("textbox", name="Name").fill("Warenwirtschaft")
    nadja.get_by_role("button", name="Schlüssel erzeugen").click()
    key = nadja.locator("[data-fresh-key]").inner_text()
    assert key.startswith("s.laden.")
    nadja.reload()
    settled(nadja)
    row = nadja.get_by_role("row", name="Warenwirtschaft")
    expect(row).to_contain_text("nur einmal gezeigt")

    visit(nadja, house, "/live")
    expect(nadja.get_by_text("Noch ist nichts angekommen")).to_be_visible()
    good = {"event": "Product Viewed", "userId": "k-4711", "properties": {"first_name": "Susanne"}}
    assert sent(house, key, good) == 200
    event = nadja.locator("[data-event='Product Viewed']")
    expect(event).to_contain_text("Produkt", timeout=SOON)
    event.get_by_role("button").click()
    expect(event.locator("[data-step=names]")).to_contain_text("zählt als view_item")
    expect(event.locator("[data-step=store]")).to_contain_text("unverändert")
    expect(event.get_by_role("link", name=re.compile("Person"))).to_be_visible(timeout=60_000)
    assert "Susanne" not in nadja.locator("#content").inner_text()

    assert sent(house, key, {"event": "Product Viewed", "timestamp": "gestern"}) == 400
    expect(nadja.locator("[data-dropped=invalid]")).to_be_visible(timeout=SOON)
    visit(nadja, house, "/rejected")
    expect(nadja.locator("[data-reason=invalid]")).to_be_visible(timeout=SOON)
    expect(nadja.locator("[data-sample=invalid]")).to_contain_text("gestern")
    assert_sound(nadja)


def test_a_snippet_carries_the_shops_key_and_a_test_event_arrives(
    nadja: Page, house: Server
) -> None:
    visit(nadja, house, "/sources")
    key = nadja.locator("code.write-key").first.inner_text()
    code = nadja.locator(".code-block code")
    expect(code).to_contain_text(f'src="{house.url}/t.js?k={key}"')
    nadja.get_by_label("Womit").select_option("curl")
    expect(code).to_contain_text(f"curl -u '{key}:' {house.url}/v1/track")
    nadja.get_by_role("button", name="Test-Ereignis senden").click()
    expect(nadja.get_by_text("Gesendet und angenommen")).to_be_visible()
    visit(nadja, house, "/live?which=kept&event=page_view")
    expect(nadja.locator("[data-event=page_view]").first).to_contain_text(
        "/etappe-test", timeout=SOON
    )


def test_a_key_has_a_card_of_its_own_and_a_platform_must_sign(nadja: Page, house: Server) -> None:
    visit(nadja, house, "/sources")
    nadja.get_by_role("textbox", name="Name").fill("Shopify Laden")
    nadja.get_by_role("button", name="Schlüssel erzeugen").click()
    key = nadja.locator("[data-fresh-key]").inner_text()
    order = {"event": "Order Completed", "userId": "k-1", "properties": {"order_id": "T-1"}}
    assert sent(house, key, order) == 200
    row = nadja.get_by_role("row", name="Shopify Laden")
    expect(row).to_contain_text("ohne Signatur")
    form = nadja.locator("[data-signing]")
    form.get_by_label("Schlüssel", exact=True).select_option("Shopify Laden")
    form.get_by_label("Plattform", exact=True).select_option("Shopify")
    form.get_by_label("Geheimnis der Plattform").fill("shpss_1")
    form.get_by_role("button", name="Geheimnis behalten").click()
    expect(row).to_contain_text("signiert: Shopify")
    path = f"{house.url}/v1/webhooks/shopify"
    told = httpx2.post(path, params={"write_key": key}, json={"id": 1}, trust_env=False)
    assert told.status_code == 401
    nadja.reload()
    settled(nadja)
    card = nadja.locator("[data-by-key] li").filter(has_text="Shopify Laden")
    # The page asks once a minute; the event may come in behind its first look.
    expect(card).to_contain_text("1 heute", timeout=90_000)
    expect(card).to_contain_text("abgewiesen")
    assert_sound(nadja)
    form.get_by_label("Schlüssel", exact=True).select_option("Shopify Laden")
    form.get_by_label("Plattform", exact=True).select_option("Shopify")
    form.get_by_role("button", name="Geheimnis entfernen").click()
    form.get_by_role("button", name="wirklich ohne Signatur").click()
    expect(row).to_contain_text("ohne Signatur")


def test_a_switch_is_kept_and_a_site_that_is_none_is_refused(nadja: Page, house: Server) -> None:
    visit(nadja, house, "/sources")
    nadja.get_by_label("Klicks auf Links und Schaltflächen").check()
    nadja.get_by_label("Erlaubte Seiten").fill("shop.example")
    nadja.get_by_role("button", name="Speichern").click()
    expect(nadja.get_by_role("alert")).to_contain_text("https://shop.example")
    nadja.get_by_label("Erlaubte Seiten").fill("https://shop.example\nhttps://*.shop.example")
    nadja.get_by_role("button", name="Speichern").click()
    expect(nadja.get_by_text("Gespeichert.", exact=True)).to_be_visible()
    kept = nadja.request.get(f"{house.url}/api/shops/laden/tracking").json()
    assert "clicks" in kept["extras"]
    assert kept["allowed_origins"] == ["https://shop.example", "https://*.shop.example"]
    nadja.request.put(f"{house.url}/api/shops/laden/tracking", data={"allowed_origins": []})


def test_jens_looks_and_changes_nothing(nadja: Page, house: Server, browser: Browser) -> None:
    user = {"email": "jens@laden.example", "role": "viewer"}
    password = nadja.request.post(f"{house.url}/api/users", data=user).json()["password"]
    for look in LOOKS[1:3]:
        context = browser.new_context(bypass_csp=True, **look)
        jens = context.new_page()
        sign_in(jens, house, "/sources", email="jens@laden.example", password=password)
        expect(jens.locator("fieldset textarea").first).to_be_disabled()
        expect(jens.locator("main form button[type=submit]")).to_have_count(0)
        assert_sound(jens)
        visit(jens, house, "/live")
        assert_sound(jens)
        context.close()
