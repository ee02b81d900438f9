import gzip
import stat
from pathlib import Path
from typing import Any

import pytest

from collect.import_sink import bring, written
from etappe.collect.logs.agents import read_agent
from etappe.collect.logs.line import parse_line
from etappe.collect.logs.rules import read_request, read_rules

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
TABLET = "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def hit(
    target: str,
    *,
    at: str = "10:00:00",
    day: str = "05",
    who: str = "203.0.113.7",
    agent: str = PHONE,
    referrer: str = "-",
    status: int = 200,
    method: str = "GET",
    before: str = "",
    after: str = "",
) -> str:
    return f'{before}{who} - - [{day}/May/2026:{at} +0200] "{method} {target} HTTP/1.1" {status} 512 "{referrer}" "{agent}"{after}\n'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('1.2.3.4 - - [10/Oct/2025:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326', ("1.2.3.4", "", "", "/a", 200, None)),
        ('1.2.3.4 - anna [10/Oct/2025:13:55:36 -0700] "GET /a HTTP/1.0" 200 - "-" "Firefox"', ("1.2.3.4", "anna", "", "/a", 200, "Firefox")),
        ('1.2.3.4 - anna maria [10/Oct/2025:13:55:36 -0700] "GET /a b HTTP/1.0" 200 1 "-" "x"', ("1.2.3.4", "anna maria", "", "/a b", 200, "x")),
        ('shop.example:443 2001:db8::1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/2.0" 304 0 "-" "-"', ("2001:db8::1", "", "shop.example", "/", 304, "")),
        ('www.Shop.example 1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/2.0" 200 0', ("1.2.3.4", "", "www.shop.example", "/", 200, None)),
        ('host.example.com - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "x"', ("host.example.com", "", "", "/", 200, "x")),
        ('1.2.3.4 - - [10/Oct/2025:13:55:36] "GET /" 200 5', ("1.2.3.4", "", "", "/", 200, None)),
        (r'1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "GET /?q=\"x\" HTTP/1.1" 200 5 "-" "A \"B\" C"', ("1.2.3.4", "", "", '/?q="x"', 200, 'A "B" C')),
        ('1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "cut off in the mid', ("1.2.3.4", "", "", "/", 200, "cut off in the mid")),
        ('1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" - - "-" "x"', ("1.2.3.4", "", "", "/", 0, "x")),
        ('10.0.0.1 - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "x" "198.51.100.9, 10.0.0.1"', ("198.51.100.9", "", "", "/", 200, "x")),
        ('- - - [10/Oct/2025:13:55:36 +0000] "GET / HTTP/1.1" 200 5 "-" "x"', ("", "", "", "/", 200, "x")),
    ],
)  # fmt: skip
def test_lines_are_read_as_real_servers_write_them(line: str, told: tuple[Any, ...]) -> None:
    read = parse_line(line)
    assert read is not None
    assert (read.address, read.user, read.host, read.target, read.status, read.agent) == told


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        '1.2.3.4 - - [x] "GET /" 200 5',
        '1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "-" 408 -',
        '1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "\\x16\\x03" 400 0 "-" "-"',
    ],
)
def test_what_holds_no_request_is_no_line(line: str) -> None:
    assert parse_line(line) is None


