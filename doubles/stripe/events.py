"""Events: what happened, told to whoever asked for it."""

from copy import deepcopy
from typing import Any

import stripe

from .double import Double
from .errors import Json
from .samples import build


def emit(double: Double, kind: str, made: Json, **fields: Any) -> Json:
    """Record that something happened and post it to every endpoint that listens."""
    event = build(
        "event",
        api_version=stripe.api_version,
        created=double.now(),
        data={"object": deepcopy(made)},
        pending_webhooks=0,
        request=dict(double.cause),
        type=kind,
    )
    double.keep(event | fields)
    for endpoint in double.all("webhook_endpoint"):
        if listens(endpoint, kind):
            double.post.send(double.objects[event["id"]], endpoint, double.secrets[endpoint["id"]])
    return double.objects[event["id"]]


def listens(endpoint: Json, kind: str) -> bool:
    """Tell whether an endpoint wants events of this kind."""
    wanted = endpoint["enabled_events"]
    return endpoint["status"] == "enabled" and ("*" in wanted or kind in wanted)
