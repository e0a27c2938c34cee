"""What is made to be shown elsewhere: only of what its makers allow there, and written down before it is had."""

import io
import json
import re

import pytest
import sqlalchemy as sa
import typst
import zxingcpp
from PIL import Image

from app import easel, printer, storage
from app.accounts.models import Role
from app.admin import in_chats, on_paper, showcase
from app.catalog import actions as catalog
from app.catalog import hangtags
from app.catalog.models import Photo, StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.campaigns import Told
from app.makers import actions as makers
from app.makers.models import Use
from app.money import Money
from app.papers import PAGES
from app.publicity import documents
from app.publicity.models import Document, Publication
from tests import people
from tests.admin.conftest import page, words
from tests.admin.test_tags import WILD
from tests.exhibitions.test_actions import a_fair
from tests.factories import a_motif, a_product, a_user
from tests.images import a_printed, cloth
from tests.people import a_maker, allow

EVERYTHING = tuple(Use)
SHARE = {"kind": "share"}


@pytest.fixture(autouse=True)
def an_empty_store(app, tmp_path):
    before = app.config["MEDIA_URL"]
    app.config["MEDIA_URL"] = str(tmp_path)
    yield
    app.config["MEDIA_URL"] = before


def wish(user=None, **asked):
    asked = {
        name: list(map(str, value if isinstance(value, list) else [value])) for name, value in asked.items()
    }
    return showcase.read(asked, user or a_user(Role.ADMIN))


def told(**asked):
    return on_paper.sheet(wish(**asked)).told


def codes(told):
    """The codes that a telephone finds on the pages, without their pictures."""
    told = printer.finished(told, set(re.findall(r"\w+\.jpg", json.dumps(told))))
    made = typst.compile(
        str(PAGES / ("catalogue.typ" if "makers" in told else "poster.typ")),
        root=str(PAGES),
        ignore_system_fonts=True,
        font_paths=[str(PAGES / "fonts")],
        sys_inputs={"told": json.dumps(told)},
        format="png",
        ppi=120,
    )
    made = made if isinstance(made, list) else [made]
    return sorted(code.text for one in made for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(one))))


def made_of(answer):
    assert answer.status_code == 303, answer.text
    return db.session.get(Publication, int(answer.location.rpartition("/")[2]))


def parts(made):
    return [(one.maker_id, one.product_id, one.parts) for one in made.appearances]


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Publication))


def test_a_yes_to_social_media_is_taken_back_and_paper_stays(app, admin):
    user = people.a_user(Role.MAKER)
    maker = a_maker(*set(Use) - {Use.PHOTO}, user=user, name="Siti Aminah", village="Kebon")
    product = a_product(maker_id=maker.id, title_id="Kawung Malam")
    db.session.commit()
    about = {"product": product.id}
    poster = {"kind": "poster", "words": maker.id} | about
    first, hung = (
        admin.post("/admin/publicity", data=SHARE | about),
        admin.post("/admin/publicity", data=poster),
    )
    texts = page(admin.get(first.location)).xpath("//textarea/text()")
    assert all("Karya Siti Aminah, Kebon" in text and "tangan yang sabar" in text for text in texts)
    written = [parts(made_of(first)), parts(made_of(hung))]
    all_of_her = [(maker.id, product.id, ["name", "village", "words"])]
    assert written == [
        all_of_her,
        [(maker.id, product.id, ["name"]), (maker.id, None, ["name", "village", "words"])],
    ]

    hers = people.sign_in(app.test_client(), user)
    assert hers.post("/akun/cerita/cabut/social_media").status_code == 303

    second = admin.post("/admin/publicity", data=SHARE | about)
    for shown in (first, second):
        texts = page(admin.get(shown.location)).xpath("//textarea/text()")
        assert (len(texts), ["Siti" in text or "sabar" in text or "Kebon" in text for text in texts]) == (
            2,
            [False] * 2,
        )
        assert "Kawung Malam" in texts[0]
    assert parts(made_of(second)) == []
    still = told(kind="poster", product=product.id, words=maker.id)
    assert (still["by"], "tangan yang sabar" in still["words"]) == ("Siti Aminah, Kebon", True)
    assert admin.get(f"{hung.location}.pdf").data[:5] == b"%PDF-"
    # What was written down stays, before her eyes and before the admins'.
    assert [parts(made_of(first)), parts(made_of(hung))] == written
    for shown in (hers.get("/akun/cerita"), admin.get(f"/admin/makers/{maker.id}")):
        (section,) = page(shown).xpath("//section[@id='dipakai']")
        assert len(section.xpath(".//li")) == 2
        assert "Poster nama, desa, kutipan · Kawung Malam" in words(section)


