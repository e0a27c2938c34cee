"""What staff fill in about fairs."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.accounts import queries as accounts
from app.accounts.models import Role, User
from app.db import db
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import CostKind
from app.fields import MoneyField, choices_of
from app.forms import Form
from app.money import Money
from app.words import COST_KIND

from .products import one_line, paragraphs

DAY = [InputRequired(_l("Pilih tanggalnya."))]
MOST = 10_000


def in_order(form: Form, field: DateField) -> None:
    """Hold that a last day does not come before the form's first."""
    if form.first_day.data and field.data and field.data < form.first_day.data:
        raise ValidationError(_l("Hari terakhir sebelum hari pertama."))


class FairForm(Form):
    name = StringField(
        _l("Nama pameran"), [DataRequired(_l("Tulis namanya.")), Length(max=120)], filters=[one_line]
    )
    place = StringField(
        _l("Tempat"),
        [DataRequired(_l("Tulis tempatnya.")), Length(max=160)],
        filters=[one_line],
        description=_l("Gedung dan kotanya, seperti yang dicari pengunjung."),
    )
    first_day = DateField(_l("Hari pertama"), DAY)
    last_day = DateField(_l("Hari terakhir"), DAY)
    stand = StringField(_l("Nomor stan"), [Length(max=80)], filters=[one_line])
    organiser = StringField(_l("Penyelenggara"), [Length(max=120)], filters=[one_line])
    target = MoneyField(
        _l("Sasaran penjualan"), description=_l("Berapa yang ingin dijual di sana; nanti dibandingkan.")
    )
    about_id = TextAreaField(
        _l("Untuk pengunjung"),
        [Length(max=2000)],
        filters=[paragraphs],
        render_kw={"rows": 4},
        description=_l("Tampil di halaman pameran setelah pengurus menerbitkannya."),
    )
    about_en = TextAreaField(
        _l("Untuk pengunjung, dalam bahasa Inggris"),
        [Length(max=2000)],
        filters=[paragraphs],
        render_kw={"rows": 4},
    )
    note = TextAreaField(
        _l("Catatan petugas"),
        [Length(max=2000)],
        filters=[paragraphs],
        render_kw={"rows": 3},
        description=_l("Hanya dibaca di sini: jam bongkar muat, nama panitia."),
    )

    def validate_last_day(self, field: DateField) -> None:
        in_order(self, field)

    def facts(self) -> FairFacts:
        told = {name: self.data[name] for name in FairFacts.__dataclass_fields__}
        return FairFacts(**told | {"target": told["target"] or Money()})


class CostForm(Form):
    kind = SelectField(_l("Untuk apa"), choices=choices_of(COST_KIND), coerce=CostKind)
    amount = MoneyField(_l("Jumlah"), [InputRequired(_l("Tulis jumlahnya."))])
    spent_on = DateField(_l("Tanggal"), DAY)
    note = StringField(_l("Catatan"), [Length(max=200)], filters=[one_line])
    counters = BooleanField(
        _l("Koreksi: kurangi dari biaya yang sudah dicatat"),
        description=_l("Biaya yang salah tidak diubah; catat koreksinya dan sebutkan yang mana."),
    )

    def validate_note(self, field: StringField) -> None:
        if self.counters.data and not field.data:
            raise ValidationError(_l("Sebutkan biaya mana yang salah."))

    def validate_amount(self, field: MoneyField) -> None:
        if field.data == Money():
            raise ValidationError(_l("Tulis jumlahnya."))

    def cost(self) -> Money:
        amount = self.amount.data or Money()
        return -amount if self.counters.data else amount


class OfficerForm(Form):
    user = SelectField(_l("Petugas"), [InputRequired()], coerce=int)

    def offer(self, but: set[int]) -> "OfficerForm":
        """Offer whoever could run the fair and does not yet."""
        staff = db.session.scalars(
            accounts.by_role(Role.OFFICER, Role.ADMIN).where(User.active, User.id.not_in(but))
        )
        self.user.choices = [(user.id, user.name) for user in staff]
        return self


class ScanForm(Form):
    """What a scanner types, or fingers do: the tag, and how many alike."""

    code = StringField(
        _l("Label kain"),
        [DataRequired(_l("Pindai atau ketik kode pada label.")), Length(max=200)],
        description=_l("Pindai QR pada label, atau ketik kode atau nomor kain, lalu Enter."),
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
            "enterkeyhint": "done",
        },
    )
    quantity = IntegerField(
        _l("Lembar"),
        [InputRequired(_l("Tulis jumlahnya.")), NumberRange(1, MOST, _l("Antara %(min)s dan %(max)s."))],
        default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )


class PackForm(ScanForm):
    online = BooleanField(
        _l("Tetap dijual di toko daring"),
        description=_l("Tanpa centang, kain yang dibawa tidak bisa dipesan daring sampai kembali."),
    )


class CountForm(Form):
    """How many of one piece came back, were sold or are missing."""

    what = HiddenField()
    quantity = IntegerField(_l("Lembar"), [InputRequired(), NumberRange(1, MOST)])
