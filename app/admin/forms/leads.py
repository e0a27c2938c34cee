"""What staff fill in about people who want to hear from us."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import clock
from app.accounts.emails import BadEmail
from app.accounts.models import Role
from app.catalog import hangtags
from app.db import db
from app.exhibitions import campaigns
from app.exhibitions import queries as exhibitions
from app.fields import choices_of
from app.forms import Form
from app.leads.actions import Told, Words, read_contact
from app.leads.models import How, WhyNot
from app.phones import BadPhone
from app.pictures import headers
from app.pictures.headers import ACCEPTED, BadPicture
from app.promotions.queries import by_code
from app.words import HOW, WHY_NOT

from .products import one_line, paragraphs

NONE = 0
# What a visitor hears, or reads on the telephone that is held out to her; kept with her name as it was.
CONSENT = _l(
    "Saya setuju nama dan nomor saya disimpan paling lama satu tahun, dan dihubungi koperasi ini tentang batiknya. "
    "Saya boleh minta dihapus kapan saja."
)
WORDS = ("name", "contact", "interest", "note", "language")
LANGUAGES = [SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")]


class CorrectForm(Form):
    name = StringField(
        _l("Nama"),
        [DataRequired(_l("Tulis namanya.")), Length(max=120)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    contact = StringField(
        _l("Nomor WhatsApp atau surel"),
        [DataRequired(_l("Tulis nomor atau alamatnya.")), Length(max=120)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    interest = StringField(
        _l("Tertarik pada apa"),
        [Length(max=1000)],
        filters=[one_line],
        description=_l("Motif atau kainnya, berapa lembar, kapan perlu."),
    )
    product = StringField(
        _l("Kain yang ditanyakan"),
        [Length(max=200)],
        filters=[one_line],
        description=_l("Nomor kain, kode label, atau alamat halamannya."),
    )
    note = TextAreaField(_l("Catatan"), [Length(max=1000)], filters=[paragraphs], render_kw={"rows": 2})
    language = RadioField(_l("Bahasa"), choices=LANGUAGES, default="id")
    photo = FileField(
        _l("Foto"),
        description=_l("Yang ia tunjuk atau ingin dibuatkan. Hanya pengurus dan petugas yang melihatnya."),
        render_kw={"accept": ACCEPTED},
    )
    product_id: int | None = None

    def validate_contact(self, field: StringField) -> None:
        try:
            read_contact(field.data)
        except (BadPhone, BadEmail) as error:
            raise ValidationError(error.message) from None

    def validate_photo(self, field: FileField) -> None:
        """Looked at before anything is kept."""
        if field.data:
            content = field.data.stream.read(headers.MOST_BYTES + 1)
            field.data.stream.seek(0)
            try:
                headers.look(content)
            except BadPicture as error:
                raise ValidationError(error.message) from None

    def validate_product(self, field: StringField) -> None:
        variant = hangtags.find(field.data) if field.data else None
        if field.data and variant is None:
            raise ValidationError(_l("Kain itu tidak ditemukan."))
        self.product_id = variant.product_id if variant else None

    def told(self, wording: str = "", campaign_id: int | None = None) -> Told:
        words: dict[str, Any] = {name: self.data[name] or "" for name in WORDS}
        return Told(**words, wording=wording, product_id=self.product_id, campaign_id=campaign_id)


class LeadForm(CorrectForm):
    fair = SelectField(_l("Pameran"), coerce=int)
    campaign = SelectField(
        _l("Bertemu lewat kampanye"),
        coerce=int,
        default=NONE,
        description=_l("Bila ia datang lewat kodenya."),
    )
    consent = BooleanField(
        CONSENT, [InputRequired(_l("Tanpa persetujuannya, data ini tidak boleh disimpan."))]
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fairs = {fair.id: fair for fair in db.session.scalars(exhibitions.seen_by(current_user))}
        met_by = [(each.id, each.name) for each in db.session.scalars(campaigns.seen_by(current_user))]
        self.campaign.choices = [(NONE, _l("Tidak, atau tidak tahu")), *met_by]
        none = _l("Tanpa pameran") if current_user.role is Role.ADMIN else _l("Pilih pameran")
        self.fair.flags.required = current_user.role is not Role.ADMIN
        self.fair.choices = [(NONE, none), *((fair.id, fair.name) for fair in self.fairs.values())]

    def choose_fair(self, fair_id: int) -> "LeadForm":
        """Begin with this fair, or with the latest that has begun: where whoever writes this stands, most likely."""
        begun = (fair.id for fair in self.fairs.values() if fair.first_day <= clock.today())
        self.fair.data = fair_id or next(begun, NONE)
        return self

    def validate_fair(self, field: SelectField) -> None:
        """What belongs to no fair is the admins'; an officer would not see it again."""
        if not field.data and current_user.role is not Role.ADMIN:
            raise ValidationError(_l("Pilih pamerannya."))


class FollowUpForm(Form):
    how = RadioField(_l("Lewat"), choices=choices_of(HOW), coerce=How, default=How.WHATSAPP)
    text = TextAreaField(
        _l("Pesan, atau apa yang dibicarakan"),
        [DataRequired(_l("Tulis pesannya.")), Length(max=2000)],
        filters=[paragraphs],
        render_kw={"rows": 6},
    )
    result = StringField(_l("Hasil"), [Length(max=200)], filters=[one_line])
    again_on = DateField(_l("Hubungi lagi pada"), [Optional()])

    def validate_again_on(self, field: DateField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_l("Pilih hari ini atau sesudahnya."))


class DeclineForm(Form):
    why = SelectField(_l("Kenapa tidak jadi"), [InputRequired()], choices=choices_of(WHY_NOT), coerce=WhyNot)


class TemplateForm(Form):
    name = StringField(_l("Nama"), [DataRequired(_l("Tulis namanya.")), Length(max=80)], filters=[one_line])
    text_id = TextAreaField(
        _l("Pesan"),
        [DataRequired(_l("Tulis pesannya.")), Length(max=1500)],
        filters=[paragraphs],
        render_kw={"rows": 5, "lang": "id"},
        description=_l("{nama}, {kain}, {tautan}, dan {voucher} diganti dengan yang cocok untuk tiap orang."),
    )
    text_en = TextAreaField(
        _l("Pesan dalam bahasa Inggris"),
        [Length(max=1500)],
        filters=[paragraphs],
        render_kw={"rows": 5, "lang": "en"},
    )
    voucher = StringField(_l("Kode voucher"), [Length(max=40)], filters=[one_line])
    active = BooleanField(_l("Bisa dipilih"), default=True)

    def validate_voucher(self, field: StringField) -> None:
        if field.data and by_code(field.data) is None:
            raise ValidationError(_l("Voucher itu tidak ada."))

    def words(self) -> Words:
        return Words(**{name: self.data[name] for name in Words.__slots__})
