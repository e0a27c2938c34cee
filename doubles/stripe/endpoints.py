"""The part of Stripe's API that is spoken: address, parameter type, and what it does."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from . import checkout, payments, refunds, webhooks
from .double import Double
from .errors import Json, Refusal
from .listing import inside, page


class Endpoint(NamedTuple):
    """One method on one address."""

    method: str
    path: str
    shape: str
    act: Callable[..., Json]


def _retrieve(kind: str, double: Double, params: Json, object_id: str) -> Json:
    return double.find(kind, object_id)


def _page(kind: str, url: str, double: Double, params: Json) -> Json:
    return page(double, kind, params, url)


def _inside(kind: str, name: str, double: Double, params: Json, object_id: str) -> Json:
    return inside(double, double.find(kind, object_id), name, params)


def _readable(kind: str, url: str, name: str) -> list[Endpoint]:
    return [
        Endpoint("GET", url, f"{name}ListParams", partial(_page, kind, url)),
        Endpoint("GET", f"{url}/{{id}}", f"{name}RetrieveParams", partial(_retrieve, kind)),
    ]


SESSIONS, INTENTS, ENDPOINTS = "/v1/checkout/sessions", "/v1/payment_intents", "/v1/webhook_endpoints"

SPOKEN = [
    *_readable("checkout.session", SESSIONS, "checkout.Session"),
    Endpoint("POST", SESSIONS, "checkout.SessionCreateParams", checkout.create),
    Endpoint("POST", f"{SESSIONS}/{{id}}/expire", "checkout.SessionExpireParams", checkout.expire),
    Endpoint(
        "GET",
        f"{SESSIONS}/{{id}}/line_items",
        "checkout.SessionListLineItemsParams",
        partial(_inside, "checkout.session", "line_items"),
    ),
    *_readable("payment_intent", INTENTS, "PaymentIntent"),
    Endpoint("POST", INTENTS, "PaymentIntentCreateParams", payments.create),
    Endpoint("POST", f"{INTENTS}/{{id}}/confirm", "PaymentIntentConfirmParams", payments.confirm),
    Endpoint("POST", f"{INTENTS}/{{id}}/cancel", "PaymentIntentCancelParams", payments.cancel),
    *_readable("charge", "/v1/charges", "Charge"),
    *_readable("refund", "/v1/refunds", "Refund"),
    Endpoint("POST", "/v1/refunds", "RefundCreateParams", refunds.create),
    *_readable("event", "/v1/events", "Event"),
    Endpoint(
        "GET", "/v1/payment_methods/{id}", "PaymentMethodRetrieveParams", partial(_retrieve, "payment_method")
    ),
    *_readable("webhook_endpoint", ENDPOINTS, "WebhookEndpoint"),
    Endpoint("POST", ENDPOINTS, "WebhookEndpointCreateParams", webhooks.create),
    Endpoint("POST", f"{ENDPOINTS}/{{id}}", "WebhookEndpointUpdateParams", webhooks.update),
    Endpoint("DELETE", f"{ENDPOINTS}/{{id}}", "WebhookEndpointDeleteParams", webhooks.delete),
]


def _pattern(endpoint: Endpoint) -> re.Pattern[str]:
    return re.compile(endpoint.path.replace("{id}", "([A-Za-z0-9_]+)"))


TABLE = [(endpoint, _pattern(endpoint)) for endpoint in SPOKEN]


def find(method: str, path: str) -> tuple[Endpoint, tuple[Any, ...]]:
    """Find what an address means, and the ids in it."""
    for endpoint, pattern in TABLE:
        match = pattern.fullmatch(path)
        if match and endpoint.method == method:
            return endpoint, match.groups()
    raise Refusal(
        f"Unrecognized request URL ({method}: {path}). The Stripe stand-in speaks only a part of the API.",
        status=404,
        saved=False,
    )