def test_of_who_allows_nothing_there_is_nothing_but_her_cloth(admin):
    maker = a_maker(Use.NAME, Use.STORY, Use.VILLAGE, name="Siti Aminah")
    product = a_product(maker_id=maker.id)
    db.session.commit()
    book = told(kind="catalogue", product=product.id)
    assert (book["makers"], book["pieces"][0]["by"]) == ([], "")
    assert told(kind="poster", product=product.id, words=maker.id)["words"] == ""
    about_her = in_chats.post(wish(kind="share", maker=maker.id))
    assert (about_her.title, about_her.words, about_her.seen) == ("Batik dari koperasi kami", "", [])
    assert "Siti" not in json.dumps(in_chats.texts(wish(kind="share", maker=maker.id)))
    assert f"/perajin/{maker.slug}" not in about_her.address


def test_looking_is_not_using(admin):
    product = a_product(maker_id=a_maker(*EVERYTHING).id)
    db.session.commit()
    for address in ("", "/share", "/share-feed.jpg"):
        assert admin.get(f"/admin/publicity{address}?product={product.id}").status_code == 200
    assert count() == 0


def test_a_file_shows_no_more_of_her_than_was_written_down(admin):
    maker = a_maker(Use.NAME, Use.STORY)
    product = a_product(maker_id=maker.id)
    db.session.commit()
    answers = [
        admin.post("/admin/publicity", data={"kind": kind, "product": product.id})
        for kind in ("catalogue", "share")
    ]
    files = [f"{answers[0].location}.pdf", f"{answers[1].location}/feed-id.jpg"]
    assert printer.make() == 1
    assert [admin.get(file).status_code for file in files] == [200, 200]
    allow(maker, Use.PRINT)
    allow(maker, Use.SOCIAL_MEDIA)
    assert [admin.get(file).status_code for file in files] == [409, 409]
    shown = page(admin.get(answers[1].location))
    assert (shown.xpath("//textarea"), "Buat lagi" in words(shown)) == ([], True)


def test_an_officer_sees_what_she_made_of_cloth_alone_and_makes_of_no_fair_but_her_own(admin, officer):
    fair, product = a_fair(), a_product()
    db.session.commit()
    made = admin.post("/admin/publicity", data=SHARE | {"product": product.id}).location
    assert [officer.get(f"{made}{more}").status_code for more in ("", "/feed-id.jpg")] == [404, 404]
    for address in ("", "/share", "/share-feed.jpg"):
        assert officer.get(f"/admin/publicity{address}?fair={fair.id}").status_code == 404
    assert officer.post("/admin/publicity", data={"kind": "poster", "fair": fair.id}).status_code == 404
    assert count() == 1
    assert (
        officer.get(officer.post("/admin/publicity", data={"product": product.id}).location).status_code
        == 200
    )


def test_a_catalogue_of_nothing_is_asked_for_again(admin):
    draft = a_product(published=False)
    db.session.commit()
    assert admin.post("/admin/publicity", data={"kind": "catalogue", "product": draft.id}).status_code == 422
    assert count() == 0


def test_what_hangs_at_the_fair_has_its_price_and_what_is_sold_says_so(app):
    there, sold = a_product(StockModel.ONE, price=750_000), a_product(StockModel.ONE, stock=0)
    fair = a_fair()
    exhibitions.take_along(fair, there.variants[0], 1, by="tests")
    db.session.refresh(there)
    assert there.available is False
    known = {"fair": fair.id, "product": [there.id, sold.id]}
    prices = ["Rp\u00a0750.000", "Sudah terjual"]
    # Who ticks none gets none, and not all that hangs there.
    assert (told(fair=fair.id, product=0)["pieces"], len(told(fair=fair.id)["pieces"])) == ([], 1)
    assert [piece["price"] for piece in told(kind="catalogue", **known)["pieces"]] == prices
    assert [piece["line"] for piece in told(kind="poster", **known)["pieces"]] == [
        "Rp 750.000",
        "Sudah terjual",
    ]


def test_codes_lead_to_the_campaign_and_to_each_cloth_under_it(app):
    fair, product, motif = a_fair(), a_product(motif=a_motif()), a_motif()
    campaign = campaigns.begin("kie26", Told("KIE", exhibition_id=fair.id), owner=None, by="tests")
    campaigns.choose(campaign, product)
    campaigns.choose(campaign, a_product(motif=motif))
    known = {"campaign": campaign.id, "language": "en"}
    (hung,) = codes(told(kind="poster", paper="a5", **known))
    book = codes(told(kind="catalogue", **known))
    assert hung.endswith("/en/q/kie26")
    assert (len(book), hung in book) == (3, True)
    assert any(code.endswith(f"/en/k/{hangtags.code_of(product.variants[0].id)}?q=kie26") for code in book)


