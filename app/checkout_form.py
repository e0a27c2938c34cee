"""What a buyer fills in to order."""

import re
from functools import cache
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from app.fields import an_email
from app.forms import Form
from app.languages import locale
from app.money import Money
from app.orders.models import Destination
from app.phones import BadPhone, read_phone

NAME, PHONE, EMAIL, STREET, NOTE, GIFT_NOTE, VOUCHER = 100, 40, 254, 300, 500, 300, 40
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
DIGITS = re.compile(r"[0-9]{1,12}", re.ASCII)
# Where the village's own people live and work abroad, and so the first to be offered.
DIASPORA = ("HK", "TW", "MY", "SG", "SA", "KR", "JP", "BN")
# Codes in the language data that are no countries: blocs, test codes, and what is unknown.
NO_COUNTRIES = {"ID", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def one_line(text: str | None) -> str:
    """A text without line breaks, other control characters and needless spaces."""
    return " ".join(CONTROL.sub(" ", text or "").split())


def some_lines(text: str | None) -> str:
    """A text of several lines, each tidied; empty ones are left out."""
    lines = (one_line(line) for line in re.split(r"\r\n|\r|\n", text or ""))
    return "\n".join(line for line in lines if line)


def a_phone(form: Form, field: Field) -> None:
    try:
        form.number = read_phone(field.data)
    except BadPhone as error:
        raise StopValidation(error.message) from None


def a_country(form: Form, field: Field) -> None:
    if field.data not in {choice.value for choice in countries(locale())}:
        raise StopValidation(_l("Pilih negaranya."))


def at_most(length: int) -> Length:
    return Length(max=length, message=_l("Paling panjang %(most)s huruf.", most=length))


class OnlyFor:
    """Let a field be empty, and leave it unread, where the order goes elsewhere."""

    def __init__(self, destination: Destination, message: Any) -> None:
        self.destination, self.message = destination, message
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        if form.destination.data != self.destination:
            field.errors = []
            raise StopValidation
        if not field.data:
            raise StopValidation(self.message)


def region(label: Any, missing: Any, level: int) -> SelectField:
    """A choice whose regions are told when it is known what they lie in."""
    return SelectField(
        label,
        [OnlyFor(Destination.VILLAGE, missing)],
        choices=[],
        validate_choice=False,
        render_kw={"autocomplete": f"address-level{level}"},
    )


class CheckoutForm(Form):
    """Asked in the order in which Indonesians write an address. What it does not ask for is never read."""

    name = StringField(
        _l("Nama penerima"),
        [DataRequired(_l("Tulis nama penerima paket.")), at_most(NAME)],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    phone = TelField(
        _l("Nomor telepon / WhatsApp"),
        [DataRequired(_l("Tulis nomor telepon, supaya kurir bisa menghubungi.")), at_most(PHONE), a_phone],
        filters=[one_line],
        description=_l("Contoh: 0812-3456-7890, atau +852… bila di luar negeri."),
        render_kw={"autocomplete": "tel"},
    )
    email = EmailField(
        _l("Surel"),
        [Optional(), at_most(EMAIL), an_email],
        filters=[one_line],
        description=_l("Bila diisi, kabar dan tautan pesanan kami kirim ke sana."),
        render_kw={"autocomplete": "email"},
    )
    destination = RadioField(
        _l("Tujuan"),
        choices=[
            SelectChoice(Destination.VILLAGE.value, _l("Dikirim ke alamat di Indonesia")),
            SelectChoice(Destination.ABROAD.value, _l("Dikirim ke luar negeri")),
            SelectChoice(Destination.PICKUP.value, _l("Diambil sendiri di desa kami")),
        ],
        default=Destination.VILLAGE.value,
    )
    find = StringField(_l("Cari desa atau kelurahan"), filters=[one_line])
    province = region(_l("Provinsi"), _l("Pilih provinsi."), 1)
    regency = region(_l("Kabupaten atau kota"), _l("Pilih kabupaten atau kota."), 2)
    district = region(_l("Kecamatan"), _l("Pilih kecamatan."), 3)
    village = region(_l("Desa atau kelurahan"), _l("Pilih desa atau kelurahan."), 4)
    street = TextAreaField(
        _l("Jalan, RT/RW, patokan"),
        [OnlyFor(Destination.VILLAGE, _l("Tulis jalan, RT/RW, atau patokan rumahnya.")), at_most(STREET)],
        filters=[some_lines],
        render_kw={"rows": 3, "autocomplete": "street-address"},
    )
    country = SelectField(
        _l("Negara"),
        [OnlyFor(Destination.ABROAD, _l("Pilih negaranya.")), a_country],
        # Looked up where something is sent abroad, and not gone through in every order.
        validate_choice=False,
        render_kw={"autocomplete": "country"},
    )
    address_abroad = TextAreaField(
        _l("Alamat lengkap dengan kota dan kode pos"),
        [OnlyFor(Destination.ABROAD, _l("Tulis alamat lengkapnya.")), at_most(STREET)],
        filters=[some_lines],
        render_kw={"rows": 4, "autocomplete": "street-address"},
    )
    courier = StringField(_l("Kurir"))
    provider = StringField(_l("Cara membayar"))
    note = TextAreaField(
        _l("Pesan untuk kami"),
        [Optional(), at_most(NOTE)],
        filters=[some_lines],
        render_kw={"rows": 2},
    )
    gift = BooleanField(_l("Ini hadiah"))
    gift_note = TextAreaField(
        _l("Pesan untuk penerima hadiah"),
        [Optional(), at_most(GIFT_NOTE)],
        filters=[some_lines],
        description=_l(
            "Kami cetak di lembar dalam paket, tanpa harga. Paling panjang %(most)s huruf.", most=GIFT_NOTE
        ),
        render_kw={
            "rows": 3,
            "maxlength": GIFT_NOTE,
            "autocomplete": "off",
            "data-counted": _l("huruf lagi"),
        },
    )
    voucher = StringField(
        _l("Kode voucher"),
        [Optional(), at_most(VOUCHER)],
        filters=[one_line],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    # Why no code is looked at now, and whether the one that was typed is none.
    no_voucher = ""
    guessed = False
    keep_address = BooleanField(_l("Simpan alamat ini di akun saya"))
    expected_total = HiddenField()
    total_with = SelectMultipleField(validate_choice=False)
    checkout_token = HiddenField()
    number = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [SelectChoice("", _l("Pilih")), *countries(locale())]
        # The script says what is missing, and asks the shop about what is written where that may be wrong.
        for field in self:
            for check in field.validators:
                if isinstance(check, DataRequired | OnlyFor):
                    field.render_kw = {**(field.render_kw or {}), "data-missing": check.message}
                elif not isinstance(check, Optional):
                    field.render_kw = {**(field.render_kw or {}), "data-checked": True}

    @property
    def to(self) -> Destination:
        known = {member.value: member for member in Destination}
        return known.get(self.destination.data or "", Destination.VILLAGE)

    @property
    def seen_total(self) -> Money | None:
        """The total that the buyer saw; None when the page did not say.

        Without a script the page cannot follow the courier that is chosen, but each courier's card says its total.
        """
        on_cards = dict(text.partition(":")[::2] for text in self.total_with.data or [])
        text = on_cards.get(self.courier.data or "") or self.expected_total.data or ""
        return Money(int(text)) if DIGITS.fullmatch(text) else None


@cache
def countries(language: str) -> list[SelectChoice]:
    """Every other country with its name, the diaspora's first."""
    names = Locale(language).territories
    known = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}
    rest = sorted(known.keys() - NO_COUNTRIES - set(DIASPORA), key=lambda code: known[code])
    return [SelectChoice(code, known[code]) for code in (*DIASPORA, *rest)]
