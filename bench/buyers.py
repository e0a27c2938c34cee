"""People at the shop: they ask for pages, put pieces in baskets, or buy; each the same thing again and again."""

import http.client
import random
import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

PRODUCT = re.compile(r'href="(/batik/kain-\d+)"')
VARIANT = re.compile(r'name="variant" value="(\d+)"')
TOKEN = re.compile(r'name="checkout_token"[^>]*value="([^"]+)"')
VILLAGE = re.compile(r'"code":\s*"([^"]+)"')
WAY = re.compile(r'name="total_with" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
PER_BASKET = 10
ACCOUNT = "0000 1234 5678"


class Unexpected(Exception):
    """The shop answered something else than it should."""


class Visitor:
    """A browser without pictures and scripts: it keeps its connection and cookies, and follows redirects."""

    def __init__(self, url: str, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self.cookies = dict(part.split("=", 1) for part in cookie.split("; ") if part)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> str:
        return self._follow(*self.ask("GET", path, None))

    def post(self, path: str, form: Sequence[tuple[str, str]]) -> str:
        return self._follow(*self.ask("POST", path, urlencode(form)))

    def ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """The status, the page, and where else to look."""
        headers = {"Cookie": self.cookie} if self.cookies else {}
        self.connection.request(method, path, body, headers | (FORM if body else {}))
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")

    def tag(self, path: str) -> str:
        """What the shop calls a page as it is now."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.headers["ETag"] or ""

    def _follow(self, status: int, text: str, location: str) -> str:
        if status == 303:
            return self.get(location)
        if status != 200:
            raise Unexpected(f"an answer of {status}: {text[:200]}")
        return text


def _any_of(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    if not found:
        raise Unexpected(f"no {pattern.pattern} on the page")
    return str(random.choice(found))


def reading(visitor: Visitor, paths: Sequence[str]) -> int:
    """Look at one of these pages."""
    visitor.get(random.choice(paths))
    return 1


def reading_anew(visitor: Visitor, paths: Sequence[str]) -> int:
    """Look at one of these pages, at an address that nobody has asked for yet."""
    path = random.choice(paths)
    visitor.get(f"{path}{'&' if '?' in path else '?'}n={secrets.token_hex(6)}")
    return 1


def adding(visitor: Visitor, paths: Sequence[str]) -> int:
    """Put pieces of a catalogue page into a new basket, one after another; each time the basket is shown."""
    visitor.cookies.clear()
    cloths = sorted(set(PRODUCT.findall(visitor.get(random.choice(paths)))))
    for cloth in cloths[:PER_BASKET]:
        visitor.post("/keranjang", [("variant", cloth.rpartition("-")[2]), ("quantity", "1")])
    return len(cloths[:PER_BASKET])


def buying(visitor: Visitor, paths: Sequence[str]) -> int:
    """From the front page to the page of a placed order, as a guest who pays by transfer: ten requests."""
    visitor.cookies.clear()
    visitor.get("/")
    cloth = _any_of(PRODUCT, visitor.get(random.choice(paths)))
    variant = _any_of(VARIANT, visitor.get(cloth))
    visitor.post("/keranjang", [("variant", variant), ("quantity", "1")])
    token = _any_of(TOKEN, visitor.get("/checkout"))
    village = _any_of(VILLAGE, visitor.get("/checkout/wilayah.json?q=kalibangkang"))
    way = _any_of(WAY, visitor.get(f"/checkout/ongkir?destination=village&village={village}"))
    if ACCOUNT not in visitor.post("/checkout", _filled_in(village, way, token)):
        raise Unexpected("the order's page does not say where to pay")
    return 1


def _filled_in(village: str, way: str, token: str) -> list[tuple[str, str]]:
    parts = village.split(".")
    regions = [".".join(parts[: level + 1]) for level in range(4)]
    return [
        ("name", "Sari Contoh"),
        ("phone", "0812-3456-7890"),
        ("email", "sari@contoh.test"),
        ("destination", "village"),
        *zip(("province", "regency", "district", "village"), regions, strict=True),
        ("street", "Jalan Pantai No. 9, RT 02"),
        ("courier", way.partition(":")[0]),
        ("total_with", way),
        ("provider", "transfer"),
        ("checkout_token", token),
        ("step", "place"),
    ]


def sign_in(url: str, email: str, password: str) -> str:
    """A cookie with which this person is signed in."""
    visitor = Visitor(url)
    visitor.post("/masuk", [("email", email), ("password", password)])
    return visitor.cookie