@pytest.mark.parametrize("kind", ["a3", "a4", "a5", "catalogue"])
def test_whatever_was_typed_stays_in_its_place(app, kind):
    maker = a_maker(*EVERYTHING, name=WILD[1], village=WILD[0], quote_id=WILD[3], quote_en=WILD[2])
    products = [a_product(title_id=wild, title_en=wild, maker_id=maker.id, photos=[]) for wild in WILD]
    products[0].motif = a_motif(name=WILD[1], meaning_id=WILD[0])
    fair = a_fair(name=WILD[0], place=WILD[1])
    shape = {"kind": "catalogue"} if kind == "catalogue" else {"kind": "poster", "paper": kind}
    ids = [product.id for product in products]
    found = codes(told(product=ids, fair=fair.id, words=maker.id, **shape))
    assert len(found) == (1 + len(WILD) if kind == "catalogue" else 1)


@pytest.mark.one_database
@pytest.mark.parametrize("title", [*WILD, "Kawung", ""])
def test_a_picture_has_the_size_of_its_place_whatever_is_on_it(app, title):
    maker = a_maker(Use.STORY, Use.SOCIAL_MEDIA, quote_id=title)
    product = a_product(
        title_id=title, maker_id=maker.id, photos=[Photo(picture=a_printed())] if len(title) < 9 else []
    )
    about = wish(kind="share", product=product.id)
    for shape, size in in_chats.SHAPES.items():
        with Image.open(io.BytesIO(in_chats.picture(about, shape))) as made:
            assert (made.format, made.size) == ("JPEG", size)
            # Cloth, or a ground of dye, above; words on mori below.
            assert max(made.getpixel((20, 20))) < 110
            assert min(made.getpixel((20, size[1] - 20))) > 220


def test_paper_is_printed_with_the_pictures_that_the_store_has(app):
    there, lost = a_product(photos=[Photo(picture=a_printed())]), a_product()
    sheet = on_paper.sheet(wish(kind="poster", product=[there.id, lost.id]))
    assert len(sheet.pictures) == 2
    assert b"/DCTDecode" in sheet.pdf()


def test_pictures_that_take_too_long_are_said_to(app, admin, monkeypatch):
    product = a_product(photos=[Photo(picture=a_printed())])
    made = admin.post("/admin/publicity", data={"kind": "poster", "product": product.id})
    monkeypatch.setattr(easel, "PATIENCE", 0.01)
    answer = admin.get(f"{made.location}.pdf")
    assert (answer.status_code, "Gambarnya tidak selesai dibuat." in answer.text) == (503, True)


def test_a_catalogue_is_never_made_while_somebody_waits_and_is_handed_out_when_it_is_whole(
    admin, monkeypatch
):
    product = a_product(price=350_000, photos=[Photo(picture=a_printed())])
    where = admin.post("/admin/publicity", data={"kind": "catalogue", "product": product.id}).location
    monkeypatch.setattr(easel, "PATIENCE", 0.01)
    waiting, early = admin.get(where), admin.get(f"{where}.pdf")
    assert (waiting.headers["Refresh"], "Berkas ini sedang dibuat." in waiting.text) == ("3", True)
    assert (early.status_code, early.location) == (303, where)
    assert (printer.make(), printer.make()) == (1, 0)
    ready, book = admin.get(where), admin.get(f"{where}.pdf")
    assert ("Refresh" in ready.headers, "Unduh PDF" in ready.text, "foto tidak bisa" in ready.text) == (
        False,
        True,
        False,
    )
    assert (book.mimetype, book.data[:5], b"/DCTDecode" in book.data) == ("application/pdf", b"%PDF-", True)


def test_a_catalogue_of_other_prices_is_another_one_and_is_made_anew(admin):
    product = a_product(price=350_000)
    where = admin.post("/admin/publicity", data={"kind": "catalogue", "product": product.id}).location
    assert printer.make() == 1
    product.variants[0].price = Money(360_000)
    catalog.derive(product)
    db.session.commit()
    assert (admin.get(f"{where}.pdf").status_code, "Buat PDF-nya" in admin.get(where).text) == (303, True)
    assert admin.post(where).status_code == 303
    assert (printer.make(), admin.get(f"{where}.pdf").status_code) == (1, 200)


