"""Checkout Sessions: https://docs.stripe.com/api/checkout/sessions

Sessions that take one payment on Stripe's own page are spoken; subscriptions, discounts, taxes and shipping
rates are not.
"""

from . import payments
from .double import Double
from .errors import Json, Refusal, not_spoken, refused_parameter
from .events import emit
from .limits import LONGEST_REFERENCE, check_amount, check_currency, check_email, check_metadata, check_url
from .parameters import only_spoken
from .samples import build, letters, new_id

PRODUCT: Json = dict.fromkeys(("name", "description", "images", "metadata"))
PRICE: Json = {"currency": None, "unit_amount": None, "product_data": PRODUCT}
SPOKEN: Json = {
    "allowed_payment_method_types": None,
    "cancel_url": None,
    "client_reference_id": None,
    "currency": None,
    "customer_email": None,
    "expand": None,
    "expires_at": None,
    "line_items": {"quantity": None, "price_data": PRICE, "metadata": None},
    "locale": None,
    "metadata": None,
    "mode": None,
    "payment_intent_data": dict.fromkeys(("description", "metadata", "receipt_email")),
    "submit_type": None,
    "success_url": None,
    "ui_mode": None,
}
AS_GIVEN = (
    "allowed_payment_method_types",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "locale",
    "submit_type",
    "success_url",
)
SOONEST, LATEST = 30 * 60, 24 * 60 * 60
NO_ADDRESS_KNOWN = dict.fromkeys(("address", "business_name", "individual_name", "name", "phone", "tax_ids"))


def create(double: Double, params: Json) -> Json:
    """Make a session and the address of the page where it is paid."""
    _refuse_other_modes(params)
    only_spoken(params, SPOKEN)
    _check(params)
    expires_at = _expiry(double, params.get("expires_at"))
    lines = _lines(double, params)
    session = _at_rest(double, params, lines) | {"expires_at": expires_at}
    # The addresses of Stripe's pages end in a few hundred letters; a place to keep them must be wide enough.
    session["url"] = f"{double.public_url}/c/pay/{session['id']}#fid{letters(330)}"
    double.line_items[session["id"]] = lines
    double.intent_data[session["id"]] = params.get("payment_intent_data", {})
    return double.keep(session)


def _at_rest(double: Double, params: Json, lines: list[Json]) -> Json:
    total, currency = sum(line["amount_total"] for line in lines), lines[0]["currency"]
    check_amount(total, currency, "line_items")
    return build(
        "checkout.session",
        amount_subtotal=total,
        amount_total=total,
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        created=double.now(),
        currency=currency,
        customer_creation="if_required",
        customer_details=_customer(params.get("customer_email")),
        metadata=check_metadata(params.get("metadata")),
        mode="payment",
        payment_method_collection="if_required",
        payment_status="unpaid",
        status="open",
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        ui_mode="hosted_page",
        **{name: params.get(name) for name in AS_GIVEN},
    )


def _refuse_other_modes(params: Json) -> None:
    if params.get("mode") != "payment":
        raise not_spoken("mode") if "mode" in params else _missing("mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_spoken("ui_mode")
    payments.only_cards(params)


def _check(params: Json) -> None:
    for name in ("success_url", "line_items"):
        if not params.get(name):
            raise _missing(name)
    for name in ("success_url", "cancel_url"):
        if name in params:
            check_url(params[name], name)
    if "customer_email" in params:
        check_email(params["customer_email"], "customer_email")
    if len(params.get("client_reference_id", "")) > LONGEST_REFERENCE:
        raise refused_parameter(
            f"client_reference_id must be at most {LONGEST_REFERENCE} characters.", "client_reference_id"
        )
    check_metadata(params.get("payment_intent_data", {}).get("metadata"), "payment_intent_data[metadata]")


def _missing(name: str) -> Refusal:
    return refused_parameter(f"Missing required param: {name}.", name, "parameter_missing")


def _expiry(double: Double, wanted: int | None) -> int:
    ahead = LATEST if wanted is None else wanted - double.now()
    if ahead < SOONEST:
        limit = "at least 30 minutes"
    elif ahead > LATEST:
        limit = "less than 24 hours"
    else:
        return double.now() + ahead
    raise refused_parameter(
        f"The `expires_at` timestamp must be {limit} from Checkout Session creation.", "expires_at"
    )


def _lines(double: Double, params: Json) -> list[Json]:
    lines = [_line(double, given, f"line_items[{place}]") for place, given in enumerate(params["line_items"])]
    currencies = {line["currency"] for line in lines}
    if "currency" in params:
        currencies.add(check_currency(params["currency"], "currency"))
    if len(currencies) > 1:
        raise refused_parameter("All prices in a Checkout Session must use the same currency.", "line_items")
    return lines


def _line(double: Double, given: Json, path: str) -> Json:
    price_data = given.get("price_data")
    if not price_data:
        raise _missing(f"{path}[price_data]")
    if "product_data" not in price_data:
        raise _missing(f"{path}[price_data][product_data]")
    unit_amount = _number(price_data, "unit_amount", 0, f"{path}[price_data]")
    quantity = _number(given, "quantity", 1, path)
    currency = check_currency(price_data["currency"], f"{path}[price_data][currency]")
    return build(
        "item",
        amount_discount=0,
        amount_subtotal=unit_amount * quantity,
        amount_tax=0,
        amount_total=unit_amount * quantity,
        currency=currency,
        description=price_data["product_data"]["name"],
        metadata=check_metadata(given.get("metadata"), f"{path}[metadata]"),
        price=_price(double, unit_amount, currency),
        quantity=quantity,
    )


def _number(given: Json, name: str, least: int, path: str) -> int:
    if name not in given:
        raise _missing(f"{path}[{name}]")
    number: int = given[name]
    if number < least:
        message = f"This value must be greater than or equal to {least}."
        raise refused_parameter(message, f"{path}[{name}]", "parameter_invalid_integer")
    return number


def _price(double: Double, amount: int, currency: str) -> Json:
    return build(
        "price",
        created=double.now(),
        currency=currency,
        product=new_id("product"),
        type="one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
    )


def _customer(email: str | None) -> Json | None:
    return NO_ADDRESS_KNOWN | {"email": email, "tax_exempt": "none"} if email else None


def pay(double: Double, session: Json, card: str, email: str | None = None) -> Json:
    """Let the customer try a card; a declined one leaves the session open for the next."""
    if session["status"] != "open":
        raise Refusal(f"This Checkout Session is {session['status']} and can't be paid.", status=409)
    if not session["payment_intent"]:
        told = double.intent_data[session["id"]]
        intent = payments.new_intent(double, session["amount_total"], session["currency"], told)
        session["payment_intent"] = intent["id"]
    payments.take(double, double.objects[session["payment_intent"]], card)
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    session["customer_details"] = _customer(session["customer_email"] or email)
    emit(double, "checkout.session.completed", session)
    return session


def expire(double: Double, params: Json, session_id: str) -> Json:
    """Close a session before anybody paid."""
    session = double.find("checkout.session", session_id)
    if session["status"] != "open":
        raise Refusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`."
        )
    return _close(double, session)


def expire_due(double: Double) -> None:
    """Close every session whose time has come."""
    for session in double.all("checkout.session"):
        if session["status"] == "open" and session["expires_at"] <= double.now():
            _close(double, session)


def _close(double: Double, session: Json) -> Json:
    session |= {"status": "expired", "url": None}
    double.changed = True
    if session["payment_intent"]:
        payments.give_up(double, double.objects[session["payment_intent"]], "automatic")
    emit(double, "checkout.session.expired", session)
    return session
