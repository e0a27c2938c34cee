"""What all faces share: forged requests, languages, headers, errors and the log."""

import json

import pytest
from lxml import html

from app.accounts.models import Role
from app.web import safe_next
from tests.factories import a_product, a_user, sign_in
from tests.trade import an_order


@pytest.fixture
def order_page(client):
    return f"/pesanan/{an_order(a_product()).token}"


@pytest.fixture
def admin(client):
    sign_in(client, a_user(Role.ADMIN))
    return client


FORGED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
]
OWN = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}]


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_what_another_site_made_a_browser_send_is_refused(client, order_page, headers):
    assert client.post(f"{order_page}/batal", headers=headers).status_code == 403
    assert 'data-status="placed"' in client.get(order_page).text


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_what_our_own_pages_send_is_heard(client, order_page, headers):
    assert client.post(f"{order_page}/batal", headers=headers).status_code == 303
    assert 'data-status="cancelled"' in client.get(order_page).text


def test_every_answer_keeps_scripts_frames_and_guesses_out(client):
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    # What may be fetched ahead stands in the page and runs nothing; only public pages say it.
    assert policy["script-src"] == "'self' 'inline-speculation-rules'"
    assert "script-src 'self';" in client.get("/masuk").headers["Content-Security-Policy"]
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_an_english_address_is_the_same_page_in_english(client):
    assert '<html lang="id"' in client.get("/tentang").text
    page = client.get("/en/tentang")
    assert '<html lang="en"' in page.text
    assert 'href="/en/batik"' in page.text
    assert 'href="/tentang"' in page.text


def test_under_a_prefix_every_address_has_it(client):
    page = client.get("/en/tentang", environ_overrides={"SCRIPT_NAME": "/toko"}).text
    assert 'href="/toko/en/batik"' in page
    assert 'href="/toko/tentang"' in page
    assert 'href="/toko/static/css/shop.css?v=' in page
    assert 'href="/batik"' not in page


def test_a_host_that_is_not_ours_gets_no_page(client):
    assert client.get("/", headers={"Host": "evil.test"}).status_code == 400


@pytest.mark.parametrize("path", ["/batik/%00", "/batik?q=%00"])
def test_nul_is_a_bad_request(client, path):
    assert client.get(path).status_code == 400


HUGE = "99999999999999999999"


@pytest.mark.parametrize("number", [HUGE, str(2**31)])
@pytest.mark.parametrize(
    "path", ["orders/{}", "products/{}", "stock/{}", "makers/{}", "people/{}", "messages/{}"]
)
def test_a_number_that_no_id_can_be_is_not_found(admin, path, number):
    assert admin.get(f"/admin/{path.format(number)}").status_code == 404


@pytest.mark.parametrize("path", ["people", "orders", "products", "stock", "messages", "activity"])
def test_a_page_number_beyond_every_page_is_no_fault(admin, path):
    assert admin.get(f"/admin/{path}?page={HUGE}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/masuk", "/lacak", "/keranjang", "/checkout", "/daftar", "/admin/products", "/admin/people"]
)
def test_nul_in_any_form_is_a_bad_request(admin, path):
    assert admin.post(path, data={"email": "a\0b", "number": "a\0b", "name": "x"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/console", "/.git/config", "/.env", "/static/", "/static/../config.py", "/tidak-ada"]
)
def test_what_is_not_there_is_politely_not_there(client, path):
    page = client.get(path)
    assert page.status_code == 404
    assert "Traceback" not in page.text


def too_large(client, address, content_type="multipart/form-data; boundary=x"):
    # The length is claimed, so that nothing of that size is sent.
    length = {"CONTENT_LENGTH": str(80 << 20)}
    answer = client.post(address, content_type=content_type, environ_overrides=length)
    assert answer.status_code == 413
    return html.fromstring(answer.text)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "Satu foto boleh paling besar 10 MB."), ("/en", "A photo may have at most 10 MB.")],
)
def test_a_file_that_is_too_large_leads_back_to_the_form_and_says_how_large_it_may_be(
    client, order_page, prefix, words
):
    page = too_large(client, f"{prefix}{order_page}/bukti")
    assert words in page.text_content()
    assert page.xpath("//main//a[1]/@href") == [prefix + order_page]


def test_several_photos_together_may_be_larger(admin):
    product = a_product()
    page = too_large(admin, f"/admin/products/{product.id}/photos")
    assert "paling banyak 64 MB sekali kirim" in page.text_content()
    assert page.xpath("//main//a[1]/@href") == [f"/admin/products/{product.id}"]


def test_too_long_a_text_is_not_called_a_file(client):
    page = too_large(client, "/lacak", content_type="application/x-www-form-urlencoded")
    assert page.xpath("string(//h1)") == "Tulisannya terlalu panjang"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/batik?teknik=cap", "/batik?teknik=cap"),
        ("http://localhost/keranjang/ubah", "/keranjang"),
        ("https://evil.test/batik", "/keranjang"),
        (None, "/keranjang"),
    ],
)
def test_what_cannot_be_read_leads_back_to_where_one_was(client, came_from, back):
    answer = client.post("/keranjang/hapus", data={"variant": "a\0"}, headers={"Referer": came_from or ""})
    assert answer.status_code == 400
    [address] = html.fromstring(answer.text).xpath("//main//a[1]/@href")
    assert address.removeprefix("http://localhost") == back


def test_who_is_signed_in_is_not_sent_to_sign_in(client):
    sign_in(client, a_user(Role.CUSTOMER, name="Ani Contoh"))
    refused = client.get("/admin/", headers={"Referer": "http://localhost/akun"})
    shown = html.fromstring(refused.text)
    assert (refused.status_code, "Anda masuk sebagai Ani Contoh" in refused.text) == (403, True)
    assert shown.xpath("//main//a/@href") == ["http://localhost/akun"]
    assert shown.xpath("//main//form/@action") == ["/keluar"]


def test_the_address_of_a_form_opens_the_page_it_stands_on(client, order_page):
    answer = client.get(f"/en{order_page}/bukti")
    assert (answer.status_code, answer.location) == (303, f"/en{order_page}")
    elsewhere = client.get("/", environ_overrides={"PATH_INFO": "//evil.test/keranjang/ubah"})
    assert elsewhere.status_code == 404


def test_other_methods_are_refused(client):
    assert client.open("/", method="TRACE").status_code == 405


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test",
        "https:evil.test",
        "\\\\evil.test",
        "/\\evil.test",
        "/\tevil",
        "javascript:alert(1)",
        "/\r\nX: y",
        "",
        None,
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(target):
    assert safe_next(target, "/akun") == "/akun"


def test_one_is_sent_back_to_where_one_was():
    assert safe_next("/en/checkout?x=1", "/akun") == "/en/checkout?x=1"


def test_the_log_names_rule_and_request_and_nobody(client, order_page, capsys):
    request_id = client.get(f"{order_page}?kembali=1", headers={"Referer": "http://localhost/x"}).headers[
        "X-Request-Id"
    ]
    [line] = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if '"event": "request"' in line
    ]
    assert line.pop("ms") >= 0
    line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "rule": "/pesanan/<token>",
        "endpoint": "shop.orders.show",
        "status": 200,
        "request_id": request_id,
    }


def test_an_order_page_is_kept_by_nobody_and_tells_its_address_to_nobody(client, order_page):
    headers = client.get(order_page).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
