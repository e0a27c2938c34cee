"""What staff fill in to offer something to a lead."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from app import clock
from app.catalog import hangtags, wishes
from app.catalog.models import StockModel, Variant
from app.fields import MoneyField
from app.forms import Form, Row
from app.inventory import queries as inventory
from app.leads.models import Lead, LeadQuote
from app.leads.quotes import Line, Offered
from app.money import Money

from .leads import LANGUAGES
from .products import between, one_line, paragraphs

VALID = timedelta(days=14)
# Rows for what is not there yet.
BLANK, FEWEST = 3, 5
MOST_PIECES, DEAREST = 10_000, Money(1_000_000_000)
NUMBERS = {"inputmode": "numeric", "autocomplete": "off"}


def short(text: str | None) -> str:
    return one_line(text)[:200]


class LineRow(Row):
    """One line: a piece by its number, or words for what is to be made. What is wrong with it the whole form says."""

    title = StringField(_l("Apa"), filters=[short], render_kw={"autocomplete": "off"})
    piece = StringField(_l("Nomor kain"), filters=[short], render_kw={"autocomplete": "off"})
    quantity = StringField(_l("Jumlah"), filters=[short], render_kw=NUMBERS)
    price = StringField(_l("Harga satuan"), filters=[short], render_kw=NUMBERS)

    @property
    def blank(self) -> bool:
        return not any(self.data.values())

    def read(self) -> tuple[Variant | None, Line]:
        """What was typed; the variant is None, and none of the line yet, for what is to be made. Raises ValueError."""
        variant = hangtags.find(self.piece.data) if self.piece.data else None
        if self.piece.data and variant is None:
            raise ValueError(_l("kain itu tidak ditemukan."))
        if variant is None and not self.title.data:
            raise ValueError(_l("tulis apa yang ditawarkan, atau nomor kainnya."))
        quantity = (
            self.quantity.data if self.quantity.data.isascii() and self.quantity.data.isdigit() else "0"
        )
        if not 1 <= int(quantity[:9]) <= MOST_PIECES:
            raise ValueError(_l("tulis jumlahnya dengan angka."))
        return variant, Line(
            variant.id if variant else 0, int(quantity), self._price(variant), self.title.data
        )

    def _price(self, variant: Variant | None) -> Money:
        """Of one piece; the shop's where none was typed."""
        try:
            price = Money.parse(self.price.data) if self.price.data or variant is None else variant.price
        except ValueError:
            price = Money(0)
        if not Money(0) < price <= DEAREST:
            raise ValueError(_l("tulis harga satuannya dalam rupiah."))
        return price


class QuoteForm(Form):
    lines = FieldList(FormField(LineRow), label=_l("Yang ditawarkan"), max_entries=30)
    delivery_on = DateField(_l("Selesai atau sampai pada"), [Optional()])
    valid_until = DateField(_l("Berlaku sampai"), [InputRequired(_l("Pilih sampai kapan."))])
    deposit_percent = IntegerField(
        _l("Uang muka (persen)"),
        [InputRequired(_l("Tulis 0 bila dibayar sekaligus.")), between(0, 90)],
        description=_l("0 bila dibayar sekaligus. Sisanya dibayar sebelum dikirim atau diambil."),
        render_kw=NUMBERS,
    )
    shipping = MoneyField(
        _l("Ongkos kirim"),
        description=_l("Kosongkan bila diambil sendiri; 0 bila gratis."),
        render_kw=NUMBERS,
    )
    address = TextAreaField(
        _l("Alamat pengiriman"),
        [Length(max=300)],
        filters=[paragraphs],
        description=_l("Bila belum tahu, ia menuliskannya saat menerima penawaran."),
        render_kw={"rows": 3},
    )
    language = RadioField(_l("Bahasa"), choices=LANGUAGES)
    words = TextAreaField(
        _l("Pesan untuknya, dalam bahasanya"), [Length(max=2000)], filters=[paragraphs], render_kw={"rows": 5}
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.read: list[tuple[Variant | None, Line]] = []

    @classmethod
    def new(cls, lead: Lead) -> "QuoteForm":
        """With what the lead asked for in its first line."""
        first = {"title": lead.interest[:200]}
        known = {"valid_until": clock.today() + VALID, "deposit_percent": 50, "language": lead.language}
        return cls(formdata=None, data=known | {"lines": [first, *({} for _row in range(FEWEST - 1))]})

    @classmethod
    def of(cls, quote: LeadQuote) -> "QuoteForm":
        """As it was written, with some empty rows."""
        rows: list[dict[str, Any]] = [
            {
                "title": line.title,
                "piece": "" if line.variant.sku == wishes.SKU else line.variant.sku,
                "quantity": str(line.quantity),
                "price": f"{line.price.rupiah:,}".replace(",", "."),
            }
            for line in quote.lines
        ]
        rows += [{} for _row in range(BLANK)]
        names = ("delivery_on", "valid_until", "deposit_percent", "shipping", "address", "language", "words")
        return cls(formdata=None, data={name: getattr(quote, name) for name in names} | {"lines": rows})

    def validate_lines(self, field: FieldList) -> None:
        self.read = []
        for number, row in enumerate(field, start=1):
            if not row.form.blank:
                try:
                    self.read.append(row.form.read())
                except ValueError as error:
                    said = _l("Baris %(number)s: %(what)s", number=number, what=error.args[0])
                    raise ValidationError(said) from None
        if not self.read:
            raise ValidationError(_l("Tulis paling sedikit satu baris."))
        self._there([(variant, line.quantity) for variant, line in self.read if variant])

    def _there(self, wanted: list[tuple[Variant, int]]) -> None:
        """Nothing is offered that the shelves do not have; what is to be made is offered in words."""
        kept = [
            (variant, n)
            for variant, n in wanted
            if variant.product.stock_model is not StockModel.MADE_TO_ORDER
        ]
        ids = [variant.id for variant, _n in wanted]
        free = inventory.available(ids)
        for variant, quantity in kept:
            if free.get(variant.id, 0) < quantity:
                raise ValidationError(
                    _l(
                        "Dari %(sku)s hanya ada %(count)s. Yang masih harus dibuat ditulis dengan kata-kata.",
                        sku=variant.sku,
                        count=free.get(variant.id, 0),
                    )
                )
        if len(set(ids)) < len(ids):
            raise ValidationError(_l("Satu kain cukup di satu baris."))

    def validate_valid_until(self, field: DateField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_l("Pilih hari ini atau sesudahnya."))

    def offered(self, by: str) -> Offered:
        lines = [
            line if variant else Line(wishes.variant(by=by).id, line.quantity, line.price, line.title)
            for variant, line in self.read
        ]
        told = {name: self.data[name] for name in Offered.__slots__ if name != "lines"}
        return Offered(lines=lines, **told)
