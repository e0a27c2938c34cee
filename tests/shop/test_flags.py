"""Anybody may say why a review should not be shown."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app.db import db
from app.reviews import actions
from app.reviews.models import Flag, Reason
from app.shop.flags import MOST
from tests.factories import a_product
from tests.trade import a_review


def flags() -> list[tuple[int, Reason, str]]:
    db.session.expire_all()
    found = db.session.scalars(sa.select(Flag).order_by(Flag.id))
    return [(flag.review_id, flag.reason, flag.text) for flag in found]


def form_on(client: FlaskClient, address: str) -> dict[str, str]:
    """What the form sends that a reader fills in, as the page gives it."""
    (form,) = html.fromstring(client.get(address).text).xpath(f"//form[@action='{address}']")
    return {"token": form.fields["token"], "reason": "insult", "text": " Menghina\r\nperajinnya. "}


def test_each_review_on_a_page_has_a_way_to_say_what_is_wrong_with_it(client: FlaskClient) -> None:
    product = a_product(stock=9)
    review = a_review(product)
    a_review(product)
    page = html.fromstring(client.get(f"/batik/{product.slug}").text)
    links = page.xpath("//a[contains(@href, '/lapor')]")
    assert [(link.get("href"), link.get("rel")) for link in links][-1] == (
        f"/ulasan/{review.id}/lapor",
        "nofollow",
    )
    assert len(links) == 2


def test_it_is_sent_once_however_often_the_button_is_pressed(client: FlaskClient) -> None:
    review = a_review(a_product(title_id="Kawung Malam"), text="Halus dan adem.")
    address = f"/ulasan/{review.id}/lapor"
    begun = client.get(address)
    assert ("Halus dan adem." in begun.text, begun.headers["Cache-Control"]) == (True, "private, no-store")
    sent = form_on(client, address)
    answers = [client.post(address, data=sent) for _ in range(2)]
    thanks = f"{address}/terima-kasih"
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, thanks)] * 2
    assert flags() == [(review.id, Reason.INSULT, "Menghina\nperajinnya.")]
    assert "Kawung Malam" in client.get(thanks).text
    actions.reject(review, Reason.INSULT, version=1, by="pengurus")
    assert (client.get(thanks).status_code, client.get(address).status_code) == (200, 404)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"reason": "few_stars"}, {"text": "a" * 501}, {"token": ""}, {"token": "x" * 65}],
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_kept(
    client: FlaskClient, wrong: dict[str, str]
) -> None:
    address = f"/ulasan/{a_review(a_product()).id}/lapor"
    sent = {**form_on(client, address), "text": "Tetap tertulis", **wrong}
    answer = client.post(address, data=sent)
    assert (answer.status_code, sent["text"] in answer.text, flags()) == (422, True, [])


def test_what_is_not_shown_is_not_found(client: FlaskClient) -> None:
    review = a_review(a_product(), shown=False)
    sent = {"reason": "insult", "token": "t" * 32}
    answers = [
        client.get(f"/ulasan/{review.id}/lapor"),
        client.post(f"/ulasan/{review.id}/lapor", data=sent),
        client.get(f"/ulasan/{review.id + 1}/lapor"),
        client.get(f"/ulasan/{review.id + 1}/lapor/terima-kasih"),
    ]
    assert ([answer.status_code for answer in answers], flags()) == ([404] * 4, [])


def test_one_network_says_so_much_in_an_hour_and_another_still_may(app: Flask, client: FlaskClient) -> None:
    review = a_review(a_product())
    address = f"/ulasan/{review.id}/lapor"
    codes = [client.post(address, data=form_on(client, address)).status_code for _ in range(MOST + 1)]
    assert (codes, len(flags())) == ([303] * MOST + [429], MOST)
    other = app.test_client()
    sent = other.post(address, data=form_on(other, address), environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert (sent.status_code, len(flags())) == (303, MOST + 1)


def test_another_site_cannot_send_it(client: FlaskClient) -> None:
    address = f"/ulasan/{a_review(a_product()).id}/lapor"
    sent = form_on(client, address)
    forged = client.post(address, data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert (forged.status_code, flags()) == (403, [])
