import io
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app import clock, darkroom, storage
from app.accounts.models import Role
from app.catalog.models import Product, ProductStatus
from app.db import db
from app.makers.models import Use
from app.reviews import actions
from app.reviews.models import Reason, Review, ReviewState
from app.shop import own_data, voices
from tests import people
from tests.factories import a_picture, a_product
from tests.images import a_printed, cloth, file_of
from tests.trade import a_review, an_order, delivered

SAID = {"stars": "2", "text": "Warnanya lebih pucat.\r\nLainnya baik.", "name": "Bunga  Desa"}


def written() -> list[Review]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Review).order_by(Review.id)))


def page(client: FlaskClient, address: str) -> str:
    """What people read on it."""
    (main,) = html.fromstring(client.get(address).text).xpath("//main")
    return " ".join(main.text_content().split())


def facts(client: FlaskClient, address: str) -> dict[str, object]:
    """What the page says to machines of what it is about; where it stands comes after that."""
    said = html.fromstring(client.get(address).text).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(said[0])


def test_a_buyer_writes_from_the_private_page_and_reads_there_what_became_of_it(client: FlaskClient) -> None:
    order = delivered(an_order(a_product()))
    address = f"/pesanan/{order.token}"
    (form,) = html.fromstring(client.get(address).text).xpath("//section[@id='ulasan']//a[@class]/@href")
    assert client.get(form).headers["Referrer-Policy"] == "no-referrer"
    answer = client.post(form, data={**SAID, "photo": "only-its-name.jpg"})
    assert (answer.status_code, answer.location) == (303, f"{address}#ulasan")
    (review,) = written()
    assert (review.stars, review.text, review.name, review.locale, review.state, review.photo) == (
        2,
        "Warnanya lebih pucat.\nLainnya baik.",
        "Bunga Desa",
        "id",
        ReviewState.WAITING,
        None,
    )
    assert "Menunggu diperiksa" in page(client, address)
    actions.reject(review, Reason.INSULT, version=1, by="pengurus")
    assert "Tidak kami tampilkan: menghina atau mengancam." in page(client, address)
    assert client.post(f"{form}/tarik").status_code == 303
    (review,) = written()
    assert (review.state, review.text) == (ReviewState.WITHDRAWN, "")


@pytest.mark.parametrize("wrong", ["stars", "text", "name"])
def test_what_is_missing_is_said_and_what_was_typed_stays(client: FlaskClient, wrong: str) -> None:
    line = delivered(an_order(a_product())).lines[0]
    sent = {**SAID, wrong: "9" if wrong == "stars" else " \0 "}
    address = f"/pesanan/{line.order.token}/ulasan/{line.id}"
    answer = client.post(address, data=sent, content_type="multipart/form-data")
    kept = "Bunga Desa" if wrong == "text" else "Warnanya lebih pucat."
    assert (answer.status_code, kept in answer.text, written()) == (422, True, [])


def test_each_order_speaks_of_its_own_cloth(client: FlaskClient) -> None:
    mine, other = (delivered(an_order(a_product())) for _ in range(2))
    address = f"/pesanan/{mine.token}/ulasan/{other.lines[0].id}"
    answers = [
        client.get(address),
        client.post(address, data=SAID),
        client.post(f"{address}/tarik"),
        client.get(f"/pesanan/{mine.token}x/ulasan/{mine.lines[0].id}"),
        client.post(f"/pesanan/{mine.token}/ulasan/{mine.lines[0].id}/tarik"),
    ]
    assert ([answer.status_code for answer in answers], written()) == ([404] * 5, [])


def test_a_photo_is_made_by_the_worker_without_where_it_was_taken(app: Flask, client: FlaskClient) -> None:
    line = delivered(an_order(a_product())).lines[0]
    address = f"/pesanan/{line.order.token}/ulasan/{line.id}"
    bad = client.post(address, data={**SAID, "photo": (io.BytesIO(b"<svg/>"), "kain.jpg")})
    assert (bad.status_code, written()) == (422, [])
    photo = file_of(cloth((640, 800)), exif=b"Exif\0\0secret-place")
    assert client.post(address, data={**SAID, "photo": (io.BytesIO(photo), "kain.jpg")}).status_code == 303
    (review,) = written()
    original, own = review.picture.original, f"/ulasan/{review.id}/foto-640.webp"
    assert client.get(own).status_code == 404
    with app.app_context():
        darkroom.develop()
    db.session.expire_all()
    seen = [client.get(own).status_code]
    actions.show(review, version=1, by="pengurus")
    shown = client.get(own)
    seen.append(shown.status_code)
    assert (shown.headers["Cache-Control"], b"secret-place" in shown.data) == ("no-cache", False)
    actions.withdraw(line)
    seen.append(client.get(own).status_code)
    assert seen == [404, 200, 404]
    with pytest.raises(FileNotFoundError):
        storage.read(original)


