"""Orders: the list, and one with its next step."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response as BaseResponse

from app import till
from app.accounts.permissions import Permission
from app.catalog.models import Product
from app.db import db
from app.forms import Form
from app.makers.models import Maker
from app.orders import actions, deposits, shipments
from app.orders import queries as orders
from app.orders.actions import NotNow
from app.orders.models import Channel, Destination, FulfilmentStatus, Order, OrderLine, PaymentStatus
from app.orders.stages import WAITING_FOR_US, Stage, stage_of
from app.payments import actions as payments
from app.payments import answers, refunds
from app.payments.models import TRANSFER, Payment, PaymentState, Proof, Refund, RefundState
from app.shipping.airway_bills import tracking_url
from app.web import needs, send_picture
from app.words import choices

from .forms.orders import (
    CancelForm,
    ConfirmForm,
    QuoteForm,
    RefundForm,
    RejectForm,
    ShipForm,
    TakeBackForm,
    money_in,
)
from .order_list import Wanted, page_of
from .order_page import contents, settled_of, transfer_of

bp = Blueprint("orders", __name__, url_prefix="/orders")


@bp.get("")
@needs(Permission.SEE_ORDERS)
def browse() -> str:
    wanted = Wanted.read(request.args)
    return render_template(
        "admin/orders/browse.html",
        wanted=wanted,
        page=page_of(wanted),
        stage_of=stage_of,
        waiting_for_us=WAITING_FOR_US,
        stages=choices(Stage),
        channels=choices(Channel),
        product=db.session.get(Product, wanted.product) if wanted.product else None,
        maker=db.session.get(Maker, wanted.maker) if wanted.maker else None,
    )


@bp.get("/<int:order_id>")
@needs(Permission.SEE_ORDERS)
def show(order_id: int) -> str:
    return page(find_order(order_id))


@bp.get("/<int:order_id>/slip")
@needs(Permission.FULFIL_ORDERS)
def slip(order_id: int) -> str:
    return render_template("admin/orders/slip.html", order=find_order(order_id))


@bp.get("/proofs/<int:proof_id>-<int:width>.webp")
@needs(Permission.CONFIRM_MONEY)
def proof(proof_id: int, width: int) -> Response:
    """The picture that a buyer sent; private, and nothing in it can run."""
    response = send_picture(db.get_or_404(Proof, proof_id).picture, width, "webp")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response.headers["Content-Disposition"] = f'inline; filename="bukti-{proof_id}.webp"'
    return response


@bp.post("/<int:order_id>/quote")
@needs(Permission.FULFIL_ORDERS)
def quote(order_id: int) -> tuple[str, int] | BaseResponse:
    order, form = at_stage(order_id, Stage.TO_QUOTE), QuoteForm()
    if not form.validate():
        return page(order, quote=form), 422
    until = payments.deadline(TRANSFER, quoted=False)
    actions.quote_shipping(order, money_in(form.shipping), by=current_user.email, until=until)
    db.session.commit()
    return done(order_id, _("Ongkos kirim tersimpan; pembeli diberi tahu lewat surel."))


@bp.post("/<int:order_id>/confirm")
@needs(Permission.CONFIRM_MONEY)
def confirm(order_id: int) -> tuple[str, int] | BaseResponse:
    """The money of a transfer was found in the bank's statement."""
    order, form = at_stage(order_id), ConfirmForm()
    if not form.validate():
        return page(order, confirm=form), 422
    payment = transfer_of(order, form.payment_id.data)
    payments.confirm_transfer(
        payment, reference=form.reference.data, received=money_in(form.received), by=current_user.email
    )
    db.session.commit()
    return done(order_id, *what_came_of(payment))


@bp.post("/<int:order_id>/reject")
@needs(Permission.CONFIRM_MONEY)
def reject(order_id: int) -> tuple[str, int] | BaseResponse:
    """The money of a proof is not in the bank's statement."""
    order, form = at_stage(order_id, Stage.IN_REVIEW), RejectForm()
    if not form.validate():
        return page(order, reject=form), 422
    actions.reject_proof(order, by=current_user.email, note=form.note.data.strip())
    db.session.commit()
    return done(order_id, _("Bukti ditolak; pembeli diberi tahu dan bisa mengirim yang lain."))


@bp.post("/<int:order_id>/made")
@needs(Permission.FULFIL_ORDERS)
def made(order_id: int) -> BaseResponse:
    """What a deposit was paid for is there."""
    deposits.made(find_order(order_id), by=current_user.email)
    db.session.commit()
    return done(order_id, _("Tercatat sudah jadi; sisanya diminta."))


@bp.post("/<int:order_id>/pack")
@needs(Permission.FULFIL_ORDERS)
def pack(order_id: int) -> BaseResponse:
    order = at_stage(order_id, Stage.TO_PACK)
    actions.pack(order, by=current_user.email)
    db.session.commit()
    return done(order_id, _("Pesanan sudah dikemas."))


@bp.post("/<int:order_id>/ship")
@needs(Permission.FULFIL_ORDERS)
def ship(order_id: int) -> tuple[str, int] | BaseResponse:
    order = at_stage(order_id, Stage.TO_SHIP)
    form = ShipForm(order=order)
    if not form.validate():
        return page(order, ship=form), 422
    courier, bill = form.courier, form.airway_bill.data
    shipments.ship(
        order,
        courier=courier.name if courier else form.courier_name.data,
        airway_bill=bill,
        tracking_url=tracking_url(courier, bill) if courier else "",
        by=current_user.email,
    )
    db.session.commit()
    return done(order_id, _("Dikirim dengan resi %(bill)s; pembeli diberi tahu lewat surel.", bill=bill))


