"""How the shop takes money: a provider translates between the shop and one payment service.

A provider never touches the database and never decides: it asks, and says what the service answered.
"""

import enum
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from werkzeug.utils import import_string

from app.errors import ShopError
from app.money import Money

PROVIDERS = ("app.payments.providers.stripe:Stripe", "app.payments.providers.transfer:Transfer")


class Outcome(enum.StrEnum):
    """What became of a payment at the service."""

    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ask:
    """What the service is asked to take. `key` makes asking twice the same as asking once; `back_to` is a public
    address."""

    payment_id: int
    key: str
    number: str
    items: tuple[tuple[str, int, Money], ...]
    amount: Money
    email: str
    locale: str
    back_to: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """The service is ready to take the payment, at this address."""

    reference: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a payment service (or an admin with a bank statement) says became of a payment.

    `amount` is None when it is not a whole number of rupiah.
    """

    provider: str
    payment_id: int | None
    reference: str
    outcome: Outcome
    amount: Money | None = None
    currency: str = "IDR"
    charge: str | None = None
    by: str = "system"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Money that the service is asked to send back. `since` is when it was written down; it may have been asked
    for ever since."""

    refund_id: int
    key: str
    charge: str
    amount: Money
    since: datetime


class RefundOutcome(enum.StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundReport:
    """What the service says of a refund; a FAILED one without a reference was refused and never sent."""

    refund_id: int | None
    reference: str | None
    outcome: RefundOutcome


@dataclass(frozen=True, slots=True)
class Notice:
    """A message of the service whose signature is right. It only says where to look; what counts is fetched."""

    event_id: str
    kind: str
    payload: str
    payment_id: int | None
    reference: str | None
    refund_reference: str | None
    ours: bool


class ServiceDown(ShopError):
    """The payment service does not answer, or not yet; asking again with the same key is safe."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _l("Layanan pembayaran sedang tidak menjawab. Pesanan Anda aman; coba lagi sebentar lagi.")
        )


class ServiceRefused(ShopError):
    """The payment service says no to what it was asked, and would say it again; `reason` is its word for why."""

    status = 502

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        super().__init__(
            _l("Layanan pembayaran menolak permintaan ini. Silakan pilih cara bayar lain atau hubungi kami.")
        )


class BadSignature(ShopError):
    """A message that does not come from the service."""

    status = 400


class Provider(ABC):
    """Speaks to one payment service."""

    slug: str

    @property
    @abstractmethod
    def ready(self) -> bool:
        """Is it set up, so that customers may choose it?"""

    @abstractmethod
    def begin(self, ask: Ask) -> Opened:
        """Ask the service to take a payment. Raises ServiceDown or ServiceRefused."""

    @abstractmethod
    def look_up(self, reference: str) -> Report | None:
        """What the service says of a payment now; None when it cannot be asked."""

    @abstractmethod
    def withdraw(self, reference: str) -> Report | None:
        """Make sure that it cannot be paid any more, and say what became of it."""

    @abstractmethod
    def give_back(self, ask: GiveBack) -> RefundReport:
        """Send money back; FAILED when the service will not. Raises ServiceDown."""

    @abstractmethod
    def look_up_refund(self, reference: str) -> RefundReport | None:
        """What the service says of a refund now."""

    @abstractmethod
    def hear(self, body: bytes, signature: str) -> Notice:
        """Read a webhook. Raises BadSignature."""


def init_app(app: Flask) -> None:
    providers = [import_string(path)(app.config) for path in PROVIDERS]
    app.extensions["payment_providers"] = {provider.slug: provider for provider in providers}


def get(slug: str) -> Provider:
    provider: Provider = current_app.extensions["payment_providers"][slug]
    return provider


def ready() -> list[str]:
    """The slugs of the providers that customers may choose, in the order they are offered."""
    return [slug for slug, provider in current_app.extensions["payment_providers"].items() if provider.ready]
