"""X: everybody sees and does what is theirs, and nothing else."""

import json
import re
from urllib.parse import urlsplit

import pytest

from tests.browsing import Browser
from tests.buyer import Order, Visitor, a_picture
from tests.driver import Driver
from tests.permissions_matrix import ALLOWED
from tests.trials.invariants import Invariants

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


@pytest.mark.one_database
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
    """An order of each of two customers; the second has a proof."""
    made = []
    for name in ("Buyer Aaa", "Rahasia Bbb"):
        buyer = driver.person("customer")
        made.append(
            driver.order(driver.make_product(), "transfer", buyer=buyer, name=name, note=f"catatan {name}")
        )
    made[1].send_proof()
    return made


def test_x02_another_ones_ids_open_nothing(
    driver: Driver, orders: list[Order], people: dict[str, Visitor], invariants: Invariants
) -> None:
    mine, theirs = orders
    number = int(urlsplit(driver.find(theirs).url).path.rpartition("/")[2])
    ((payment, proof),) = invariants.ask(
        'SELECT payment.id, proof.id FROM "order" o JOIN payment ON payment.order_id = o.id '
        "JOIN proof ON proof.payment_id = payment.id WHERE o.token = :token",
        token=theirs.token,
    )
    secrets, before = ("Rahasia Bbb", theirs.token), invariants.everything()
    nearby = {max(1, near) for id in (number, payment, proof) for near in range(id - 2, id + 3)}
    reading = [
        f"/{place}{id}{rest}"
        for id in (*nearby, theirs.number)
        for place, rest in (
            ("admin/orders/", ""),
            ("admin/orders/", "/slip"),
            ("admin/orders/proofs/", "-320.webp"),
            ("pesanan/", ""),
            ("akun?order=", ""),
            ("checkout?order=", ""),
        )
    ]
    without_right = {role: people[role] for role in ("stranger", "maker", "officer")} | {
        "customer": mine.buyer
    }
    seen = {
        (role, path): answer.status
        for role, person in without_right.items()
        for path in reading
        if any(secret in (answer := person.get(path)).text for secret in secrets)
        or (
            answer.status == 200
            and path.startswith(("/pesanan", "/admin/orders/proofs"))
            and role != "stranger"
        )
    }
    assert seen == {}
    assert send_ids(mine, theirs, (number, payment, proof)) == {}
    assert invariants.everything() == before
    looked = mine.buyer.get("/lacak").fill("/lacak", number=theirs.number, phone="0812-9999-9999")
    assert mine.buyer.press(looked).status == 422


def send_ids(mine: Order, theirs: Order, ids: tuple[int, ...]) -> dict[str, int]:
    """Put another one's ids wherever a form of one's own could have one; what was answered too kindly."""
    said = {
        name: str(id) for id in ids for name in ("id", "order", "order_id", "payment_id", "proof_id", "token")
    } | {"checkout_token": theirs.number, "number": theirs.number}
    kind = {}
    for verb in ("bayar", "periksa", "bukti", "batal"):
        for id in (*ids, theirs.number):
            answer = mine.buyer.post(f"/pesanan/{id}/{verb}", data=said)
            if answer.status != 404:
                kind[f"{verb} {id}"] = answer.status
    for path in (f"{mine.address}/bukti", f"{mine.address}/periksa", "/checkout", "/keranjang/hapus"):
        answer = mine.buyer.post(path, data=said)
        if theirs.token in answer.text or "Rahasia Bbb" in answer.text or theirs.token in answer.url:
            kind[path] = answer.status
    return kind


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
    driver.stripe.wait_for_webhooks(60)
    before = order.state()
    assert before.payment == "paid"
    stranger = Browser(driver.shop.url)
    page = stranger.get(product.address)
    hers = page.link("/perajin/")
    portrait = stranger.get(stranger.get(hers).document.xpath("//img[@class='portrait']/@src")[0])
    assert ("Siti Aminah Uji" in page.words, portrait.status) == (True, 200)
    etag = {"If-None-Match": portrait.answer.headers["ETag"]}

    herself.submit(herself.get("/akun/cerita"), "/cabut-semua")
    assert stranger.get(hers).status == 404
    assert stranger.get(portrait.url, headers=etag).status == 404
    links = {link for page in ("/", "/batik") for link in stranger.get(page).document.xpath("//a/@href")}
    ours = {link for link in links if urlsplit(link).netloc == urlsplit(driver.shop.url).netloc}
    others = (
        "/perajin",
        "/en/perajin",
        "/sitemap.xml",
        "/baru.atom",
        "/robots.txt",
        "/pengunjung.json",
        product.address,
    )
    for address in (*ours, *others, f"{driver.shop.url}/en{urlsplit(product.address).path}"):
        text = stranger.get(address).text
        assert (address, [fact for fact in facts.values() if fact in text]) == (address, [])
    assert product.title not in stranger.get("/batik?q=Siti+Aminah").words
    shown = stranger.get(product.address)
    assert "creator" not in json.loads(shown.document.xpath("//script[@type]/text()")[0])
    assert shown.document.xpath("//meta[@property='og:image' and contains(@content, 'potret')]") == []
    assert order.state() == before
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
