"""What staff fill in about products, variants, pictures and motifs."""

from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.catalog import queries as catalog
from app.catalog.actions import MotifFacts, ProductFacts, VariantFacts
from app.catalog.called import KIND, TECHNIQUE
from app.catalog.models import Dye, Kind, Photo, Product, StockModel, Technique
from app.db import db
from app.fields import MoneyField, choices_of
from app.forms import Form, Row
from app.languages import in_language
from app.makers.models import Maker, Step
from app.pictures.headers import ACCEPTED
from app.words import COLOUR, DYE, STEP, STOCK_MODEL

LONG = {"rows": 8}
CHOSEN = [InputRequired(_l("Pilih salah satu."))]
# Rows for credits that are not there yet.
BLANK_CREDITS = 3


def between(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, _l("Antara %(min)s dan %(max)s."))


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class ProductForm(Form):
    title_id = StringField(
        _l("Nama"), [DataRequired(_l("Tulis nama produknya.")), Length(max=120)], filters=[one_line]
    )
    title_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=120)], filters=[one_line])
    story_id = TextAreaField(
        _l("Cerita"),
        [Length(max=6000)],
        filters=[paragraphs],
        description=_l("Apa yang terlihat pada kain ini, bagaimana dibuat, untuk apa cocok dipakai."),
        render_kw=LONG,
    )
    story_en = TextAreaField(
        _l("Cerita dalam bahasa Inggris"), [Length(max=6000)], filters=[paragraphs], render_kw=LONG
    )
    kind = SelectField(_l("Jenis"), CHOSEN, choices=choices_of(KIND), coerce=Kind)
    technique = SelectField(_l("Teknik"), CHOSEN, choices=choices_of(TECHNIQUE), coerce=Technique)
    dye = SelectField(_l("Pewarna"), CHOSEN, choices=choices_of(DYE), coerce=Dye)
    dye_detail_id = StringField(
        _l("Bahan warna"),
        [Length(max=200)],
        filters=[one_line],
        description=_l("Misalnya: indigo dan kulit mahoni, dikunci dengan tawas."),
    )
    dye_detail_en = StringField(_l("Bahan warna dalam bahasa Inggris"), [Length(max=200)], filters=[one_line])
    colours = SelectMultipleField(
        _l("Warna yang terlihat"),
        choices=choices_of(COLOUR),
        description=_l("Pembeli mencari dengan warna ini. Pilih yang paling tampak, biasanya dua atau tiga."),
    )
    motif_id = SelectField(_l("Motif"), coerce=int, default=0)
    maker_id = SelectField(_l("Perajin utama"), coerce=int, default=0)
    stock_model = SelectField(
        _l("Cara stok"),
        CHOSEN,
        choices=choices_of(STOCK_MODEL),
        coerce=StockModel,
        description=_l("Dipilih sekali. Kain tulis yang tiada duanya: hanya satu."),
    )
    lead_days = IntegerField(
        _l("Lama pembuatan (hari)"),
        [Optional(), between(1, 365)],
        description=_l("Untuk yang dibuat setelah dipesan."),
    )

    def __init__(self, *given: Any, product: Product | None = None, **more: Any) -> None:
        super().__init__(*given, obj=product, **more)
        self.product = product
        motifs = db.session.scalars(catalog.motifs()).all()
        names = {motif.id: motif.name for motif in motifs}
        self.motif_id.choices = choices_of({0: _("Tanpa motif bernama"), **names})
        self.maker_id.choices = choices_of({0: _("Dikerjakan bersama"), **maker_names()})
        if product:
            self.motif_id.data = self.motif_id.data or 0
            self.maker_id.data = self.maker_id.data or 0
            # It is said once, so it is not asked again.
            del self.stock_model

    def facts(self) -> ProductFacts:
        said = told(self, ProductFacts)
        said["motif_id"] = said["motif_id"] or None
        said["maker_id"] = said["maker_id"] or None
        if self.product:
            said["stock_model"] = self.product.stock_model
        return ProductFacts(**said)


class VariantForm(Form):
    label_id = StringField(_l("Ukuran atau warna"), [Length(max=60)], filters=[one_line])
    label_en = StringField(_l("Ukuran atau warna, bahasa Inggris"), [Length(max=60)], filters=[one_line])
    price = MoneyField(
        _l("Harga (Rp)"), [InputRequired(_l("Tulis harganya."))], render_kw={"inputmode": "numeric"}
    )
    length_cm = IntegerField(_l("Panjang (cm)"), [Optional(), between(1, 2000)])
    width_cm = IntegerField(_l("Lebar (cm)"), [Optional(), between(1, 2000)])
    weight_g = IntegerField(
        _l("Berat terbungkus (gram)"),
        [InputRequired(_l("Timbang bersama bungkusnya.")), between(1, 30_000)],
    )
    active = BooleanField(_l("Dijual"), default=True)

    def validate_price(self, field: MoneyField) -> None:
        if not field.data:
            raise ValidationError(_("Harga harus di atas nol."))

    def variant(self) -> VariantFacts:
        return VariantFacts(**told(self, VariantFacts))


