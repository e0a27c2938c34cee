"""The control interface under ``/_double``: for tests, and for nobody else.

Every change is a POST with a JSON body, which a page in a browser can't send here unasked.
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import HTTPException

from . import checkout, events, refunds
from .current import the_double
from .delivery import Switches
from .errors import Json, Refusal
from .faults import Fault

CARDS = {"approve": "pm_card_visa", "decline": "pm_card_chargeDeclined"}

face = Blueprint("backstage", __name__, url_prefix="/_double")


@face.errorhandler(Refusal)
def refuse(refusal: Refusal) -> tuple[Json, int]:
    """Answer as the API would."""
    return refusal.body, refusal.status


@face.errorhandler(TypeError)
@face.errorhandler(KeyError)
def misunderstand(error: Exception) -> tuple[Json, int]:
    """Say which word of the control interface was wrong."""
    return {"error": {"message": f"{type(error).__name__}: {error}"}}, 400


@face.errorhandler(HTTPException)
def fail(error: HTTPException) -> tuple[Json, int]:
    """Answer in JSON here too."""
    return {"error": {"message": error.description}}, error.code or 500


@face.get("/health")
def health() -> Json:
    """Say that this is the stand-in."""
    return {"double": "stripe", "now": the_double().now()}


@face.get("/calls")
def calls() -> Json:
    """List every call that the API heard, in order."""
    return {"calls": [asdict(call) for call in the_double().calls]}


@face.get("/deliveries")
def deliveries() -> Json:
    """List what became of each event for each endpoint, or of one event."""
    event = request.args.get("event")
    told = [
        delivery.told for delivery in list(the_double().post.log) if event in (None, delivery.event["id"])
    ]
    return {"deliveries": told}


@face.get("/objects/<kind>")
def objects(kind: str) -> Json:
    """List all objects of a kind, oldest first, or the events about some objects; whole, or some fields of each."""
    double, fields, about = the_double(), request.args.getlist("field"), request.args.getlist("about")
    with double.lock:
        checkout.expire_due(double)
        found = double.all(kind)
        if about:
            found = [event for event in found if event["data"]["object"]["id"] in about]
        return {"objects": [{name: made[name] for name in fields} for made in found] if fields else found}


@face.get("/object/<object_id>")
def one(object_id: str) -> Json:
    """Show one object."""
    double = the_double()
    with double.lock:
        return double.objects[object_id]


@face.post("/objects/<object_id>")
def alter(object_id: str) -> Json:
    """Change fields of an object behind everybody's back."""
    double = the_double()
    with double.lock:
        double.objects[object_id].update(_said())
        return double.objects[object_id]


@face.post("/reset")
def reset() -> Json:
    """Start again from nothing."""
    the_double().reset(**_said())
    return {}


@face.post("/clock")
def clock() -> Json:
    """Put the clock ahead; sessions whose time has come expire."""
    double = the_double()
    with double.lock:
        double.ahead += int(_said()["seconds"])
        checkout.expire_due(double)
        return {"now": double.now()}


@face.post("/faults")
def misbehave() -> Json:
    """Misbehave on the next calls that match."""
    the_double().faults.add(Fault(**_said()))
    return {}


@face.post("/faults/clear")
def behave() -> Json:
    """Forget the faults that are still to come, and end the waiting of those that have begun."""
    the_double().faults.clear()
    return {}


@face.post("/sessions/<session_id>/<outcome>")
def decide(session_id: str, outcome: str) -> Json:
    """Pay, or try to with a bad card, or expire, as if it happened without this client."""
    double = the_double()
    with double.lock:
        session = double.find("checkout.session", session_id)
        if outcome == "expire":
            return checkout.expire(double, {}, session_id)
        try:
            return checkout.pay(double, session, CARDS[outcome])
        except Refusal:
            if outcome != "decline" or session["status"] != "open":
                raise
            return session


@face.post("/refunds/pending")
def make_refunds_pending() -> Json:
    """Let the next refunds begin as pending."""
    the_double().refunds_pending = int(_said()["count"])
    return {}


@face.post("/refunds/<refund_id>/<status>")
def finish_refund(refund_id: str, status: str) -> Json:
    """Let a refund succeed or fail after all."""
    double = the_double()
    with double.lock:
        return refunds.finish(double, refund_id, status)


@face.post("/events")
def invent_event() -> Json:
    """Send an event of any kind about anything, true or not."""
    double = the_double()
    said = _said()
    with double.lock:
        return events.emit(double, said.pop("kind"), said.pop("about"), **said)


@face.post("/webhooks")
def switch() -> Json:
    """Set how the post misbehaves; what isn't said stays."""
    post = the_double().post
    said = _said()
    post.drops += said.pop("drop", [])
    post.switches = Switches(**asdict(post.switches) | said)
    return asdict(post.switches)


@face.post("/webhooks/release")
def release() -> Json:
    """Let go of what was held."""
    the_double().post.release(_said().get("order", "made"))
    return {}


@face.post("/webhooks/lose")
def lose() -> Json:
    """Lose what was held."""
    the_double().post.lose()
    return {}


@face.post("/webhooks/wait")
def wait() -> Json:
    """Wait until nothing is under way."""
    return {"settled": the_double().post.wait(float(_said()["seconds"]))}


@face.post("/webhooks/send")
def send_again() -> Json:
    """Send an event once more to each endpoint, well signed or not, and say how each answered."""
    double = the_double()
    said = _said()
    with double.lock:
        event = double.find("event", said["event"])
        doors = [(end["url"], double.secrets[end["id"]]) for end in double.all("webhook_endpoint")]
    signature, times = said.get("signature", "good"), said.get("times", 1)
    return {"outcomes": double.post.knock_often(event, doors * times, signature)}


def _said() -> dict[str, Any]:
    said = request.get_json()
    if not isinstance(said, dict):
        raise TypeError("a JSON object is expected")
    return said
