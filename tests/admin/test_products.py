import io
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from werkzeug.test import EnvironBuilder

from app import darkroom
from app.catalog.models import Photo, Product, ProductStatus, StockModel
from app.db import db
from app.makers.models import Step
from app.money import Money
from app.pictures.models import Picture
from tests.admin.conftest import page, statements, words
from tests.factories import a_maker, a_motif, a_picture, a_product
from tests.images import BAD, BROKEN
from tests.pages import select

NEW = {
    "title_id": "Kawung Malam",
    "title_en": "Night Kawung",
    "story_id": "Dicanting di teras.",
    "story_en": "Drawn on the porch.",
    "kind": "kain",
    "technique": "tulis",
    "dye": "natural",
    "dye_detail_id": "indigo",
    "dye_detail_en": "indigo",
    "motif_id": "0",
    "maker_id": "0",
    "stock_model": "one",
    "lead_days": "",
    "price": "1.250.000",
    "weight_g": "350",
    "length_cm": "240",
    "width_cm": "115",
    "label_id": "",
    "label_en": "",
    "active": "y",
}


def jpeg(size=(800, 1000), colour=(20, 40, 90), form="JPEG"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return io.BytesIO(file.getvalue())


def only_product():
    return db.session.scalars(sa.select(Product)).one()


def said(answer):
    return words(page(answer))


def stored(app):
    return sorted(path for path in Path(app.config["MEDIA_URL"]).rglob("*") if path.is_file())


def test_a_product_is_made_with_its_price_and_is_a_draft(admin):
    answer = admin.post("/admin/products", data=NEW)

    product = only_product()
    (variant,) = product.variants
    assert (answer.status_code, answer.location) == (303, f"/admin/products/{product.id}")
    assert (product.title_id, product.title_en, product.status) == (
        "Kawung Malam",
        "Night Kawung",
        ProductStatus.DRAFT,
    )
    assert (product.stock_model, product.motif_id, product.maker_id) == (StockModel.ONE, None, None)
    assert (variant.price, variant.weight_g, variant.length_cm, variant.active) == (
        Money(1_250_000),
        350,
        240,
        True,
    )


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title_id", " ", "Tulis nama produknya."),
        ("price", "12,50", "Tulis jumlah rupiah tanpa koma, misalnya 350.000."),
        ("price", "0", "Harga harus di atas nol."),
        ("price", "-5", "Tulis jumlah rupiah tanpa koma, misalnya 350.000."),
        ("price", "", "Tulis harganya."),
        ("weight_g", "0", "Antara 1 dan 30000."),
        ("weight_g", "", "Timbang bersama bungkusnya."),
        ("lead_days", "366", "Antara 1 dan 365."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(admin, field, typed, told):
    answer = admin.post("/admin/products", data=NEW | {field: typed})

    assert answer.status_code == 422
    shown = page(answer)
    assert told in words(shown)
    assert words(select(shown, "textarea[name=story_id]")[0]) == "Dicanting di teras."
    assert db.session.scalars(sa.select(Product)).all() == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [("kind", "mobil"), ("stock_model", ""), ("motif_id", "999"), ("maker_id", "x"), ("weight_g", "9" * 40)],
)
def test_what_is_not_offered_cannot_be_chosen(admin, field, typed):
    assert admin.post("/admin/products", data=NEW | {field: typed}).status_code == 422


def test_names_in_any_script_are_kept_and_shown_escaped(admin):
    title = "<script>alert(1)</script> ꦧꦠꦶꦏ꧀ 🧵"
    admin.post("/admin/products", data=NEW | {"title_id": title})

    answer = admin.get(f"/admin/products/{only_product().id}")

    assert only_product().title_id == title
    assert "<script>alert" not in answer.text


def test_a_name_of_ten_thousand_letters_is_refused(admin):
    assert admin.post("/admin/products", data=NEW | {"title_id": "a" * 10_000}).status_code == 422


def test_a_product_is_edited_but_never_its_way_of_stock(admin):
    motif, maker = a_motif(), a_maker()
    product = a_product(published=False)

    answer = admin.post(
        f"/admin/products/{product.id}",
        data=NEW | {"motif_id": str(motif.id), "maker_id": str(maker.id), "stock_model": "one"},
    )

    db.session.refresh(product)
    assert answer.status_code == 303
    assert (product.title_id, product.motif_id, product.maker_id) == ("Kawung Malam", motif.id, maker.id)
    assert product.stock_model == StockModel.STOCKED


def test_a_wrong_edit_keeps_what_was_typed(admin):
    product = a_product()

    answer = admin.post(f"/admin/products/{product.id}", data=NEW | {"title_id": "", "story_id": "Baru."})

    assert answer.status_code == 422
    assert words(select(page(answer), "textarea[name=story_id]")[0]) == "Baru."


def variant_data(variant, **over):
    told = {"price": "100.000", "weight_g": "200", "length_cm": "", "width_cm": "", "active": "y"} | over
    return {f"variant-{variant.id}-{name}": value for name, value in told.items() if value is not None}


def test_a_variant_is_priced_anew_and_closed_for_sale(admin):
    product = a_product()
    (variant,) = product.variants
    address = f"/admin/products/{product.id}/variants/{variant.id}"

    admin.post(address, data=variant_data(variant, price="300.000"))
    db.session.refresh(product)
    assert (product.price_from, product.available) == (Money(300_000), True)

    admin.post(address, data=variant_data(variant, active=None))
    db.session.refresh(product)
    assert (product.price_from, product.available) == (Money(0), False)

    admin.post(address, data=variant_data(variant))
    db.session.refresh(product)
    assert (product.price_from, product.available) == (Money(100_000), True)


def test_another_products_variant_is_not_found(admin):
    product, other = a_product(), a_product()
    (variant,) = other.variants

    answer = admin.post(f"/admin/products/{product.id}/variants/{variant.id}", data=variant_data(variant))

    assert (answer.status_code, variant.price) == (404, Money(450_000))


def test_one_more_variant_to_choose(admin):
    product = a_product()
    data = {"new-price": "90.000", "new-weight_g": "100", "new-label_id": "Kecil", "new-active": "y"}

    admin.post(f"/admin/products/{product.id}/variants", data=data)

    db.session.refresh(product)
    assert [(v.label_id, v.price) for v in product.variants][1:] == [("Kecil", Money(90_000))]


def test_who_did_what_is_said_by_rows(admin):
    product, maker = a_product(), a_maker()
    rows = {
        "rows-0-step": "nglowong",
        "rows-0-maker": str(maker.id),
        "rows-1-step": "",
        "rows-1-maker": str(maker.id),
        "rows-2-step": "nyoga",
        "rows-2-maker": "0",
    }

    admin.post(f"/admin/products/{product.id}/credits", data=rows)

    db.session.refresh(product)
    assert [(credit.step, credit.maker_id) for credit in product.credits] == [(Step.NGLOWONG, maker.id)]


def upload(client, product, *files):
    return client.post(
        f"/admin/products/{product.id}/photos",
        data={"files": list(files)},
        content_type="multipart/form-data",
    )


def test_photos_that_are_only_their_names_are_none(admin):
    product = a_product(photos=[], published=False)
    answer = admin.post(f"/admin/products/{product.id}/photos", data={"files": "a.jpg"})
    assert (answer.status_code, db.session.get(Product, product.id).photos) == (422, [])


def test_several_photos_come_at_once_and_are_prepared_by_the_worker(admin):
    product = a_product(photos=[], published=False)

    answer = upload(admin, product, (jpeg(), "satu.jpg"), (jpeg((60, 75), form="PNG"), "dua.png"))

    db.session.refresh(product)
    assert answer.status_code == 303
    assert [(photo.position, photo.ready) for photo in product.photos] == [(0, False), (1, False)]
    shown = page(admin.get(f"/admin/products/{product.id}"))
    assert [words(told) for told in select(shown, ".photos [data-preparing]")] == [
        "Sedang disiapkan Lihat lagi"
    ] * 2
    darkroom.develop()
    darkroom.develop()
    shown = page(admin.get(f"/admin/products/{product.id}"))
    assert (select(shown, "[data-preparing]"), len(select(shown, ".photos .hung img"))) == ([], 2)


def test_what_the_worker_cannot_read_is_shown_as_refused_and_can_be_removed(admin):
    product = a_product(photos=[], published=False)
    upload(admin, product, (io.BytesIO(BROKEN["png of the wrong sums"]), "rusak.png"))
    darkroom.develop()

    assert "Foto ini rusak: tidak bisa dibaca." in said(admin.get(f"/admin/products/{product.id}"))
    (photo,) = db.session.get(Product, product.id).photos
    assert admin.post(f"/admin/products/{product.id}/photos/{photo.id}/remove").status_code == 303
    db.session.refresh(product)
    assert product.photos == []


def test_several_large_photos_fit_in_one_request(admin):
    product = a_product(photos=[], published=False)
    files = [(io.BytesIO(jpeg((80, 90 + n)).getvalue() + b"\0" * 3_000_000), f"{n}.jpg") for n in range(6)]
    builder = EnvironBuilder(f"/admin/products/{product.id}/photos", method="POST", data={"files": files})

    with builder.get_request() as sent:
        answer = admin.open(sent.environ)
        sent.environ["wsgi.input"].close()

    assert answer.status_code == 303


def test_one_bad_photo_keeps_all_out_and_is_named(admin, app):
    product = a_product(photos=[], published=False)
    before = stored(app)

    answer = upload(admin, product, (jpeg(), "baik.jpg"), (io.BytesIO(b"<svg/>"), "<b>jahat</b>.jpg.php"))

    db.session.refresh(product)
    assert answer.status_code == 422
    assert "<b>jahat</b>.jpg.php: Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC." in said(answer)
    assert (product.photos, stored(app)) == ([], before)
    assert db.session.scalars(sa.select(Picture)).all() == []


def test_u01_no_bad_file_becomes_a_photo(admin, app):
    product = a_product(photos=[], published=False)
    before = stored(app)

    # The largest of them would only be too large a request.
    bad = [content for content in BAD.values() if len(content) < 1_000_000]

    answers = [upload(admin, product, (io.BytesIO(content), "kain.jpg")).status_code for content in bad]

    db.session.refresh(product)
    assert (set(answers), product.photos, stored(app)) == ({422}, [], before)
    assert db.session.scalars(sa.select(Picture)).all() == []


@pytest.mark.parametrize("name", ["../../x.jpg", "CON", "a" * 300 + ".jpg", "foto\u202egpj.php", "..\\x"])
def test_the_name_of_a_file_means_nothing(admin, app, name):
    product = a_product(photos=[], published=False)

    assert upload(admin, product, (jpeg(), name)).status_code == 303

    db.session.refresh(product)
    assert re.fullmatch("photos/[0-9a-f]{32}", product.photos[0].key)


def test_no_photo_chosen_is_said(admin):
    product = a_product()

    answer = admin.post(f"/admin/products/{product.id}/photos", data={}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Pilih dulu fotonya." in said(answer)


def test_photos_are_put_in_order_described_and_taken_down(admin):
    product = a_product(photos=[Photo(picture=a_picture()), Photo(picture=a_picture(), position=1)])
    first, second = product.photos
    at = f"/admin/products/{product.id}/photos"
    told = {"alt_id": "Kain biru", "alt_en": "A blue cloth", "focus_x": "30", "focus_y": "100"}

    admin.post(f"{at}/{second.id}/move/0")
    admin.post(f"{at}/{second.id}", data={f"photo-{second.id}-{name}": value for name, value in told.items()})
    admin.post(f"{at}/{first.id}/remove")

    db.session.refresh(product)
    assert [(photo.id, photo.alt_id, photo.alt_en, photo.position) for photo in product.photos] == [
        (second.id, "Kain biru", "A blue cloth", 0)
    ]
    (shown,) = select(page(admin.get(f"/batik/{product.slug}")), ".strip .photo")
    assert shown.get("class") == "photo x3 y10"


def test_a_focus_beside_the_picture_is_refused_and_stays_as_typed(admin):
    product = a_product()
    (photo,) = product.photos
    told = {"alt_id": "Kain", "alt_en": "", "focus_x": "101", "focus_y": "50"}
    data = {f"photo-{photo.id}-{name}": value for name, value in told.items()}

    answer = admin.post(f"/admin/products/{product.id}/photos/{photo.id}", data=data)

    shown = page(answer)
    assert (answer.status_code, photo.alt_id, photo.focus_x) == (422, "", 50)
    assert "Antara 0 dan 100." in words(shown)
    fields = select(shown, ".photos details[open] input")
    typed = {field.get("name"): field.get("value") for field in fields}
    assert [typed[name] for name in data] == ["Kain", "", "101", "50"]


def test_what_a_photo_shows_is_suggested_in_both_languages(admin):
    pictures = [Photo(picture=a_picture(), position=n) for n in range(2)]
    motif = a_motif(name="Kawung")
    product = a_product(photos=pictures, title_id="Malam", title_en="Night", motif_id=motif.id)

    shown = page(admin.get(f"/admin/products/{product.id}"))

    assert shown.xpath("//ol//input[contains(@name, 'alt')]/@value") == [
        "Malam: Kain panjang, Batik tulis, Motif Kawung",
        "Night: Long cloth (kain panjang), Hand-drawn batik (tulis), Motif Kawung",
        "Malam: Kain panjang, Batik tulis, Motif Kawung, foto 2",
        "Night: Long cloth (kain panjang), Hand-drawn batik (tulis), Motif Kawung, photo 2",
    ]


def test_what_is_missing_is_said_until_it_can_be_shown(admin, client):
    admin.post("/admin/products", data=NEW | {"story_id": ""})
    product = only_product()
    shown = said(admin.get(f"/admin/products/{product.id}"))
    assert "Masih kurang: foto, cerita tentang kain." in shown
    assert admin.post(f"/admin/products/{product.id}/publish").status_code == 409

    upload(admin, product, (jpeg(), "1.jpg"))
    assert "Masih kurang: foto yang sudah siap" in said(admin.get(f"/admin/products/{product.id}"))
    darkroom.develop()
    admin.post(f"/admin/products/{product.id}", data=NEW)
    assert admin.post(f"/admin/products/{product.id}/publish").status_code == 303

    db.session.refresh(product)
    assert product.status == ProductStatus.PUBLISHED
    assert client.get(f"/batik/{product.slug}").status_code == 200


def test_what_is_taken_off_or_put_away_has_no_page(admin, client):
    product = a_product()

    for verb, state in [
        ("withdraw", "draft"),
        ("publish", "published"),
        ("archive", "archived"),
        ("withdraw", "draft"),
    ]:
        assert admin.post(f"/admin/products/{product.id}/{verb}").status_code == 303
        db.session.refresh(product)
        assert (product.status, client.get(f"/batik/{product.slug}").status_code) == (
            state,
            200 if state == "published" else 404,
        )


def test_the_list_is_searched_and_told_apart_by_state(admin):
    a_product(title_id="Kawung")
    a_product(title_id="Parang", published=False)

    def titles(query):
        shown = page(admin.get(f"/admin/products{query}"))
        return [words(link) for link in select(shown, "table a")]

    assert titles("") == ["Parang", "Kawung"]
    assert titles("?status=draft") == ["Parang"]
    assert titles("?q=kawung") == ["Kawung"]
    assert titles("?status=nonsense&page=0&q=") == ["Parang", "Kawung"]
    assert titles("?page=99999999999999999999") == ["Parang", "Kawung"]


def test_the_list_takes_as_many_statements_for_one_as_for_forty(admin):
    a_product(maker_id=a_maker().id)
    admin.get("/admin/products")
    with statements() as for_one:
        admin.get("/admin/products")
    for _ in range(39):
        a_product(maker_id=a_maker().id)
    with statements() as for_forty:
        admin.get("/admin/products")

    assert len(for_one) == len(for_forty) <= 12


def test_the_page_of_a_product_takes_few_statements(admin):
    product = a_product(maker_id=a_maker().id, motif_id=a_motif().id)
    with statements() as sent:
        admin.get(f"/admin/products/{product.id}")

    assert len(sent) <= 12


def test_officers_keep_the_catalogue_too(officer):
    assert officer.get("/admin/products").status_code == 200
    assert officer.get("/admin/products/new").status_code == 200


def test_makers_are_chosen_by_the_names_that_officers_may_know(officer):
    maker = a_maker(pseudonym="Melati", name="Siti Aminah")
    product = a_product(maker_id=maker.id)
    for path in ("/admin/products/new", f"/admin/products/{product.id}"):
        shown = officer.get(path).text
        assert ("Melati" in shown, "Siti Aminah" in shown) == (True, False)


def test_motifs_are_found_where_products_are(officer):
    assert page(officer.get("/admin/motifs")).xpath("string(//nav//a[@aria-current])") == "Produk"


def test_what_is_not_there_is_not_found(admin):
    assert [admin.get(f"/admin/products/{wish}").status_code for wish in ("99", "x")] == [404, 404]


def test_motifs_are_made_and_edited(admin):
    told = {"name": "Truntum", "aliases": "tumaruntum", "meaning_id": "Tumbuh lagi.", "source": "Museum"}
    assert admin.post("/admin/motifs", data=told).status_code == 303
    shown = page(admin.get("/admin/motifs"))
    (link,) = select(shown, "table a")

    assert admin.post(link.get("href"), data=told | {"name": "Truntum Garuda"}).status_code == 303
    assert admin.post(link.get("href"), data=told | {"name": ""}).status_code == 422

    assert [words(link) for link in select(page(admin.get("/admin/motifs")), "table a")] == ["Truntum Garuda"]


def test_the_colours_that_buyers_look_for_are_told_with_the_product(admin):
    admin.post("/admin/products", data=NEW | {"colours": ["indigo", "gading"]})
    product = only_product()
    assert product.colours == ["indigo", "gading"]

    told = {name: value for name, value in NEW.items() if name != "stock_model"}
    wrong = admin.post(f"/admin/products/{product.id}", data=told | {"colours": ["pelangi"]})
    assert (wrong.status_code, only_product().colours) == (422, ["indigo", "gading"])

    admin.post(f"/admin/products/{product.id}", data=told | {"colours": ["soga"]})
    shown = page(admin.get(f"/admin/products/{product.id}"))
    assert [box.get("value") for box in select(shown, "[name=colours][checked]")] == ["soga"]
