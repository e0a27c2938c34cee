"""Furnish the shop with the sample village: people, couriers, motifs, makers and products, all marked as samples."""

from datetime import date, datetime, timedelta

from app import clock
from app.accounts.models import Role
from app.accounts.samples import make_sample_users
from app.catalog import actions as catalog
from app.catalog import openness, photos, register
from app.catalog.actions import MotifFacts, ProductFacts, VariantFacts
from app.catalog.models import Dye, Kind, Motif, Product, StockModel, Technique
from app.catalog.openness import Told
from app.db import db
from app.makers import actions as makers
from app.makers import consents
from app.makers.models import Maker, Step, Use
from app.money import Money
from app.shipping.suggestion import suggest_table
from demo import texts
from demo.drawing import Sketch, draw_all
from demo.texts import village as words

BY = "contoh"
# Of a hundred: to the makers, into materials, to the cooperative.
PARTS = {Technique.TULIS: (62, 23, 15), Technique.KOMBINASI: (54, 28, 18), Technique.CAP: (46, 34, 20)}
ALT = {
    "hung": ("Gambar {title}, digantung utuh", "Drawing of {title}, the whole cloth hung"),
    "scarf": ("Gambar {title}, tersampir", "Drawing of {title}, draped over a rod"),
    "folded": ("Gambar {title}, terlipat", "Drawing of {title}, folded"),
    "flat": ("Gambar {title}, seluruh ragamnya", "Drawing of {title}, with its whole repeat"),
    "detail": (
        "Gambar {title} dari dekat: garis malam dan tenunan",
        "Drawing of {title} close up: wax line and weave",
    ),
    "wide": ("Gambar {title} terbentang", "Drawing of {title} spread out"),
}


def shifted(day: date) -> date:
    """A day of the sample year, moved so that the year ends today."""
    return day + (clock.today() - texts.load().year.last_day)


def noon(day: date) -> datetime:
    return clock.start_of(day) + timedelta(hours=12)


def furnish(width: int) -> None:
    """Make everything but the orders; pictures are drawn this many pixels wide."""
    village = texts.load()
    users = make_sample_users()
    suggest_table(sample=True)
    motifs = {motif.slug: _motif(motif) for motif in village.motifs}
    people = {maker.slug: _maker(maker, width) for maker in village.makers}
    makers.link_user(people[village.makers[0].slug], users[Role.MAKER], by=BY)
    products = [_product(product, motifs, people) for product in village.products]
    _hang_pictures(village.products, products, width)
    _hang_emblems(village.makers, people, width)
    shown = [
        (told, product) for told, product in zip(village.products, products, strict=True) if told.published_on
    ]
    # As they were shown one after another, so they stand in the catalogue.
    for told, product in sorted(shown, key=lambda pair: _shown_on(pair[0])):
        _show(told, product)
        _open_price(product)
    register.fold()
    db.session.flush()


def _shown_on(told: words.Product) -> str:
    return str(told.published_on or "")


def _motif(told: words.Motif) -> Motif:
    facts = MotifFacts(
        name=told.name,
        aliases=", ".join(told.aliases),
        meaning_id=told.meaning_id,
        meaning_en=told.meaning_en,
        source=told.source,
    )
    motif = catalog.make_motif(facts, by=BY)
    motif.sample = True
    return motif


def _maker(told: words.Maker, width: int) -> Maker:
    facts = {name: getattr(told, name) for name in ("village", "work_country", "since")}
    stories = {name: getattr(told, name) for name in ("story_id", "story_en", "quote_id", "quote_en")}
    maker = makers.make(
        pseudonym=told.pseudonym, name=told.name, by=BY, steps=list(told.steps), **facts, **stories
    )
    maker.sample = True
    return maker


def _hang_emblems(told: tuple[words.Maker, ...], people: dict[str, Maker], width: int) -> None:
    sketches = [
        Sketch("portraits", "", maker.emblem.palette, maker.emblem.seed, "", min(width, 800))
        for maker in told
    ]
    for maker, picture in zip(told, draw_all(sketches), strict=True):
        makers.set_portrait(people[maker.slug], picture, drawn=True, by=BY)
        for use in maker.consents:
            makers.give_consent(
                people[maker.slug],
                Use(use),
                wording=consents.wording(Use(use)),
                channel="contoh",
                evidence="Contoh: bukan orang sungguhan.",
                by=BY,
            )


def _product(told: words.Product, motifs: dict[str, Motif], people: dict[str, Maker]) -> Product:
    plain = ("title_id", "title_en", "story_id", "story_en", "dye_detail_id", "dye_detail_en", "lead_days")
    facts = ProductFacts(
        kind=Kind(told.kind),
        technique=Technique(told.technique),
        dye=Dye(told.dye),
        stock_model=StockModel(told.stock_model),
        colours=list(told.colours),
        motif_id=motifs[told.motif].id,
        maker_id=people[told.maker].id,
        **{name: getattr(told, name) for name in plain},
    )
    product = catalog.make(facts, by=BY)
    product.sample = True
    for variant in told.variants:
        catalog.add_variant(product, _variant(variant), by=BY)
    catalog.set_credits(product, [(Step(step), people[maker].id) for step, maker in told.steps], by=BY)
    return product


def _variant(told: words.Variant) -> VariantFacts:
    return VariantFacts(
        price=Money(told.price),
        weight_g=told.weight_g,
        length_cm=told.length_cm,
        width_cm=told.width_cm,
        label_id=told.label_id,
        label_en=told.label_en,
    )


def _hang_pictures(told: tuple[words.Product, ...], products: list[Product], width: int) -> None:
    wanted = [
        (
            product,
            view,
            Sketch("photos", drawn.picture.motif, drawn.picture.palette, drawn.picture.seed, view, width),
        )
        # The worker prints the newest picture first; so what stands on the front page is drawn last.
        for drawn, product in sorted(zip(told, products, strict=True), key=lambda pair: _shown_on(pair[0]))
        for view in drawn.picture.views
    ]
    hung = draw_all(sketch for _, _, sketch in wanted)
    for (product, view, _), picture in zip(wanted, hung, strict=True):
        alt_id, alt_en = ALT[view]
        photos.add(
            product,
            picture,
            by=BY,
            drawn=True,
            alt_id=alt_id.format(title=product.title_id),
            alt_en=alt_en.format(title=product.title_en),
        )


def _open_price(product: Product) -> None:
    """Sample parts of a sample price: a hand-drawn cloth is mostly work."""
    makers, materials, cooperative = product.price_from.split(PARTS[product.technique])
    told = Told(
        makers=makers,
        materials=materials,
        cooperative=cooperative,
        note_id="Angka contoh. Upah dibayar per lembar untuk setiap langkah; bagian koperasi untuk listrik, pameran, "
        "dan toko ini.",
        note_en="Sample figures. Wages are paid per piece for each step; the cooperative's part is for electricity, "
        "fairs and this shop.",
        published=True,
    )
    openness.tell(product, told, by=BY)


def _show(told: words.Product, product: Product) -> None:
    if told.published_on:
        with clock.pretend(noon(shifted(told.published_on))):
            catalog.publish(product, by=BY)
