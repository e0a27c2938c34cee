"""Objects in the shape of Stripe's published samples (samples.json; MIT, samples.LICENSE beside it)."""

import json
import secrets
import string
from copy import deepcopy
from pathlib import Path
from typing import Any

from .errors import Json

SAMPLES: dict[str, Json] = json.loads(Path(__file__).with_name("samples.json").read_text())

ALPHABET = string.ascii_letters + string.digits

# What a real id begins with, and how many letters follow. Real lengths catch a column that is too short.
IDS = {
    "charge": ("ch_3", 23),
    "checkout.session": ("cs_test_a1", 56),
    "event": ("evt_1", 23),
    "item": ("li_1", 23),
    "payment_intent": ("pi_3", 23),
    "payment_method": ("pm_1", 23),
    "price": ("price_1", 23),
    "product": ("prod_", 14),
    "refund": ("re_3", 23),
    "request": ("req_", 14),
    "secret": ("whsec_", 32),
    "webhook_endpoint": ("we_1", 23),
}

# Fields of a sample that say how things are at rest. Every other field starts as null.
AT_REST = {
    "charge": ("disputed", "fraud_details", "livemode", "metadata", "payment_method_details"),
    "checkout.session": (
        "automatic_tax",
        "custom_fields",
        "livemode",
        "metadata",
        "payment_method_options",
        "payment_method_types",
        "phone_number_collection",
        "shipping_options",
        "wallet_options",
    ),
    "event": ("livemode",),
    "item": (),
    "payment_intent": (
        "amount_capturable",
        "amount_details",
        "amount_received",
        "capture_method",
        "confirmation_method",
        "livemode",
        "metadata",
        "payment_method_options",
        "payment_method_types",
    ),
    "payment_method": ("allow_redisplay", "card", "livemode", "type"),
    "price": ("active", "billing_scheme", "livemode", "metadata", "tax_behavior"),
    "refund": ("destination_details", "metadata"),
    "webhook_endpoint": ("livemode", "metadata"),
}

NOWHERE = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


def letters(count: int) -> str:
    """Draw letters and digits as Stripe's ids have them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def new_id(kind: str) -> str:
    """Make an id that looks and measures like Stripe's."""
    prefix, count = IDS[kind]
    return prefix + letters(count)


def build(kind: str, **fields: Any) -> Json:
    """Make an object with every field of its sample: null, as at rest, or as given."""
    sample = SAMPLES[kind]
    made: Json = dict.fromkeys(sample)
    made |= {name: deepcopy(sample[name]) for name in AT_REST[kind]}
    made |= {"id": new_id(kind), "object": kind}
    return made | fields
