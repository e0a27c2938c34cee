"""What a buyer says when ordering: who, where to, how, and which total was seen."""

from dataclasses import dataclass
from typing import Any

from app.money import Money

from .models import UNKNOWN, Channel, Destination


@dataclass(frozen=True, slots=True)
class Address:
    """Where it goes. Inside the country by village (Kepmendagri code); abroad by country (ISO 3166) and free text."""

    destination: Destination
    village_code: str = ""
    village: str = ""
    district: str = ""
    regency: str = ""
    province: str = ""
    postcode: str = ""
    street: str = ""
    country: str = "ID"


@dataclass(frozen=True, slots=True)
class Terms:
    """The buyer's side of an order. Phones are E.164; `expected_total` is what the buyer saw; `placed_from` is the
    network whose unpaid orders are counted. Four say what brought the buyer, and at which stand it was; `deposit` is
    what is paid first, None where all is paid at once."""

    name: str
    phone: str
    email: str
    address: Address
    expected_total: Money
    checkout_token: str
    locale: str = "id"
    note: str = ""
    gift: bool = False
    gift_note: str = ""
    courier_id: int | None = None
    courier_name: str = ""
    days_min: int | None = None
    days_max: int | None = None
    customer_id: int | None = None
    channel: Channel = Channel.SHOP
    placed_from: str | None = None
    first_campaign_id: int | None = None
    last_campaign_id: int | None = None
    source: str = UNKNOWN
    exhibition_id: int | None = None
    deposit: Money | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of an Order that the buyer's side fills."""
        own = {name: getattr(self, name) for name in COLUMNS}
        return own | {name: getattr(self.address, name) for name in ADDRESS_COLUMNS}


COLUMNS = (
    "name",
    "phone",
    "email",
    "checkout_token",
    "locale",
    "note",
    "gift",
    "gift_note",
    "courier_id",
    "courier_name",
    "days_min",
    "days_max",
    "customer_id",
    "channel",
    "placed_from",
    "first_campaign_id",
    "last_campaign_id",
    "source",
    "exhibition_id",
    "deposit",
)
ADDRESS_COLUMNS = tuple(Address.__slots__)