@pytest.mark.parametrize(
    ("target", "event"),
    [
        ("/", "page_view"), ("/products/heimtrikot", "view_item"), ("/collections/trikots/products/heimtrikot", "view_item"),
        ("/produkt/retro-schal/", "view_item"), ("/artikel/4711.html", "view_item"), ("/index.php?cl=details&anid=ab1", "view_item"),
        ("/collections/trikots", "view_item_list"), ("/kategorie/schals/", "view_item_list"), ("/navigation/0189f", "view_item_list"),
        ("/cart", "view_cart"), ("/warenkorb/", "view_cart"), ("/checkout/cart", "view_cart"), ("/?add-to-cart=12", "add_to_cart"),
        ("/cart/add.js", "add_to_cart"), ("/checkout/line-item/add", "add_to_cart"), ("/checkout/cart/add/uenc/x/product/5", "add_to_cart"),
        ("/checkout", "begin_checkout"), ("/kasse/", "begin_checkout"), ("/checkouts/cn/Z2NwLXVz", "begin_checkout"), ("/checkout/confirm", "begin_checkout"),
        ("/kasse/zahlung", "add_payment_info"), ("/checkout/finish?orderId=1", "purchase"), ("/checkout/order-received/88/?key=wc", "purchase"),
        ("/kasse/bestellung-erhalten/9/", "purchase"), ("/checkouts/cn/abc/thank_you", "purchase"), ("/checkout/onepage/success/", "purchase"), ("/index.php?cl=thankyou", "purchase"), ("/danke", "purchase"),
        ("/search?q=schal", "search"), ("/suche?suchbegriff=schal", "search"), ("/?s=schal", "search"), ("/catalogsearch/result/?q=schal", "search"),
        ("/login", "login"), ("/anmelden", "login"), ("/account/register", "sign_up"), ("/registrieren", "sign_up"), ("/mein-konto/", "view_account"),
        ("/mein-konto/bestellungen", "order_status_viewed"), ("/files/katalog.pdf", "file_download"), ("/faq", "faq_viewed"), ("/kontakt", "contact_viewed"), ("/retoure", "return_requested"),
        ("/blog/2026/neu", "page_view"),
    ],
)  # fmt: skip
def test_the_ready_rules_know_what_a_request_to_a_shop_means(target: str, event: str) -> None:
    assert read_request("GET", target, read_rules({}, "test")).event == event


@pytest.mark.parametrize(
    ("target", "product", "term"),
    [
        ("/products/heimtrikot?variant=1", "heimtrikot", ""),
        ("/suche?q=Milo+Hardenberg", "", "Milo Hardenberg"),
        ("/?s=Fan%C3%A4rtikel", "", "Fanärtikel"),
    ],
)
def test_products_and_search_terms_are_taken_from_the_address(
    target: str, product: str, term: str
) -> None:
    request = read_request("GET", target, read_rules({}, "test"))
    assert (request.product, request.term) == (product, term)


@pytest.mark.parametrize(
    "target",
    [
        "/a.css",
        "/img/x.PNG?v=1",
        "/favicon.ico",
        "/wp-json/wc/store",
        "/api/v1/x",
        "/cdn-cgi/rum",
        "/assets/app",
    ],
)
def test_assets_and_requests_of_machines_are_left_out(target: str) -> None:
    assert read_request("GET", target, read_rules({}, "test")).left_out


@pytest.mark.parametrize(
    ("agent", "device", "bot"),
    [
        (PHONE, "phone", False), (DESKTOP, "desktop", False), (TABLET, "tablet", False), (BOT, "", True), ("", "", True),
        ("curl/8.4.0", "", True), ("python-requests/2.31", "", True), ("facebookexternalhit/1.1", "", True), ("GPTBot/1.0", "", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "desktop", False),
        ("Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/100 Mobile Safari/537.36", "phone", False),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 HeadlessChrome/120 Safari/537.36", "", True),
    ],
)  # fmt: skip
def test_machines_are_told_from_people(agent: str, device: str, bot: bool) -> None:
    read = read_agent(agent)
    assert (read.device, read.bot) == (device, bot)


