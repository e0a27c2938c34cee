"""The API's door: keys, parameters, idempotency and misbehaviour around what each endpoint does."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import stripe
from flask import Blueprint, Response, request

from . import checkout, endpoints
from .current import the_double
from .double import NOBODY, Call, Double
from .endpoints import Endpoint
from .errors import Json, Refusal
from .faults import Fault
from .listing import expand
from .parameters import decode, read, shape_of

SECRET_KEY = re.compile(r"(sk|rk)_test_[A-Za-z0-9_]+")
LONGEST_WAIT_FOR_SITE = 10.0

face = Blueprint("api", __name__, url_prefix="/v1")


@dataclass
class Answer:
    """What goes back over the wire; without a text the connection just ends."""

    status: int
    text: str | None
    final: bool = False  # asking again would bring the same


@face.route("/<path:rest>", methods=["GET", "POST", "DELETE"])
def answer(rest: str) -> Response:
    """Answer one call to the API."""
    double = the_double()
    # Reading and deleting twice is harmless anyway, so Stripe heeds a key only where something is made.
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    call = Call(request.method, request.path, {}, key)
    double.calls.append(call)
    fault = double.faults.take(f"{call.method} {call.path}") or Fault()
    try:
        made = _perform(double, call, fault)
    except Refusal as refusal:
        made = _in_json(refusal.status, refusal.body)
    return _over_the_wire(call, made, fault)


def _perform(double: Double, call: Call, fault: Fault) -> Answer:
    _authenticate(request.headers.get("Authorization", ""))
    sent = request.args if call.method == "GET" else request.form
    call.params = decode(sent.items(multi=True))
    endpoint, ids = endpoints.find(call.method, call.path)
    params = read(shape_of(endpoint.shape), call.params)
    saved = double.keys.claim(call.idempotency_key, call.path, json.dumps(call.params, sort_keys=True))
    try:
        spoiled = None if fault.after else _spoil(double, call, fault)
        if spoiled:
            return spoiled
        if saved:
            call.replayed = True
            made = _in_json(*saved)
            made.final = made.status >= 500
        else:
            made = _act(double, call, fault, partial(_do, double, endpoint, params, *ids))
        return (_spoil(double, call, fault) if fault.after else None) or made
    finally:
        double.keys.release(call.idempotency_key)


def _authenticate(header: str) -> None:
    scheme, _, key = header.partition(" ")
    if scheme != "Bearer" or not key:
        raise Refusal(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            status=401,
            saved=False,
        )
    if not SECRET_KEY.fullmatch(key):
        raise Refusal(f"Invalid API Key provided: {key[:8]}****{key[-4:]}", status=401, saved=False)


def _do(double: Double, endpoint: Endpoint, params: Json, *ids: str) -> Json:
    return expand(double, endpoint.act(double, params, *ids), params.get("expand", []))


def _act(double: Double, call: Call, fault: Fault, do: Callable[[], Json]) -> Answer:
    """Do what was asked, remember the answer under its key, and let the events go out."""
    with double.lock:
        checkout.expire_due(double)
        told_before = len(double.all("event"))
        double.cause = call.cause
        try:
            status, body = 200, do()
        except Refusal as refusal:
            if not refusal.saved:
                raise
            status, body = refusal.status, refusal.body
        finally:
            double.cause = NOBODY
        double.keys.save(call.idempotency_key, status, body)
        if fault.approve_first and status == 200:
            checkout.pay(double, double.objects[body["id"]], "pm_card_visa")
        told = {event["id"] for event in double.all("event")[told_before:]}
    if fault.deliver_first or fault.approve_first:
        double.post.wait(LONGEST_WAIT_FOR_SITE, told)
    return _in_json(status, body)


def _spoil(double: Double, call: Call, fault: Fault) -> Answer | None:
    """Take the time that a fault takes, and give the answer that it puts in place of the true one."""
    double.faults.pause(fault.delay)
    if fault.reset:
        return Answer(0, None)
    if fault.body is not None:
        return Answer(fault.status or 200, fault.body)
    if fault.status is None:
        return None
    body = {"error": {"type": "api_error", "message": "Something went wrong on the stand-in's end, as told."}}
    if fault.saved:
        double.keys.save(call.idempotency_key, fault.status, body)
    spoiled = _in_json(fault.status, body)
    spoiled.final = fault.saved
    return spoiled


def _in_json(status: int, body: Json) -> Answer:
    return Answer(status, json.dumps(body, indent=2))


def _over_the_wire(call: Call, made: Answer, fault: Fault) -> Response:
    if made.text is None:
        return Response(_broken_off(b""))
    call.status = made.status
    body = made.text.encode()
    sent = body if fault.cut_at is None else _broken_off(body[: fault.cut_at])
    response = Response(sent, made.status)
    response.headers["Content-Length"] = str(len(body))
    response.headers["Content-Type"] = "application/json"
    response.headers["Request-Id"] = call.id
    response.headers["Stripe-Version"] = stripe.api_version
    if call.idempotency_key:
        response.headers["Idempotency-Key"] = call.idempotency_key
    if call.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    if made.final:
        response.headers["Stripe-Should-Retry"] = "false"
    return response


def _broken_off(body: bytes) -> Iterator[bytes]:
    """Send so much and then lose the line; the server takes this error for a lost client."""
    if body:
        yield body
    raise ConnectionAbortedError
