"""The parts that pages are made of: what they say to people who see, hear and touch."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template
from lxml import html
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from app.money import Money


class Shown(SimpleNamespace):
    """What a part shows, and may be kept under."""

    __hash__ = object.__hash__


class AddressForm(Form):
    name = StringField("Nama", [DataRequired("Tulis nama.")], render_kw={"autocomplete": "name"})
    note = StringField("Catatan", [Optional()], description="Untuk kurir.")
    price = StringField("Harga", [Optional()])
    way = RadioField("Kurir", choices=[SelectChoice("jne", "JNE"), SelectChoice("pos", "Pos")], default="pos")
    gift = BooleanField("Bungkus sebagai hadiah")


def drawn(app: Flask, source: str, **given: Any) -> html.HtmlElement:
    with app.test_request_context("/"):
        return html.fragment_fromstring(
            app.jinja_env.from_string(source).render(**given), create_parent="main"
        )


def field(app: Flask, name: str, **typed: str) -> html.HtmlElement:
    form = AddressForm(MultiDict(typed))
    if typed:
        form.validate()
    return drawn(app, '{% from "parts/forms.html" import field %}{{ field(field_) }}', field_=form[name])


def test_a_wrong_field_is_marked_and_points_to_what_is_wrong(app: Flask) -> None:
    page = field(app, "name", note="x")
    (box,) = page.xpath("//input")
    assert dict(box.attrib) == {
        "aria-describedby": "name-error",
        "aria-invalid": "true",
        "autocomplete": "name",
        "id": "name",
        "name": "name",
        "required": "",
        "type": "text",
        "value": "",
    }
    assert page.xpath("string(//*[@id='name-error'])") == "Tulis nama."


def test_an_optional_field_says_so_and_points_to_its_hint(app: Flask) -> None:
    page = field(app, "note")
    assert page.xpath("normalize-space(//label[@for='note'])") == "Catatan (boleh kosong)"
    assert page.xpath("string(//*[@id=//input/@aria-describedby])") == "Untuk kurir."


def test_radios_are_a_group_of_choices_with_its_name(app: Flask) -> None:
    page = field(app, "way")
    assert page.xpath("normalize-space(//fieldset/legend)") == "Kurir"
    assert [
        (each.get("value"), "checked" in each.attrib) for each in page.xpath("//label[@class='choice']/input")
    ] == [
        ("jne", False),
        ("pos", True),
    ]


def test_a_checkbox_stands_in_its_label(app: Flask) -> None:
    assert (
        field(app, "gift").xpath("normalize-space(//label[input[@type='checkbox']])")
        == "Bungkus sebagai hadiah"
    )


def test_an_amount_is_asked_in_rupiah_with_digits(app: Flask) -> None:
    source = '{% from "parts/forms.html" import amount %}{{ amount(of) }}'
    page = drawn(app, source, of=AddressForm().price)
    assert page.xpath("string(//*[@class='with-unit']/span)") == "Rp"
    assert page.xpath("string(//input/@inputmode)") == "numeric"


def test_mistakes_lead_to_their_fields(app: Flask) -> None:
    form = AddressForm(MultiDict({"note": "x"}))
    form.validate()
    source = '{% from "parts/forms.html" import mistakes %}{{ mistakes(form) }}'
    page = drawn(app, source, form=form)
    assert page.xpath("//*[@role='alert']//a/@href") == ["#name"]


def card(app: Flask, maker: object = None, **facts: Any) -> html.HtmlElement:
    known = {
        "slug": "kawung",
        "title_id": "Kawung",
        "title_en": "",
        "price_from": Money(350000),
        "cover": None,
    }
    product = Shown(**known | {"stock_model": "one", "available": True} | facts)
    source = '{% from "parts/cloth.html" import card %}{{ card(product, maker) }}'
    return drawn(app, source, product=product, maker=maker)


def test_a_card_says_what_it_is_what_it_costs_and_whether_it_can_be_had(app: Flask) -> None:
    page = card(app)
    assert " ".join(page.text_content().split()) == "Kawung Rp 350.000 Satu-satunya"


@pytest.mark.parametrize(("is_public", "shown"), [(True, ["Bu Sari"]), (False, [])])
def test_a_card_names_only_a_maker_who_may_be_named(app: Flask, is_public: bool, shown: list[str]) -> None:
    page = card(app, maker=Shown(is_public=is_public, name="Bu Sari"))
    assert page.xpath("//li/p[not(@class)]/text()") == shown


@pytest.mark.parametrize(
    ("stock_model", "available", "word"),
    [
        ("one", True, "Satu-satunya"),
        ("one", False, "Terjual"),
        ("stocked", True, "Tersedia"),
        ("stocked", False, "Habis"),
        ("made_to_order", True, "Pesan buat"),
        ("made_to_order", False, "Habis"),
    ],
)
def test_a_card_has_a_word_for_each_state(app: Flask, stock_model: str, available: bool, word: str) -> None:
    page = card(app, stock_model=stock_model, available=available)
    assert page.xpath("normalize-space(//*[starts-with(@class, 'state')])") == word


def test_pages_keep_the_words_of_the_address(app: Flask) -> None:
    page = drawn(
        app,
        '{% from "parts/pages.html" import pagination %}'
        '{{ pagination(page, "shop.catalog.browse", {"teknik": "cap", "hal": "2"}) }}',
        page=SimpleNamespace(number=2, pages=9),
    )
    assert page.xpath("//a/@href") == [
        "/batik?teknik=cap",
        "/batik?teknik=cap",
        "/batik?hal=3&teknik=cap",
        "/batik?hal=9&teknik=cap",
        "/batik?hal=3&teknik=cap",
    ]
    assert page.xpath("string(//*[@aria-current='page'])") == "2"


@pytest.mark.parametrize("code", [400, 403, 404, 413, 500])
def test_an_error_has_a_page_with_a_way_on(app: Flask, code: int) -> None:
    with app.test_request_context("/en/"):
        page = html.fromstring(
            render_template(f"errors/{code}.html", request_id="6f1c0d9a44b2e871", back="/en/")
        )
    assert len(page.xpath("//main//h1")) == 1
    assert page.xpath("//main//a/@href") != []
    assert ("6f1c0d9a44b2e871" in page.text_content()) == (code == 500)
