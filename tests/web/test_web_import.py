"""A new installation becomes a shop with journeys in the browser; wrong files, breaks and ended sessions are told."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from web.web_server import Server, serving
from web.web_walk import LOOKS, SLOW, assert_sound, settled, sign_in, visit

pytestmark = pytest.mark.browser
LONG = 180_000

STEPS = ("Startseite", "Produkt angesehen", "In den Warenkorb", "Bestellt")
ROWS = [
    f"{day:02}.03.2026 09:{10 + who};K-{who};{step};Größe {who};"
    + (f"B-{day}{who};1.039,90" if step == "Bestellt" else ";")
    for day in range(1, 11)
    for who in range(1, 4)
    for step in STEPS
]
GERMAN = "\r\n".join(["Datum;Kunde;Ereignis;Größe;Bestellung;Betrag", *ROWS, ""]).encode("cp1252")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over an empty directory: what somebody has who just installed Etappe."""
    folder = tmp_path_factory.mktemp("new")
    with serving(folder / "data", folder / "serve.log") as running:
        yield running


@pytest.fixture(scope="module")
def shop(server: Server, browser: Browser) -> Server:
    """The same server with a shop that has no data."""
    email, password = server.login()
    context = browser.new_context()
    context.request.post(f"{server.url}/api/session", data={"email": email, "password": password})
    context.request.post(f"{server.url}/api/shops", data={"title": "Leerware", "name": "leer"})
    context.close()
    return server


