"""What staff fill in about campaigns and vouchers."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.catalog import hangtags
from app.db import db
from app.exhibitions import campaigns
from app.exhibitions import queries as exhibitions
from app.exhibitions.campaigns import Told
from app.exhibitions.models import Target
from app.fields import MoneyField, choices_of
from app.forms import Form
from app.makers import queries as makers
from app.money import Money
from app.promotions.actions import Rules
from app.promotions.models import MOST_PERCENT, Bearer
from app.promotions.queries import plain
from app.words import BEARER, TARGET

from .exhibitions import DAY, in_order
from .products import one_line, paragraphs

NONE = 0
MOST_USES = 1_000_000


def code_of(text: str | None) -> str:
    return (text or "").strip().lower()


class CampaignForm(Form):
    name = StringField(_l("Nama"), [DataRequired(_l("Tulis namanya.")), Length(max=80)], filters=[one_line])
    exhibition_id = SelectField(_l("Pameran"), coerce=int)
    target = RadioField(_l("Menuju ke"), choices=choices_of(TARGET), coerce=Target, default=Target.WELCOME)
    product = StringField(
        _l("Kain yang dituju"),
        [Length(max=200)],
        filters=[one_line],
        description=_l("Nomor kain, kode label, atau alamat halamannya."),
    )
    maker_id = SelectField(_l("Perajin yang dituju"), coerce=int)
    greeting_id = TextAreaField(
        _l("Sapaan"), [Length(max=600)], filters=[paragraphs], render_kw={"rows": 3, "lang": "id"}
    )
    greeting_en = TextAreaField(
        _l("Sapaan dalam bahasa Inggris"),
        [Length(max=600)],
        filters=[paragraphs],
        render_kw={"rows": 3, "lang": "en"},
    )
    first_day = DateField(_l("Dihitung mulai"), [Optional()])
    last_day = DateField(
        _l("Dihitung sampai"),
        [Optional()],
        description=_l("Tautannya tetap jalan sesudah itu, tetapi tidak dihitung lagi."),
    )
    product_id: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fairs = db.session.scalars(exhibitions.seen_by(current_user))
        self.exhibition_id.choices = [
            (NONE, _l("Tanpa pameran")),
            *((fair.id, fair.name) for fair in fairs),
        ]
        named = sorted(makers.known().values(), key=lambda maker: str(maker.name).casefold())
        self.maker_id.choices = [(NONE, _l("Pilih")), *((maker.id, str(maker.name)) for maker in named)]

    def validate_product(self, field: StringField) -> None:
        variant = hangtags.find(field.data) if field.data else None
        self.product_id = variant.product_id if variant else None
        if variant is None and (field.data or self.target.data is Target.PRODUCT):
            raise ValidationError(_l("Kain itu tidak ditemukan."))

    def validate_maker_id(self, field: SelectField) -> None:
        if self.target.data is Target.MAKER and not field.data:
            raise ValidationError(_l("Pilih perajinnya."))

    def validate_last_day(self, field: DateField) -> None:
        in_order(self, field)

    def told(self) -> Told:
        said = {name: self.data[name] for name in Told.__slots__ if name in self.data}
        for name in ("exhibition_id", "maker_id"):
            said[name] = said[name] or None
        return Told(**said, product_id=self.product_id)


class NewCampaignForm(CampaignForm):
    code = StringField(
        _l("Kode tautan"),
        [
            DataRequired(_l("Tulis kodenya.")),
            Regexp(
                re.compile(f"{campaigns.CODE.pattern}$", re.ASCII),
                message=_l("Pakai 3 sampai 24 huruf kecil, angka, atau tanda hubung."),
            ),
        ],
        filters=[code_of],
        description=_l("Pendek dan mudah diketik, misalnya: expo26. Tidak bisa diubah lagi, karena dicetak."),
        render_kw={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"},
    )


class ChoiceForm(Form):
    product = StringField(
        _l("Tambah kain"),
        [DataRequired(_l("Tulis nomor kain, kode label, atau alamat halamannya.")), Length(max=200)],
        filters=[one_line],
        description=_l("Nomor kain, kode label, atau alamat halamannya."),
    )


class RulesForm(Form):
    first_day = DateField(_l("Berlaku mulai"), DAY)
    last_day = DateField(
        _l("Berlaku sampai"), DAY, description=_l("Sampai tengah malam hari itu, waktu Indonesia Barat.")
    )
    minimum = MoneyField(_l("Belanja paling sedikit"), description=_l("Harga kainnya, tanpa ongkos kirim."))
    most_uses = IntegerField(
        _l("Dipakai paling banyak"),
        [Optional(), NumberRange(1, MOST_USES, _l("Antara %(min)s dan %(max)s."))],
        description=_l("Berapa kali oleh semua pembeli; kosong berarti tanpa batas."),
        render_kw={"inputmode": "numeric", "min": 1},
    )
    most_each = IntegerField(
        _l("Setiap pembeli paling banyak"),
        [Optional(), NumberRange(1, MOST_USES, _l("Antara %(min)s dan %(max)s."))],
        description=_l("Dikenali dari nomor telepon dan surelnya; kosong berarti tanpa batas."),
        render_kw={"inputmode": "numeric", "min": 1},
    )
    active = BooleanField(_l("Bisa dipakai"), default=True)

    def validate_last_day(self, field: DateField) -> None:
        in_order(self, field)

    def rules(self) -> Rules:
        said = {name: self.data[name] for name in Rules.__slots__}
        return Rules(**said | {"minimum": said["minimum"] or Money()})


class VoucherForm(RulesForm):
    code = StringField(
        _l("Kode voucher"),
        [DataRequired(_l("Tulis kodenya."))],
        filters=[one_line],
        description=_l("3 sampai 24 huruf, angka, atau tanda hubung; huruf besar dan kecil sama saja."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
    amount = MoneyField(_l("Potongan dalam rupiah"))
    percent = IntegerField(
        _l("Atau dalam persen"),
        [Optional(), NumberRange(1, MOST_PERCENT, _l("Antara %(min)s dan %(max)s."))],
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_PERCENT},
    )
    bearer = RadioField(
        _l("Siapa yang menanggung"),
        [InputRequired()],
        choices=choices_of(BEARER),
        coerce=Bearer,
        default=Bearer.COOPERATIVE,
    )
    campaign_id = SelectField(_l("Kampanye"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = db.session.scalars(campaigns.seen_by(current_user))
        self.campaign_id.choices = [(NONE, _l("Tanpa kampanye")), *((each.id, each.name) for each in found)]

    def validate_code(self, field: StringField) -> None:
        if not plain(field.data or ""):
            raise ValidationError(_l("Pakai 3 sampai 24 huruf, angka, atau tanda hubung."))

    def validate_amount(self, field: MoneyField) -> None:
        if bool(field.data) is bool(self.percent.data):
            raise ValidationError(_l("Isi salah satu: rupiah atau persen."))

    def off(self) -> dict[str, Any]:
        """What it takes off, of whose part, and for which campaign."""
        return {
            "amount": self.amount.data or Money(),
            "percent": self.percent.data or 0,
            "bearer": self.bearer.data,
            "campaign_id": self.campaign_id.data or None,
        }