def test_a_log_becomes_events_of_visitors_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    shop = "https://shop.example/"
    text = (
        hit("/", referrer="https://www.google.com/")
        + hit("/products/milo?utm_source=ig", at="10:01:00", referrer=shop)
        + hit("/style.css", at="10:01:01", referrer=shop)
        + hit("/cart/add", at="10:02:00", method="POST", status=302, referrer=shop)
        + hit("/", agent=BOT)
        + hit("/gone", status=404)
        + hit("/old", status=301)
        + hit("/", at="10:03:00", who="198.51.100.4", agent=DESKTOP, referrer=shop)
        + "what is this\n"
        + "203.0.113.7 broken line with an address\n"
    )
    events, report = bring(tmp_path, written(tmp_path, "access.log", text), source="web")
    assert [(e["name"], e["occurred_at"]) for e in events] == [
        ("page_view", "2026-05-05 08:00:00"), ("view_item", "2026-05-05 08:01:00"), ("add_to_cart", "2026-05-05 08:02:00"), ("page_view", "2026-05-05 08:03:00"),
    ]  # fmt: skip
    assert events[0]["referrer"] == "https://www.google.com/"
    assert "referrer" not in events[1]
    assert (
        events[1]["host"],
        events[1]["path"],
        events[1]["product_id"],
        events[1]["utm_source"],
    ) == ("shop.example", "/products/milo", "milo", "ig")
    assert (events[0]["device"], events[0]["browser"], events[3]["device"]) == (
        "phone",
        "Mobile Safari",
        "desktop",
    )
    assert events[0]["anonymous_id"] == events[2]["anonymous_id"] != events[3]["anonymous_id"]
    assert report.files[0].left_out == {
        "assets (images, styles, scripts)": 1, "bots": 1, "failed requests (status 400 and above)": 1, "redirects": 1,
    }  # fmt: skip
    assert report.rejected == 2
    rejects = Path(report.files[0].rejects_file).read_text()
    assert "9,not a line of an access log,what is this" in rejects
    for kept in (rejects, str(events)):
        assert "203.0.113" not in kept
        assert "198.51.100" not in kept


def test_a_user_or_session_field_is_the_person_rather_than_the_address(tmp_path: Path) -> None:
    text = hit("/", after=' "sessionid=abcdef123456"') + hit(
        "/cart", who="198.51.100.99", after=' "sessionid=abcdef123456"'
    )
    text += hit("/", who="9.9.9.9").replace("- - [", "- jutta [")
    events, _ = bring(tmp_path, written(tmp_path, "access.log", text))
    assert events[0]["anonymous_id"] == events[1]["anonymous_id"]
    assert events[2]["user_id"] == "jutta"
    assert "abcdef123456" not in str(events)


def test_rotated_logs_go_in_by_time_with_one_key_for_all(tmp_path: Path) -> None:
    new = written(tmp_path, "access.log", hit("/b", day="06"))
    old = written(tmp_path, "access.log.2.gz", gzip.compress(hit("/a", day="05").encode()))
    events, _ = bring(tmp_path, new, old)
    assert [e["path"] for e in events] == ["/a", "/b"]
    assert events[0]["anonymous_id"] == events[1]["anonymous_id"]


def test_the_visitor_key_is_thrown_away_unless_it_is_to_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    log = written(tmp_path, "access.log", hit("/"))
    ids = []
    for name, keep in (("a", False), ("b", False), ("c", True), ("d", True)):
        (tmp_path / name).mkdir()
        events, _ = bring(tmp_path / name, log, folder=folder, keep_visitor_key=keep)
        ids.append(events[0]["anonymous_id"])
        assert (folder / "visitor.key").exists() == keep
        assert not (folder / "visitor-import.key").exists()
    assert ids[0] != ids[1]
    assert ids[2] == ids[3]
    assert stat.S_IMODE((folder / "visitor.key").stat().st_mode) == 0o600


def test_own_rules_go_before_the_ready_ones(tmp_path: Path) -> None:
    mapping = written(
        tmp_path,
        "m.toml",
        "format = 'combined'\n[[rules]]\nevent = 'portal_trial'\npath = ['^/portal/test']\n[constants]\nhost = 'b2b.example'\n",
    )
    events, _ = bring(
        tmp_path,
        written(tmp_path, "x.log", hit("/portal/test") + hit("/cart")),
        mapping=str(mapping),
    )
    assert [(e["name"], e["host"]) for e in events] == [
        ("portal_trial", "b2b.example"),
        ("view_cart", "b2b.example"),
    ]


def test_a_common_log_without_agents_is_not_taken_for_bots(tmp_path: Path) -> None:
    text = '1.2.3.4 - - [10/Oct/2025:13:55:36 +0000] "GET /cart HTTP/1.0" 200 2326\n'
    events, _ = bring(tmp_path, written(tmp_path, "common.log", text), format="combined")
    assert [e["name"] for e in events] == ["view_cart"]
