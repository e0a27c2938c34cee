"""Tags: each with its piece's own code, and of its maker only what she allows."""

import io
import json

import pytest
import sqlalchemy as sa
import typst
import zxingcpp
from PIL import Image

from app.admin import tag_sheet
from app.admin.tag_sheet import Layout, Wish
from app.catalog import hangtags
from app.db import db
from app.exhibitions import actions as exhibitions
from app.makers import actions as makers
from app.makers.models import Use
from app.papers import PAGES
from app.publicity.models import Publication, PublicationKind
from tests.admin.conftest import page
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_maker, a_product
from tests.people import allow

WILD = (
    "Kain " + "sangat panjang " * 700,
    "W" * 10_000,
    "😀 مرحبا بالعالم 😀",
    '#panic("x") *tebal* "] #eval("1+1")',
)


def wish(*copies, layout=Layout.SMALL, language="id", skip=0):
    return Wish(layout, language, {product.variants[0].id: count for product, count in copies}, skip)


def pages(told):
    """The sheet's pages as a camera sees them, at 150 points an inch."""
    return typst.compile(
        str(PAGES / "tags.typ"),
        root=str(PAGES),
        ignore_system_fonts=True,
        font_paths=[str(PAGES / "fonts")],
        sys_inputs={"told": json.dumps(told)},
        format="png",
        ppi=150,
    )


def codes(told):
    made = pages(told)
    made = made if isinstance(made, list) else [made]
    return [sorted(code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(one)))) for one in made]


def test_as_many_tags_are_offered_as_pieces_are_there_or_at_the_fair(admin):
    product, other = a_product(), a_product()
    fair = a_fair()
    exhibitions.take_along(fair, product.variants[0], 2, by="tests")
    db.session.commit()
    offered = "//input[starts-with(@name, 'n-')]/@value"
    chosen = page(admin.get(f"/admin/tags?product={product.id}&product={other.id}&product=x"))
    assert chosen.xpath(offered) == ["1", "3"]
    assert page(admin.get(f"/admin/tags?fair={fair.id}")).xpath(offered) == ["2"]
    assert page(admin.get("/admin/tags")).xpath(offered) == []


def test_an_officer_prints_tags_of_no_fair_but_her_own(officer):
    fair = a_fair()
    db.session.commit()
    assert officer.get(f"/admin/tags?fair={fair.id}").status_code == 404


def test_a_sheet_is_a_pdf_and_too_large_a_one_is_asked_for_again(admin):
    variant = a_product().variants[0]
    db.session.commit()
    asked = {f"n-{variant.id}": 2, "layout": "hang", "language": "en", "skip": 3}
    answer = admin.post("/admin/tags", data=asked)
    made = admin.get(f"{answer.location}.pdf")
    assert (answer.status_code, made.status_code, made.mimetype) == (303, 200, "application/pdf")
    # The shop's own letters go along with it.
    assert b"Fraunces" in made.data
    assert b"PlusJakartaSans" in made.data
    for count in (0, tag_sheet.MOST + 1, "x"):
        assert admin.post("/admin/tags", data={f"n-{variant.id}": count}).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Publication)) == 1


@pytest.mark.parametrize(
    ("layout", "first"),
    [(Layout.SMALL, 24), (Layout.HANG, 8), (Layout.A7, 8), (Layout.A6, 4), (Layout.ROLL, 1)],
)
def test_every_tag_leads_to_its_own_piece(app, layout, first):
    product, other = a_product(), a_product()
    root = "http://localhost:5000" if not app.config["SITE_URL"] else app.config["SITE_URL"]
    own, others = (f"{root}/en/k/{hangtags.code_of(one.variants[0].id)}" for one in (product, other))
    told = tag_sheet.told(wish((product, first - 1 or 1), (other, 1), layout=layout, language="en"))
    read = codes(told)
    assert sorted(sum(read, [])) == sorted([own] * (first - 1 or 1) + [others])
    assert [len(one) for one in read] == ([1, 1] if layout is Layout.ROLL else [first])


def test_places_that_are_used_up_stay_empty(app):
    told = tag_sheet.told(wish((a_product(), 3), layout=Layout.HANG, skip=7))
    assert [len(one) for one in codes(told)] == [1, 2]


@pytest.mark.parametrize("layout", Layout)
def test_whatever_was_typed_stays_on_its_tag(app, layout):
    told = tag_sheet.told(wish(*((a_product(title_id=title), 1) for title in WILD), layout=layout))
    assert all(len(tag["title"].replace("\u200b", "")) <= tag_sheet.TITLE + 1 for tag in told["tags"])
    assert sum(map(len, codes(told))) == len(WILD)


def test_whose_name_and_words_are_printed_is_written_down(admin):
    maker = a_maker(quote_id="Saya membatik.")
    product, other = a_product(maker=maker), a_product(maker=a_maker())
    fair = a_fair()
    for use in (Use.STORY, Use.PRINT):
        allow(maker, use)
    for layout in ("hang", "a6"):
        copies = {f"n-{each.variants[0].id}": 1 for each in (product, other)}
        admin.post("/admin/tags", data=copies | {"layout": layout, "fair": fair.id})
    hang, card = db.session.scalars(sa.select(Publication).order_by(Publication.id))
    assert (hang.kind, hang.exhibition, hang.by) == (PublicationKind.TAGS, fair, "pengurus@contoh.test")
    assert [[(one.maker, one.product, one.parts) for one in made.appearances] for made in (hang, card)] == [
        [(maker, product, ["name", "words"])],
        [(maker, product, ["name"])],
    ]


def test_a_tag_says_of_its_maker_what_she_allows_today(app):
    maker = a_maker(name="Siti", pseudonym="Melati", village="Kebon", quote_id="Saya membatik.")
    product = a_product(maker=maker, price=1_250_000)

    def said():
        (tag,) = tag_sheet.told(wish((product, 1)))["tags"]
        return tag["by"], tag["words"], tag["price"], tag["facts"], tag["size"], tag["number"]

    same = ("Rp\u00a01.250.000", "Batik tulis · 240 × 115 cm", "", product.variants[0].sku)
    assert said() == ("Karya perajin koperasi", "", *same)
    for use in (Use.NAME, Use.VILLAGE, Use.STORY):
        allow(maker, use)
    # In the shop; on paper by a yes of its own.
    assert said() == ("Karya perajin koperasi", "", *same)
    allow(maker, Use.PRINT)
    assert said() == ("Karya Siti, Kebon", "“Saya membatik.”", *same)
    makers.withdraw_all(maker, by="tests")
    assert said() == ("Karya perajin koperasi", "", *same)