def enter(page: Page, server: Server, path: str = "/") -> None:
    page.set_default_timeout(LONG)
    email, password = server.login()
    sign_in(page, server, path, email=email, password=password)


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_a_new_installation_comes_to_its_first_map_in_german(page: Page, server: Server) -> None:
    enter(page, server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Erste Schritte")
    expect(page.get_by_label("Name des Shops")).to_be_visible()
    settled(page)
    assert_sound(page)
    page.get_by_label("Name des Shops").fill("Jubelware")
    page.get_by_label("Zeitzone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Shop anlegen").click()
    expect(page.get_by_text("1 von 4 erledigt")).to_be_visible(timeout=LONG)
    choose(page, "Bestellungen März.csv", GERMAN)
    expect(page.locator("[data-facts]")).to_contain_text("Semikolon · Windows-1252", timeout=LONG)
    roles = {
        "Datum": "time", "Kunde": "person", "Ereignis": "event", "Größe": "property",
        "Bestellung": "order_id", "Betrag": "value",
    }  # fmt: skip
    for column, role in roles.items():
        expect(page.get_by_label(f"Diese Spalte ist: {column}")).to_have_value(role)
    expect(page.get_by_label("Zeitzone der Zeiten")).to_have_value("Europe/Berlin")
    expect(page.get_by_text("Größe 1").first).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Importieren").click()
    expect(page.get_by_text("120 Ereignisse aus 120 Zeilen.")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Wörter prüfen", exact=True).click()
    page.goto(f"{server.url}/first-steps")
    expect(page.get_by_text("2 von 4 erledigt")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("cell", name="geraten").first).to_be_visible(timeout=LONG)
    assert_sound(page)
    page.get_by_role("button", name="Alle bestätigen").click()
    expect(page.get_by_text("3 von 4 erledigt")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Map zeichnen", exact=True).click()
    expect(page.locator(".map-sheet svg")).to_be_visible(timeout=LONG)
    expect(page.locator("[data-sentence]")).to_contain_text("30 Journeys")
    page.goto(f"{server.url}/first-steps")
    expect(page.get_by_text("4 von 4 erledigt")).to_be_visible(timeout=LONG)
    page.goto(f"{server.url}/import")
    expect(page.get_by_role("cell", name="Bestellungen März.csv")).to_be_visible(timeout=LONG)


def test_a_choice_above_a_column_reads_the_file_anew(page: Page, shop: Server) -> None:
    enter(page, shop, "/import?shop=leer")
    choose(page, "spalten.csv", GERMAN)
    person = page.get_by_label("Diese Spalte ist: Kunde")
    expect(person).to_have_value("person", timeout=LONG)
    # An order would do as a key: without it too, nobody is known.
    page.get_by_label("Diese Spalte ist: Bestellung").select_option("property")
    person.select_option("property")
    expect(page.get_by_text("Keine Spalte sagt, wer es war.")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Importieren")).to_be_disabled()
    person.select_option("email")
    expect(page.get_by_text("Keine Spalte sagt, wer es war.")).to_have_count(0, timeout=LONG)
    money = page.get_by_label("Währung der Beträge")
    expect(page.get_by_role("button", name="Importieren")).to_be_disabled()
    money.select_option("EUR")
    expect(page.get_by_role("button", name="Importieren")).to_be_enabled(timeout=LONG)
    page.get_by_role("button", name="Verwerfen").click()
    expect(page.get_by_text("Noch nichts importiert.")).to_be_visible(timeout=LONG)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rechnung.pdf", b"%PDF-1.7 nothing", "etwa ein PDF, ein Bild oder eine Excel-Mappe"),
        ("kopf.csv", b"Datum;Kunde;Ereignis\n", "Die Datei ist leer."),
        ("leer.csv", b"", "Die Datei ist leer."),
    ],
)
def test_a_wrong_file_is_told_in_words(
    page: Page, shop: Server, name: str, content: bytes, said: str
) -> None:
    enter(page, shop, "/import?shop=leer")
    choose(page, name, content)
    expect(page.get_by_role("alert")).to_contain_text(said, timeout=LONG)


def test_a_page_closed_midway_goes_on_when_the_file_is_chosen_again(
    page: Page, shop: Server, tmp_path: Path
) -> None:
    enter(page, shop, "/import?shop=leer")
    file = tmp_path / "gross.csv"
    file.write_bytes(b"time,person,event\n" + b"2026-03-02T10:00:00Z,susa,view_item\n" * 250_000)
    pieces: list[str] = []

    def one_piece_only(route: Route) -> None:
        pieces.append(route.request.url)
        if len(pieces) > 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/bytes/*", one_piece_only)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("Der Server antwortet nicht", timeout=LONG)
    page.unroute("**/bytes/*")
    page.goto(f"{shop.url}/import?shop=leer")
    page.get_by_role("row", name="gross.csv").get_by_role("button", name="Öffnen").click()
    expect(page.get_by_text("Wählen Sie dieselbe Datei noch einmal aus")).to_be_visible()
    with page.expect_request(re.compile(r"/bytes/\d+$")) as first:
        page.locator("input[type=file]").set_input_files(file)
    assert first.value.url.endswith(f"/bytes/{4 * 2**20}")
    expect(page.get_by_label("Diese Spalte ist: person")).to_have_value("person", timeout=LONG)


def test_who_was_signed_out_midway_signs_in_and_comes_back(page: Page, shop: Server) -> None:
    enter(page, shop, "/import?shop=leer")
    choose(page, "zurueck.csv", GERMAN)
    expect(page.get_by_label("Diese Spalte ist: Kunde")).to_be_visible(timeout=LONG)
    page.context.clear_cookies()
    page.get_by_label("Diese Spalte ist: Größe").select_option("ignored")
    expect(page.locator("input[type=email]")).to_be_visible(timeout=LONG)
    email, password = shop.login()
    page.locator("input[type=email]").fill(email)
    page.locator("input[autocomplete=current-password]").fill(password)
    page.locator("button[type=submit]").click()
    expect(page.get_by_label("Diese Spalte ist: Kunde")).to_be_visible(timeout=LONG)
    assert "upload=" in page.url


def test_a_server_that_stopped_is_told_and_the_import_goes_on_after_its_start(
    page: Page, tmp_path: Path
) -> None:
    many = b"time,person,event\n" + b"".join(
        b"2026-03-02T10:%02d:%02dZ,p%d,view_item\n" % (n // 60 % 60, n % 60, n % 977)
        for n in range(900_000)
    )
    file = tmp_path / "viele.csv"
    file.write_bytes(many)
    with serving(tmp_path / "data", tmp_path / "first.log") as running:
        enter(page, running)
        page.get_by_label("Name des Shops").fill("Lang")
        page.get_by_role("button", name="Shop anlegen").click()
        expect(page.get_by_text("1 von 4 erledigt")).to_be_visible(timeout=LONG)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Importieren").click(timeout=LONG)
        expect(page.locator("[data-state=running]")).to_contain_text(
            "von 900.000 Zeilen", timeout=LONG
        )
    expect(page.get_by_role("alert")).to_contain_text("Der Server antwortet nicht", timeout=LONG)
    with serving(tmp_path / "data", tmp_path / "second.log") as running:
        # The session lies beside the data: who was signed in still is.
        visit(page, running, "/import")
        page.get_by_role("row", name="viele.csv").get_by_role("button", name="Öffnen").click()
        page.get_by_role("button", name="Fortsetzen").click()
        expect(page.get_by_text("viele.csv ist da")).to_be_visible(timeout=LONG)


def test_viewers_are_told_that_they_may_not(page: Page, shop: Server, browser: Browser) -> None:
    email, password = shop.login()
    owner = browser.new_context()
    owner.request.post(f"{shop.url}/api/session", data={"email": email, "password": password})
    made: dict[str, Any] = owner.request.post(
        f"{shop.url}/api/users", data={"email": "mia@shop.example", "role": "viewer"}
    ).json()
    owner.close()
    sign_in(page, shop, "/import", email="mia@shop.example", password=made["password"])
    expect(page.get_by_role("alert")).to_contain_text("Dafür fehlt Ihnen die Berechtigung.")
    page.goto(f"{shop.url}/first-steps?shop=leer")
    expect(page.get_by_role("alert")).to_contain_text("Berechtigung", timeout=SLOW)
    expect(page.get_by_label("Name des Shops")).to_have_count(0)


@pytest.mark.parametrize("page", LOOKS, indirect=True)
def test_both_pages_are_sound_in_every_look(page: Page, shop: Server, tmp_path: Path) -> None:
    enter(page, shop, "/first-steps?shop=leer")
    settled(page)
    assert_sound(page)
    page.goto(f"{shop.url}/import?shop=leer")
    settled(page)
    assert_sound(page)


def test_the_sample_file_is_that_of_the_guide() -> None:
    sample = Path("web/public/example.csv").read_bytes()
    assert sample == Path("docs/guide/example.csv").read_bytes()