@bp.post("/<int:order_id>/deliver")
@needs(Permission.FULFIL_ORDERS)
def deliver(order_id: int) -> BaseResponse:
    """It came; or it was handed over to who picked it up."""
    order = at_stage(order_id, Stage.ON_THE_WAY, Stage.TO_SHIP)
    if stage_of(order) is Stage.TO_SHIP and order.destination is not Destination.PICKUP:
        raise NotNow(_l("Pesanan ini belum dikirim."))
    actions.deliver(order, by=current_user.email)
    db.session.commit()
    return done(order_id, _("Pesanan selesai."))


@bp.post("/<int:order_id>/cancel")
@needs(Permission.FULFIL_ORDERS)
def cancel(order_id: int) -> tuple[str, int] | BaseResponse:
    order, form = find_order(order_id), CancelForm()
    if not form.validate():
        return page(order, cancel=form), 422
    payments.cancel_order(order, by=current_user.email, reason=form.reason.data.strip())
    db.session.commit()
    return done(order_id, _("Pesanan dibatalkan; kainnya kembali ke toko."))


@bp.post("/<int:order_id>/refund")
@needs(Permission.REFUND)
def refund(order_id: int) -> tuple[str, int] | BaseResponse:
    """Send money back: by Stripe, or written down after it was sent through the bank."""
    order = at_stage(order_id)
    payment = settled_of(order, request.form.get("payment_id", 0, int))
    form = RefundForm(payment=payment, most=refunds.left_of(payment))
    if form.left.data not in (None, form.most.rupiah):
        raise NotNow(CHANGED)
    if not form.validate():
        return page(order, refund=form), 422
    asked = refunds.ask(payment, money_in(form.amount), by=current_user.email, **form.reasons())
    if form.pieces_back.data and order.may("fulfilment_status", FulfilmentStatus.RETURNED):
        actions.take_back(order, by=current_user.email, note=form.reason.data.strip())
    return done(order_id, *send_back(asked))


@bp.post("/<int:order_id>/ask-again")
@needs(Permission.CONFIRM_MONEY)
def ask_again(order_id: int) -> BaseResponse:
    """Ask the payment service once more about what it refused."""
    refused = answers.refused_of(at_stage(order_id))
    if till.pursue(refused) < len(refused):
        return done(order_id, _("Layanan pembayaran masih menolak, atau sedang tidak menjawab."), "warn")
    return done(order_id, _("Layanan pembayaran menjawab; yang tampil di sini sudah menurut jawabannya."))


@bp.post("/<int:order_id>/take-back")
@needs(Permission.FULFIL_ORDERS)
def take_back(order_id: int) -> tuple[str, int] | BaseResponse:
    """What was sent is here again."""
    order, form = at_stage(order_id), TakeBackForm()
    if not form.validate():
        return page(order, take_back=form), 422
    actions.take_back(order, by=current_user.email, note=form.note.data.strip())
    db.session.commit()
    return done(order_id, _("Kainnya dicatat kembali dan bisa dijual lagi."))


CHANGED = _l("Pesanan ini sudah berubah sejak halamannya dibuka. Muat ulang, lalu lihat langkah berikutnya.")


def page(order: Order, **filled: Form) -> str:
    """The page of an order, with the form that was filled in wrongly, if any, as it was filled in."""
    return render_template("admin/orders/show.html", **contents(order, filled))


def find_order(order_id: int) -> Order:
    pictured = selectinload(Order.lines).joinedload(OrderLine.product).joinedload(Product.cover)
    order = db.session.scalar(orders.by_id(order_id).options(pictured, joinedload(Order.customer)))
    if order is None:
        abort(404)
    return order


def at_stage(order_id: int, *expected: Stage) -> Order:
    """The order, kept from all others, where the page showed it. Raises NotNow when somebody was faster."""
    order = orders.lock(find_order(order_id).id)
    if expected and stage_of(order) not in expected:
        raise NotNow(CHANGED)
    return order


def what_came_of(payment: Payment) -> tuple[str, str]:
    if payment.state is not PaymentState.SETTLED:
        return _("Jumlahnya berbeda dari tagihan, jadi pesanan belum lunas. Lihat tugas uang."), "warn"
    if payment.order.payment_status is PaymentStatus.DEPOSIT_PAID:
        if payment.order.destination is Destination.PICKUP:
            said = _(
                "Uang muka dikonfirmasi. Pesanan bisa mulai dikerjakan; sisanya dibayar sebelum diambil."
            )
        else:
            said = _(
                "Uang muka dikonfirmasi. Pesanan bisa mulai dikerjakan; sisanya dibayar sebelum dikirim."
            )
        return said, "done"
    if not payment.order.is_paid:
        return _(
            "Uangnya dicatat, tetapi datang terlambat: kainnya sudah tidak ada. Lihat tugas uang."
        ), "warn"
    return _("Pembayaran dikonfirmasi. Pesanan siap dikemas."), "done"


def send_back(asked: Refund) -> tuple[str, str]:
    """Send a refund that was written down; the commit is the till's. When the service is away it is tried again."""
    till.pursue([asked])
    if asked.state is RefundState.DONE:
        return _("Uangnya sudah dikembalikan."), "done"
    if asked.state is RefundState.FAILED:
        return _("Layanan pembayaran tidak bisa mengembalikan uangnya. Lihat tugas uang."), "wrong"
    return _("Pengembalian tercatat dan sedang diproses; bila perlu, dicoba lagi sendiri."), "warn"


def done(order_id: int, message: str, kind: str = "done") -> BaseResponse:
    flash(message, kind)
    return redirect(url_for(".show", order_id=order_id), 303)