def test_only_what_is_long_is_asked_for_anew(admin):
    where = admin.post("/admin/publicity", data={"kind": "poster", "product": a_product().id}).location
    assert (admin.post(where).status_code, printer.make()) == (404, 0)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("prefix", "said"), [("", "1 foto tidak bisa dibuka"), ("/en", "1 photo could not be opened")]
)
def test_a_photo_that_cannot_be_cut_is_left_out_and_said(admin, prefix, said):
    torn, whole = (a_printed(cloth((60, height))) for height in (70, 80))
    products = [a_product(photos=[Photo(picture=picture)]) for picture in (whole, torn)]
    for key, _saved in storage.find("photos"):
        if key.startswith(torn.key):
            storage.save(key, b"torn")
    asked = {"kind": "catalogue", "product": [product.id for product in products]}
    where = admin.post("/admin/publicity", data=asked).location
    assert printer.make() == 1
    assert (said in admin.get(f"{prefix}{where}").text, admin.get(f"{where}.pdf").data[:5]) == (
        True,
        b"%PDF-",
    )


def test_a_catalogue_whose_file_is_lost_is_offered_no_more_and_can_be_made_again(admin):
    product = a_product()
    where = admin.post("/admin/publicity", data={"kind": "catalogue", "product": product.id}).location
    assert printer.make() == 1
    storage.remove([key for key, _saved in storage.find(printer.ROOM)])
    lost = admin.get(f"{where}.pdf")
    page = admin.get(where).text
    assert (lost.status_code, lost.location) == (303, where)
    assert ("Buat PDF-nya" in page, f'{where}.pdf"' in page) == (True, False)
    assert admin.post(where).status_code == 303
    assert (printer.make(), admin.get(f"{where}.pdf").data[:5]) == (1, b"%PDF-")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_catalogue_that_could_not_be_made_is_said_and_asked_for_again(admin, monkeypatch, prefix):
    product = a_product()
    where = admin.post("/admin/publicity", data={"kind": "catalogue", "product": product.id}).location
    with monkeypatch.context() as hurried:
        hurried.setattr(printer, "PATIENCE", 0.01)
        assert printer.make() == 1
    failed = admin.get(f"{prefix}{where}")
    said = "This file could not be finished." if prefix else "Berkas ini tidak selesai dibuat."
    assert (said in failed.text, "Refresh" in failed.headers) == (True, False)
    assert (admin.get(f"{where}.pdf").status_code, printer.make()) == (303, 0)
    assert admin.post(where).status_code == 303
    assert (printer.make(), admin.get(f"{where}.pdf").status_code) == (1, 200)


def test_a_document_is_forgotten_with_its_file_and_what_it_said(admin):
    where = admin.post("/admin/publicity", data={"kind": "catalogue", "product": a_product().id}).location
    assert (printer.make(), printer.forget(), len(list(storage.find("papers")))) == (1, 0, 1)
    document = db.session.scalars(sa.select(Document)).one()
    assert document.told is None
    document.created_at -= documents.KEPT * 2
    db.session.commit()
    assert (printer.forget(), list(storage.find("papers"))) == (1, [])
    assert admin.get(f"{where}.pdf").status_code == 303


def test_texts_are_ready_in_both_languages(app):
    product = a_product(
        StockModel.ONE,
        title_id="Malam",
        title_en="Night",
        price=1_250_000,
        motif=a_motif(name="Kawung", meaning_id="Arti *motif*\nini."),
    )
    indonesian, english = (
        in_chats.texts(wish(kind="share", product=product.id, language=language)) for language in ("id", "en")
    )
    site = app.config["SITE_URL"]
    code = hangtags.code_of(product.variants[0].id)
    assert indonesian["WhatsApp"] == (
        f"Malam\nBatik tulis · Pewarna alami · 240 × 115 cm\n\nRp 1.250.000\n\nLihat dan pesan di sini: {site}/k/{code}"
    )
    assert "Night\n" in english["WhatsApp"]
    assert f"{site}/en/k/{code}" in english["WhatsApp"]
    assert "Motif Kawung: Arti motif ini." in indonesian["Instagram"]
    assert indonesian["Instagram"].endswith("#batik #batiktulis #batikindonesia #kawung")


def test_withdrawing_all_leaves_nothing_of_her_in_the_next_catalogue(app):
    maker = a_maker(*set(Use) - {Use.PHOTO}, name="Siti Aminah")
    product = a_product(maker_id=maker.id)
    before = told(kind="catalogue", product=product.id)
    makers.withdraw_all(maker, by="tests")
    after = json.dumps(told(kind="catalogue", product=product.id))
    assert ([one["name"] for one in before["makers"]], "Siti" in after) == (["Siti Aminah"], False)
