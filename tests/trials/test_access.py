"""X: everybody sees and does what is theirs, and nothing else."""

import json
import re
from urllib.parse import urlsplit

import pytest

from tests.browsing import Browser
from tests.buyer import Order, Visitor, a_picture
from tests.driver import Driver
from tests.permissions_matrix import ALLOWED

ROLES = ("stranger", "customer", "maker", "officer", "admin")
RULE = re.compile(r"^(\S+)\s+([A-Z, ]+?)\s+(/\S*)\s*$", re.M)


@pytest.fixture(scope="module")
def people(driver: Driver) -> dict[str, Visitor]:
    return {role: driver.visitor() if role == "stranger" else driver.person(role) for role in ROLES}


def routes(driver: Driver) -> list[tuple[str, str, str]]:
    """Every endpoint, method and path, as the shop itself lists them."""
    found = RULE.findall(driver.flask("routes"))
    return [
        (endpoint, method, re.sub(r"<int:\w+>", "0", re.sub(r"<(?!int:)[^>]+>", "tidak-ada", rule)))
        for endpoint, methods, rule in found
        for method in re.findall(r"GET|POST", methods)
    ]


def test_x01_every_route_lets_in_whom_the_matrix_names(driver: Driver, people: dict[str, Visitor]) -> None:
    listed = [route for route in routes(driver) if route[0] != "shop.account.sign_out"]
    assert len(listed) > 60
    wrong = []
    for role, person in people.items():
        for endpoint, method, path in listed:
            answer = person._ask(method, path, allow_redirects=False)
            to_sign_in = answer.status == 303 and "/masuk?next=" in answer.answer.headers["Location"]
            let_in = answer.status != 403 and not to_sign_in
            if let_in != (role in ALLOWED[endpoint]) or answer.status >= 500:
                wrong.append((role, method, path, answer.status))
    assert wrong == []


@pytest.fixture(scope="module")
def orders(driver: Driver) -> list[Order]:
    """An order of each of two buyers; the second has a proof."""
    made = []
    for name in ("Buyer Aaa", "Rahasia Bbb"):
        buyer = driver.visitor()
        buyer.put(driver.make_product())
        made.append(buyer.place("transfer", name=name, note=f"catatan {name}"))
    made[1].send_proof()
    return made


def test_x02_another_ones_ids_open_nothing(
    driver: Driver, orders: list[Order], people: dict[str, Visitor]
) -> None:
    mine, theirs = orders
    number = int(urlsplit(driver.find(theirs).url).path.rpartition("/")[2])
    secrets = ("Rahasia Bbb", theirs.address.rpartition("/")[2])
    for role in ("stranger", "customer", "maker", "officer"):
        for near in range(max(1, number - 2), number + 3):
            for path in (
                f"/admin/orders/{near}",
                f"/admin/orders/{near}/slip",
                f"/admin/orders/proofs/{near}-320.webp",
            ):
                answer = people[role].get(path)
                assert (role, path, [secret for secret in secrets if secret in answer.text]) == (
                    role,
                    path,
                    [],
                )
            assert people[role].get(f"/pesanan/{near}").status == 404
        assert people[role].get(f"/pesanan/{theirs.number}").status == 404
    buyer = mine.buyer
    for verb in ("bayar", "periksa", "bukti", "batal"):
        assert buyer.post(f"/pesanan/{theirs.number}/{verb}").status == 404
    assert theirs.state().status == "placed"
    looked = buyer.get("/lacak").fill("/lacak", number=theirs.number, phone="0812-9999-9999")
    assert buyer.press(looked).status == 422


def test_x03_the_link_of_an_order_is_long_and_leaks_nowhere(driver: Driver, orders: list[Order]) -> None:
    order, other = orders
    path, _, token = order.address.rpartition("/")
    assert len(token) >= 43
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    stranger = driver.visitor()
    assert [stranger.get(f"{path}/{each}").status for each in (changed, token[:-1], token.swapcase())] == [
        404
    ] * 3
    page = stranger.get(order.address)
    assert other.number not in page.text
    headers = page.answer.headers
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert headers["Cache-Control"] == "private, no-store"
    loaded = page.document.xpath(
        "//img/@src | //script/@src | //link[@rel!='alternate']/@href | //iframe/@src"
    )
    assert {urlsplit(address).netloc for address in loaded} == {urlsplit(driver.shop.url).netloc}
    assert token not in driver.shop.log()


def test_x11_what_a_maker_takes_back_is_gone_on_the_next_request(driver: Driver) -> None:
    facts = {
        "pseudonym": "Melati Uji",
        "name": "Siti Aminah Uji",
        "story_id": "Cerita uji.",
        "village": "Desa Uji",
    }
    maker, herself = driver.make_maker(**facts)
    product = driver.make_product(maker_id=str(maker))
    buyer = driver.visitor()
    buyer.put(product)
    order = buyer.place("stripe")
    order.pay()
    stranger = Browser(driver.shop.url)
    page = stranger.get(product.address)
    hers = page.link("/perajin/")
    portrait = stranger.get(stranger.get(hers).document.xpath("//img[@class='portrait']/@src")[0])
    assert ("Siti Aminah Uji" in page.words, portrait.status) == (True, 200)
    etag = {"If-None-Match": portrait.answer.headers["ETag"]}

    herself.submit(herself.get("/akun/cerita"), "/cabut-semua")
    assert stranger.get(hers).status == 404
    assert stranger.get(portrait.url, headers=etag).status == 404
    for address in ("/", "/perajin", "/batik", "/en/perajin", product.address, "/batik?q=Siti+Aminah"):
        text = stranger.get(address).text
        assert [fact for fact in facts.values() if fact in text and "?q=" not in address] == []
    facts_told = json.loads(stranger.get(product.address).document.xpath("//script[@type]/text()")[0])
    assert "creator" not in facts_told
    assert order.state().status == "placed"
    by_maker = {row["Nama perajin"]: row["Kotor"] for row in driver.report("makers")}
    assert by_maker["Melati Uji"] == "350000"


def test_a_proof_is_seen_by_who_confirms_money_and_nobody_else(driver: Driver, orders: list[Order]) -> None:
    driver.job("develop")
    picture = driver.find(orders[1]).document.xpath("//ul[contains(@class, 'proofs')]//img/@src")[0]
    shown = driver.admin.get(picture)
    assert (shown.status, shown.answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "sandbox" in shown.answer.headers["Content-Security-Policy"]
    assert driver.visitor().get(picture, allow_redirects=False).status == 303
    assert a_picture() not in shown.answer.content