class NewProductForm(VariantForm, ProductForm):
    """A product with the first, and often the only, variant of it."""


class CreditRow(Row):
    step = SelectField(_l("Langkah"))
    maker = SelectField(_l("Nama perajin"), coerce=int, default=0)


class CreditsForm(Form):
    rows = FieldList(FormField(CreditRow), max_entries=20)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        steps = choices_of({"": _("Tidak ada"), **STEP})
        makers = choices_of({0: _("Pilih perajin"), **maker_names()})
        for row in self.rows:
            row.step.choices, row.maker.choices = steps, makers

    @classmethod
    def of(cls, product: Product) -> "CreditsForm":
        """The form as it is before anybody has changed it, with some empty rows."""
        rows = [{"step": credit.step.value, "maker": credit.maker_id} for credit in product.credits]
        return cls(formdata=None, data={"rows": rows + [{"step": "", "maker": 0}] * BLANK_CREDITS})

    def done(self) -> list[tuple[Step, int]]:
        return [(Step(row["step"]), row["maker"]) for row in self.rows.data if row["step"] and row["maker"]]


class PhotosForm(Form):
    files = MultipleFileField(
        _l("Tambah foto"),
        [InputRequired(_l("Pilih dulu fotonya."))],
        description=_l(
            "JPEG, PNG, WebP, atau HEIC, masing-masing paling banyak 10 MB. Kain digantung atau dibentang rata."
        ),
        render_kw={"accept": ACCEPTED},
    )


class PhotoForm(Form):
    """What is to be seen on a photo, for those who do not see it, and what of it must not be cut off."""

    alt_id = StringField(
        _l("Yang terlihat"),
        [Length(max=200)],
        filters=[one_line],
        description=_l("Dibacakan kepada yang tidak melihat fotonya."),
    )
    alt_en = StringField(_l("Yang terlihat, bahasa Inggris"), [Length(max=200)], filters=[one_line])
    focus_x = IntegerField(
        _l("Dari kiri, dalam persen"), [InputRequired(_l("Tulis angkanya.")), between(0, 100)]
    )
    focus_y = IntegerField(
        _l("Dari atas, dalam persen"), [InputRequired(_l("Tulis angkanya.")), between(0, 100)]
    )

    @classmethod
    def of(cls, photo: Photo) -> "PhotoForm":
        """The form as it is before anybody has changed it; where nothing is said, with what could be."""
        form = cls(formdata=None, obj=photo, prefix=f"photo-{photo.id}-")
        form.alt_id.data = photo.alt_id or suggestion(photo, "id")
        form.alt_en.data = photo.alt_en or suggestion(photo, "en")
        return form


def suggestion(photo: Photo, language: str) -> str:
    """What a photo probably shows, in a language: its product, and which photo of it."""
    product = photo.product
    with force_locale(language):
        said = [str(KIND[product.kind]), str(TECHNIQUE[product.technique])]
        if product.motif:
            said.append(f"{_('Motif')} {product.motif.name}")
        if photo.position:
            said.append(_("foto %(number)s", number=photo.position + 1))
        return f"{in_language(product, 'title')}: {', '.join(said)}"[:200]


class MotifForm(Form):
    name = StringField(
        _l("Nama"), [DataRequired(_l("Tulis nama motifnya.")), Length(max=80)], filters=[one_line]
    )
    aliases = StringField(
        _l("Nama lain"),
        [Length(max=200)],
        filters=[one_line],
        description=_l("Ejaan lain yang dipakai orang saat mencari, dipisah koma."),
    )
    meaning_id = TextAreaField(_l("Arti"), [Length(max=3000)], filters=[paragraphs], render_kw=LONG)
    meaning_en = TextAreaField(
        _l("Arti dalam bahasa Inggris"), [Length(max=3000)], filters=[paragraphs], render_kw=LONG
    )
    source = StringField(
        _l("Sumber"),
        [Length(max=300)],
        filters=[one_line],
        description=_l("Buku, museum, atau orang yang menceritakan arti ini."),
    )

    def facts(self) -> MotifFacts:
        return MotifFacts(**told(self, MotifFacts))


def told(form: Form, facts: type[Any]) -> dict[str, Any]:
    """What a form says of the facts that these are."""
    return {name: value for name, value in form.data.items() if name in facts.__dataclass_fields__}


def maker_names() -> dict[int, str]:
    """By the names that all staff may know them by; their own are the admins' to see."""
    rows = db.session.execute(sa.select(Maker.id, Maker.pseudonym).order_by(Maker.pseudonym))
    return {maker_id: name for maker_id, name in rows}  # noqa: C416  (rows are not pairs to the type checker)
