"""Refunds: https://docs.stripe.com/api/refunds"""

from .double import Double
from .errors import Json, Refusal, refused_parameter
from .events import emit
from .limits import check_amount, check_metadata
from .parameters import only_spoken
from .samples import build

SPOKEN: Json = dict.fromkeys(("amount", "charge", "payment_intent", "reason", "metadata", "expand"))
LOST = ("failed", "canceled")


def create(double: Double, params: Json) -> Json:
    """Give money back, never more than is left of the charge."""
    only_spoken(params, SPOKEN)
    metadata = check_metadata(params.get("metadata"))
    charge = _charge_to_refund(double, params)
    amount = _amount_to_refund(charge, params.get("amount"))
    refund = build(
        "refund",
        amount=amount,
        charge=charge["id"],
        created=double.now(),
        currency=charge["currency"],
        metadata=metadata,
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=params.get("reason"),
        status=_first_status(double),
    )
    double.keep(refund)
    _count(charge, amount)
    emit(double, "refund.created", refund)
    emit(double, "charge.refunded", charge)
    return refund


def _charge_to_refund(double: Double, params: Json) -> Json:
    if params.get("charge"):
        charge = double.find("charge", params["charge"], "charge")
    elif params.get("payment_intent"):
        intent = double.find("payment_intent", params["payment_intent"], "payment_intent")
        charge = double.objects.get(intent["latest_charge"], {"paid": False})
    else:
        raise refused_parameter(
            "One of the following params should be provided for this request: payment_intent or charge.",
            "payment_intent",
            "parameter_missing",
        )
    if not charge["paid"]:
        raise Refusal("This payment does not have a successful charge to refund.")
    return charge


def _amount_to_refund(charge: Json, wanted: int | None) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = left if wanted is None else wanted
    check_amount(amount, charge["currency"], "amount")
    if amount > left:
        currency = charge["currency"].upper()
        raise Refusal(
            f"Refund amount ({amount / 100:,.2f} {currency}) is greater than unrefunded amount on charge "
            f"({left / 100:,.2f} {currency})",
            param="amount",
        )
    return amount


def _first_status(double: Double) -> str:
    if double.refunds_pending < 1:
        return "succeeded"
    double.refunds_pending -= 1
    return "pending"


def _count(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]


def finish(double: Double, refund_id: str, status: str) -> Json:
    """Let the bank decide later: a pending refund succeeds, or any refund fails and the money is back."""
    refund = double.find("refund", refund_id)
    if refund["status"] in LOST or refund["status"] == status:
        raise Refusal(f"This refund is {refund['status']} already.")
    refund["status"] = status
    if status in LOST:
        refund["failure_reason"] = "unknown"
        _count(double.objects[refund["charge"]], -refund["amount"])
    emit(double, "refund.updated", refund)
    emit(double, "charge.refund.updated", refund)
    if status == "failed":
        emit(double, "refund.failed", refund)
    return refund
