"""What an offer promises beyond its price, for search engines: how it is sent, and how it may come back."""

from collections.abc import Sequence
from typing import Any

from app.addresses import public_url
from app.catalog.cloth import Cloth, Size
from app.catalog.models import StockModel
from app.languages import locale
from app.shipping import rates
from app.shipping.arrival import PACKING_DAYS
from app.shipping.queries import Tariff

# As the page of each cloth and the help say it.
RETURN_DAYS = 7
# Two working days are four days when there is a weekend between.
WEEKEND = 2
HOME = {"@type": "DefinedRegion", "addressCountry": "ID"}


def promises(product: Cloth, size: Size, tariffs: Sequence[Tariff]) -> dict[str, Any]:
    sent = _sent(product, size, tariffs)
    said = {"shippingDetails": sent} if sent else {}
    return said | {"hasMerchantReturnPolicy": _taken_back(product)}


def _sent(product: Cloth, size: Size, tariffs: Sequence[Tariff]) -> dict[str, Any] | None:
    """The cheapest way, at what it costs to the farthest; nothing while there is a province that no courier goes to."""
    span = rates.nationwide(tariffs, size.weight_g)
    if span is None:
        return None
    made = (product.lead_days or 0) if product.stock_model is StockModel.MADE_TO_ORDER else 0
    return {
        "@type": "OfferShippingDetails",
        "shippingDestination": HOME,
        "shippingRate": {"@type": "MonetaryAmount", "maxValue": str(span.price.rupiah), "currency": "IDR"},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(made, made + PACKING_DAYS + WEEKEND),
            "transitTime": _days(span.days_min, span.days_max),
        },
    }


def _days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _taken_back(product: Cloth) -> dict[str, Any]:
    """What is wrong or damaged comes back at our cost. Who has changed her mind sends it at her own, if it was not made
    for her."""
    made = product.stock_model is StockModel.MADE_TO_ORDER
    mind = {} if made else {"returnFees": _word("ReturnFeesCustomerResponsibility")}
    return {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": "ID",
        "returnPolicyCategory": _word("MerchantReturnFiniteReturnWindow"),
        "merchantReturnDays": RETURN_DAYS,
        "returnMethod": _word("ReturnByMail"),
        "itemDefectReturnFees": _word("FreeReturn"),
        **mind,
        "merchantReturnLink": public_url("shop.pages.help", locale=locale()),
    }


def _word(name: str) -> str:
    return f"https://schema.org/{name}"