def test_the_page_of_a_cloth_says_nothing_of_reviews_where_there_is_none(client: FlaskClient) -> None:
    product = a_product(stock=9)
    a_review(product, shown=False, text="Menunggu dibaca")
    address = f"/batik/{product.slug}"
    said = facts(client, address)
    assert ("ulasan" in page(client, address).lower(), "aggregateRating" in said, "review" in said) == (
        False,
        False,
        False,
    )


def test_the_page_of_a_cloth_shows_its_reviews_with_their_average_to_people_and_machines(
    client: FlaskClient,
) -> None:
    product = a_product(stock=9)
    a_review(product, stars=5, text="Halus <b>sekali</b>", name="Sekar")
    a_review(product, stars=2, text="Rather pale", name="Anne", locale="en")
    address = f"/batik/{product.slug}"
    document = html.fromstring(client.get(address).text)
    assert [
        (said.get("lang"), said.text_content()) for said in document.xpath("//*[contains(@class, 'said')]")
    ] == [("en", "Rather pale"), ("id", "Halus <b>sekali</b>")]
    assert "3,5 · 2 ulasan" in page(client, address)
    said = facts(client, address)
    assert said["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 3.5, "reviewCount": 2}
    assert [
        (one["author"]["name"], one["reviewRating"]["ratingValue"], one["reviewBody"])
        for one in said["review"]
    ] == [("Anne", 2, "Rather pale"), ("Sekar", 5, "Halus <b>sekali</b>")]


def test_the_only_one_is_known_by_other_cloth_of_the_same_hands_which_machines_are_not_told_as_its_own(
    client: FlaskClient,
) -> None:
    maker = people.a_maker(Use.NAME, Use.REPLIES)
    before, only = a_product(maker_id=maker.id, title_id="Parang Lama"), a_product(maker_id=maker.id)
    review = a_review(before, a_printed(room="reviews"), text="Rapi sekali")
    actions.show(actions.answer(review, maker, "Matur nuwun."), version=1, by="pengurus")
    for address in (f"/batik/{only.slug}", f"/perajin/{maker.slug}"):
        read = page(client, address)
        told = [
            words in read
            for words in ("Tentang karya perajin ini", "Parang Lama", "Rapi sekali", "Matur nuwun.")
        ]
        assert (told, f"Jawaban {maker.name}" in read) == ([True] * 4, True)
        assert "aggregateRating" not in facts(client, address)
    link = f"/batik/{before.slug}"
    assert link in client.get(f"/perajin/{maker.slug}").text
    before.status = ProductStatus.ARCHIVED
    assert "Parang Lama" in page(client, f"/perajin/{maker.slug}")
    assert link not in client.get(f"/perajin/{maker.slug}").text
    before.status = ProductStatus.DRAFT
    before.status = ProductStatus.PUBLISHED
    people.makers.withdraw(maker, Use.REPLIES, by="test")
    assert "Matur nuwun." not in page(client, f"/batik/{only.slug}")
    people.makers.withdraw_all(maker, by="test")
    assert "Rapi sekali" not in page(client, f"/batik/{only.slug}")
    assert "Rapi sekali" in page(client, f"/batik/{before.slug}")


def many(product: Product, count: int) -> None:
    """So many reviews of a product, "Ulasan 1" being the oldest."""
    for number in range(count):
        with clock.pretend(clock.now() + timedelta(hours=number)):
            a_review(product, text=f"Ulasan nomor {number + 1}.", stars=4 + number % 2)


def said_on(client: FlaskClient, address: str) -> list[str]:
    found = html.fromstring(client.get(address).text).xpath("//*[contains(@class, 'said')]")
    return [said.text_content() for said in found]


def test_all_that_is_said_of_a_cloth_stands_on_pages_that_each_have_one_address(client: FlaskClient) -> None:
    product = a_product(stock=99, title_id="Kawung Malam")
    many(product, voices.PAGE + 3)
    newest = [f"Ulasan nomor {number}." for number in range(voices.PAGE + 3, 0, -1)]
    place, every = f"/batik/{product.slug}", f"/batik/{product.slug}/ulasan"

    (more,) = html.fromstring(client.get(place).text).xpath("//section[@id='ulasan']/p/a")
    pages = [said_on(client, address) for address in (place, every, f"{every}?hal=2", f"{every}?hal=99")]
    read = html.fromstring(client.get(f"{every}?hal=2").text)

    assert (more.get("href"), more.text_content()) == (every, "Semua 23 ulasan")
    assert pages == [
        newest[: voices.NEWEST],
        newest[: voices.PAGE],
        newest[voices.PAGE :],
        newest[voices.PAGE :],
    ]
    assert read.xpath("//link[@rel='canonical']/@href") == [f"http://localhost{every}?hal=2"]
    assert read.xpath("//link[@hreflang='en']/@href") == [f"http://localhost/en{every}?hal=2"]
    assert read.xpath("//nav[@class='pages']//a/@href") == [every, every]
    assert read.findtext(".//title").startswith("Ulasan tentang Kawung Malam, halaman 2")


def test_machines_read_the_same_reviews_as_people_on_each_page_and_what_all_come_to(
    client: FlaskClient,
) -> None:
    product = a_product(stock=99)
    many(product, voices.NEWEST + 2)
    place = f"/batik/{product.slug}"
    for address in (place, f"{place}/ulasan"):
        said = facts(client, address)
        assert [one["reviewBody"] for one in said["review"]] == said_on(client, address)
        assert said["url"] == f"http://localhost{place}"
        assert said["aggregateRating"] == {
            "@type": "AggregateRating",
            "ratingValue": 4.5,
            "reviewCount": voices.NEWEST + 2,
        }


def test_a_page_of_reviews_is_the_same_for_all_and_gone_with_the_last_of_them(client: FlaskClient) -> None:
    review = a_review(a_product())
    address = f"/batik/{review.product.slug}/ulasan"
    first = client.get(address)
    assert (first.headers["Cache-Control"], "Set-Cookie" in first.headers) == ("public, no-cache", False)
    actions.reject(review, Reason.INSULT, version=1, by="pengurus")
    assert client.get(address).status_code == 404


def test_all_that_is_said_of_a_makers_work_stands_on_pages_while_she_has_one(client: FlaskClient) -> None:
    maker = people.a_maker(Use.NAME, Use.REPLIES)
    product = a_product(stock=99, maker_id=maker.id, title_id="Parang Lama")
    many(product, voices.PAGE + 1)
    actions.show(actions.answer(written()[0], maker, "Matur nuwun."), version=1, by="pengurus")
    every = f"/perajin/{maker.slug}/ulasan"

    assert f'href="{every}"' in client.get(f"/perajin/{maker.slug}").text
    assert len(said_on(client, f"/perajin/{maker.slug}")) == voices.NEWEST
    assert said_on(client, f"{every}?hal=2") == ["Ulasan nomor 1.", "Matur nuwun."]
    assert "Parang Lama" in page(client, every)
    people.makers.withdraw_all(maker, by="test")
    assert client.get(every).status_code == 404


def test_of_what_nobody_has_spoken_there_is_no_page(client: FlaskClient) -> None:
    maker = people.a_maker(Use.NAME)
    product = a_product(maker_id=maker.id)
    a_review(product, shown=False)
    addresses = (f"/batik/{product.slug}/ulasan", f"/perajin/{maker.slug}/ulasan", "/batik/tidak-ada/ulasan")
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_samples_are_no_reviews_to_machines(client: FlaskClient) -> None:
    product = a_product()
    a_review(product).sample = True
    address = f"/batik/{product.slug}"
    assert ("Ulasan contoh" in page(client, address), "review" in facts(client, address)) == (True, False)


def test_a_photo_is_nobodys_while_its_review_is_not_shown(client: FlaskClient) -> None:
    review = a_review(a_product(), a_picture("reviews"), shown=False)
    assert client.get(f"/ulasan/{review.id}/foto-320.webp").status_code == 404


def test_a_deleted_account_takes_its_reviews_along_and_leaves_none_behind() -> None:
    buyer, maker = people.a_user(), people.a_maker(Use.REPLIES, user=people.a_user(Role.MAKER))
    review = a_review(a_product(maker_id=maker.id), a_picture("reviews"), text="Rapi sekali")
    review.line.order.customer_id = buyer.id
    actions.answer(review, maker, "Matur nuwun.")
    other = a_review(a_product())
    (ordered,) = own_data.everything_about(buyer)["orders"]
    assert [one["text"] for one in ordered["reviews"]] == ["Rapi sekali"]
    answers = own_data.everything_about(maker.user)["maker"]["replies"]
    assert [one["text"] for one in answers] == ["Matur nuwun."]
    own_data.leave(buyer)
    assert (review.state, review.text, review.name, review.photo, review.reply) == (
        ReviewState.WITHDRAWN,
        "",
        "",
        None,
        None,
    )
    assert other.state is ReviewState.SHOWN
