"""What staff fill in about an order."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.db import db
from app.fields import MoneyField
from app.forms import Form
from app.money import Money
from app.orders.models import Order
from app.payments.models import STRIPE, Payment
from app.shipping import queries as shipping
from app.shipping.airway_bills import BadAirwayBill, read_airway_bill
from app.shipping.models import Courier

ANOTHER_COURIER = 0


class OrderForm(Form):
    """One of several forms on one page: their fields are called alike, and told apart by their ids."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self:
            field.id = field.label.field_id = f"{type(self).__name__.lower()}-{field.name}"


def hidden() -> IntegerField:
    return IntegerField(widget=HiddenInput(), validators=[Optional()])


def money_in(field: MoneyField) -> Money:
    """What a field that has been validated as not empty holds."""
    if field.data is None:
        raise ValueError(f"{field.name} has not been validated")
    return field.data


def above_nothing(form: Form, field: Field) -> None:
    if field.data is not None and field.data <= Money(0):
        raise ValidationError(_("Jumlahnya harus lebih dari nol."))


class QuoteForm(OrderForm):
    shipping = MoneyField(
        _l("Ongkos kirim"),
        [InputRequired(_l("Tulis ongkos kirimnya; 0 bila gratis."))],
        description=_l("Pembeli menerima surel dengan total barunya, lalu membayar."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ConfirmForm(OrderForm):
    payment_id = hidden()
    # Left empty on purpose: what is typed here is read from the bank's statement, not from this page.
    received = MoneyField(
        _l("Jumlah di mutasi rekening"),
        [InputRequired(_l("Tulis jumlah yang masuk, persis seperti di mutasi rekening.")), above_nothing],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    reference = StringField(
        _l("Nomor referensi bank"),
        [DataRequired(_l("Tulis nomor referensi dari mutasi rekening.")), Length(max=60)],
        render_kw={"autocomplete": "off"},
    )


class RejectForm(OrderForm):
    note = TextAreaField(
        _l("Alasan untuk pembeli"),
        [DataRequired(_l("Tulis apa yang kurang, supaya pembeli tahu harus berbuat apa.")), Length(max=500)],
        render_kw={"rows": 2},
    )


class ShipForm(OrderForm):
    courier_id = SelectField(_l("Kurir"), [InputRequired()], coerce=int)
    courier_name = StringField(
        _l("Nama kurir lain"), [Length(max=60)], description=_l("Hanya bila kurirnya tidak ada dalam daftar.")
    )
    airway_bill = StringField(
        _l("Nomor resi"),
        [DataRequired(_l("Tulis nomor resinya."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def __init__(self, *given: Any, order: Order, **more: Any) -> None:
        super().__init__(*given, **more)
        self.couriers: dict[int, Courier] = {
            courier.id: courier for courier in db.session.scalars(shipping.active_couriers())
        }
        known = [(key, f"{courier.name} {courier.service}") for key, courier in self.couriers.items()]
        self.courier_id.choices = [*known, (ANOTHER_COURIER, _("Kurir lain"))]
        if self.courier_id.data is None:
            self.courier_id.data = order.courier_id if order.courier_id in self.couriers else ANOTHER_COURIER
            self.courier_name.data = "" if self.courier_id.data else order.courier_name

    def validate_courier_name(self, field: StringField) -> None:
        field.data = " ".join((field.data or "").split())
        if self.courier is None and not field.data:
            raise ValidationError(_("Tulis nama kurirnya."))

    def validate_airway_bill(self, field: StringField) -> None:
        try:
            field.data = read_airway_bill(field.data)
        except BadAirwayBill as error:
            raise ValidationError(error.message) from None

    @property
    def courier(self) -> Courier | None:
        return self.couriers.get(self.courier_id.data)


class CancelForm(OrderForm):
    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasannya; pembeli membacanya di surel.")), Length(max=500)],
        render_kw={"rows": 2},
    )


class RefundForm(OrderForm):
    payment_id = hidden()
    # What was left to give back when the page was shown: a second click, or a stale page, asks for something else.
    left = hidden()
    amount = MoneyField(
        _l("Jumlah yang dikembalikan"),
        [InputRequired(_l("Tulis jumlahnya.")), above_nothing],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    reason = StringField(_l("Alasan"), [DataRequired(_l("Tulis alasannya.")), Length(max=300)])
    bank_reference = StringField(
        _l("Nomor referensi bank"),
        [Length(max=60)],
        description=_l("Kirim uangnya lewat bank lebih dulu, lalu catat nomor referensinya di sini."),
        render_kw={"autocomplete": "off"},
    )
    pieces_back = BooleanField(_l("Kainnya sudah kembali ke kami dan bisa dijual lagi"))

    def __init__(self, *given: Any, payment: Payment, most: Money, **more: Any) -> None:
        known = {"payment_id": payment.id, "left": most.rupiah, "amount": most}
        super().__init__(*given, data=known, **more)
        self.payment, self.most = payment, most
        self.bank_reference.flags.required = payment.provider != STRIPE
        for field in self:
            field.id = field.label.field_id = f"{field.id}-{payment.id}"

    def reasons(self) -> dict[str, str]:
        return {"reason": self.reason.data, "bank_reference": self.bank_reference.data or ""}

    def validate_amount(self, field: MoneyField) -> None:
        if field.data is not None and field.data > self.most:
            left = f"{self.most.rupiah:,}".replace(",", ".")
            raise ValidationError(_("Yang masih bisa dikembalikan: Rp %(left)s.", left=left))

    def validate_bank_reference(self, field: StringField) -> None:
        if self.payment.provider != STRIPE and not (field.data or "").strip():
            raise ValidationError(_("Kirim dulu uangnya lewat bank, lalu isi nomor referensinya di sini."))


class TakeBackForm(OrderForm):
    note = StringField(
        _l("Catatan"),
        [DataRequired(_l("Tulis keadaan kainnya, dan mengapa kembali.")), Length(max=300)],
    )
