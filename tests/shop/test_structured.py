"""What search engines read as data, held against what Google asks for (developers.google.com/search/docs/appearance/
structured-data: merchant-listing, breadcrumb, carousel, organization) and schema.org's words."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from app.catalog.models import StockModel
from app.db import db
from app.makers import actions as makers
from app.makers.models import Use
from app.money import Money
from app.shipping import actions as shipping
from app.shipping.actions import CourierTerms
from app.shipping.models import Zone
from app.shipping.regions import provinces
from tests.factories import a_motif, a_product
from tests.people import a_maker

REQUIRED = {
    "Product": {"name", "image", "offers"},
    "Offer": {"price", "priceCurrency"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position"},
    "Organization": {"name"},
    "WebSite": {"name", "url"},
    "Person": {"name"},
    "PostalAddress": {"addressCountry"},
    "Place": {"name"},
    "ImageObject": {"contentUrl"},
    "OfferShippingDetails": {"shippingDestination", "shippingRate", "deliveryTime"},
    "DefinedRegion": {"addressCountry"},
    "MonetaryAmount": {"currency", "maxValue"},
    "ShippingDeliveryTime": {"handlingTime", "transitTime"},
    "QuantitativeValue": {"minValue", "maxValue", "unitCode"},
    "MerchantReturnPolicy": {"applicableCountry", "returnPolicyCategory", "merchantReturnDays"},
}


def facts_on(client: FlaskClient, address: str) -> dict[str, Any]:
    """The things that a page tells of, by their type: one of each."""
    page = html.fromstring(client.get(address).text)
    told = [json.loads(script.text) for script in page.iterfind(".//script[@type='application/ld+json']")]
    assert [thing["@context"] for thing in told] == ["https://schema.org"] * len(told)
    found = {thing["@type"]: thing for thing in told}
    assert len(found) == len(told)
    return found


def things(value: Any) -> list[dict[str, Any]]:
    """Every thing within, itself included."""
    if isinstance(value, list):
        return [thing for one in value for thing in things(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(thing for one in value.values() for thing in things(one))]


def a_courier_everywhere() -> tuple[Zone, Zone]:
    """15.000 a kilogram in 1 or 2 days nearby, 60.000 in 4 to 9 elsewhere; and one that is dearer and quicker."""
    near = shipping.add_zone("Jawa Tengah", ["33"])
    far = shipping.add_zone("Lain", [each.code for each in provinces() if each.code != "33"])
    for service, factor, days in (("REG", 1, ((1, 2), (4, 9))), ("YES", 2, ((1, 1), (2, 3)))):
        courier = shipping.add_courier(CourierTerms("JNE", service))
        shipping.set_rate(courier, near, Money(15_000 * factor), days[0])
        shipping.set_rate(courier, far, Money(60_000 * factor), days[1])
    return near, far


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_tells_what_google_requires_of_what_it_tells(client: FlaskClient, prefix: str) -> None:
    maker = a_maker(*Use, pseudonym="Melati")
    a_courier_everywhere()
    a_product(slug="kain", motif_id=a_motif(slug="kawung").id, maker_id=maker.id)
    told = {
        address: facts_on(client, prefix + address)
        for address in ("/", "/batik", "/batik?motif=kawung", "/batik/kain", "/perajin/melati")
    }

    assert {address: sorted(found) for address, found in told.items()} == {
        "/": ["Organization", "WebSite"],
        "/batik": ["ItemList"],
        "/batik?motif=kawung": ["BreadcrumbList", "ItemList"],
        "/batik/kain": ["BreadcrumbList", "Product"],
        "/perajin/melati": ["BreadcrumbList", "Person"],
    }
    everything = things([list(found.values()) for found in told.values()])
    lacking = [(thing["@type"], REQUIRED[thing["@type"]] - thing.keys()) for thing in everything]
    assert [one for one in lacking if one[1]] == []
    for crumbs in (thing for thing in everything if thing["@type"] == "BreadcrumbList"):
        steps = crumbs["itemListElement"]
        assert len(steps) >= 2
        assert all(step["name"] and step["item"].startswith("http://localhost/") for step in steps)
    for items in (thing for thing in everything if "itemListElement" in thing):
        positions = [step["position"] for step in items["itemListElement"]]
        assert positions == list(range(1, len(positions) + 1))
        for step in items["itemListElement"]:
            assert client.get(step.get("item") or step["url"]).status_code == 200


def test_a_product_tells_price_and_availability(client: FlaskClient) -> None:
    product = a_product(
        slug="kain", title_id='Kain </script> "A"', story_id="Cerita **pelan**.\n\nSekali.", price=450_000
    )

    told = facts_on(client, "/batik/kain")

    shop = {"@type": "Organization", "name": "Batik Kalibangkang"}
    assert told["Product"] == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": 'Kain </script> "A"',
        "description": "Cerita pelan. Sekali.",
        "url": "http://localhost/batik/kain",
        "image": [f"http://localhost/media/{product.photos[0].key.split('/')[1]}-1080.jpg"],
        "sku": product.variants[0].sku,
        "brand": shop,
        "offers": [
            {
                "@type": "Offer",
                "sku": product.variants[0].sku,
                "price": "450000",
                "priceCurrency": "IDR",
                "availability": "https://schema.org/InStock",
                "itemCondition": "https://schema.org/NewCondition",
                "seller": shop,
                "url": "http://localhost/batik/kain",
                "hasMerchantReturnPolicy": {
                    "@type": "MerchantReturnPolicy",
                    "applicableCountry": "ID",
                    "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
                    "merchantReturnDays": 7,
                    "returnMethod": "https://schema.org/ReturnByMail",
                    "itemDefectReturnFees": "https://schema.org/FreeReturn",
                    "returnFees": "https://schema.org/ReturnFeesCustomerResponsibility",
                    "merchantReturnLink": "http://localhost/bantuan",
                },
            }
        ],
    }
    assert told["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Kain", "item": "http://localhost/batik"},
        {
            "@type": "ListItem",
            "position": 2,
            "name": 'Kain </script> "A"',
            "item": "http://localhost/batik/kain",
        },
    ]


@pytest.mark.parametrize(
    ("stock_model", "stock", "said"),
    [
        (StockModel.ONE, None, "InStock"),
        (StockModel.ONE, 0, "SoldOut"),
        (StockModel.STOCKED, 0, "SoldOut"),
        (StockModel.MADE_TO_ORDER, None, "MadeToOrder"),
    ],
)
def test_whether_it_can_be_bought_is_said_in_schema_orgs_words(
    client: FlaskClient, stock_model: StockModel, stock: int | None, said: str
) -> None:
    a_product(slug="kain", stock_model=stock_model, stock=stock)

    (offer,) = facts_on(client, "/batik/kain")["Product"]["offers"]

    assert offer["availability"] == f"https://schema.org/{said}"


def test_how_it_is_sent_is_told_by_the_cheapest_way_to_the_farthest(client: FlaskClient) -> None:
    far = a_courier_everywhere()[1]
    a_product(slug="kain", stock_model=StockModel.MADE_TO_ORDER, lead_days=14).variants[0].weight_g = 1400
    db.session.commit()

    (offer,) = facts_on(client, "/batik/kain")["Product"]["offers"]

    days = {"@type": "QuantitativeValue", "unitCode": "DAY"}
    assert offer["shippingDetails"] == {
        "@type": "OfferShippingDetails",
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "ID"},
        "shippingRate": {"@type": "MonetaryAmount", "maxValue": "120000", "currency": "IDR"},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": {**days, "minValue": 14, "maxValue": 18},
            "transitTime": {**days, "minValue": 1, "maxValue": 9},
        },
    }
    # What was made for somebody comes back only when it is wrong.
    assert "returnFees" not in offer["hasMerchantReturnPolicy"]

    # Where somebody in the country could not be reached, nothing is said of all of it.
    db.session.delete(next(area for area in far.areas if area.code == "91"))
    db.session.commit()
    assert "shippingDetails" not in facts_on(client, "/batik/kain")["Product"]["offers"][0]


def test_a_drawing_is_shown_as_what_it_is(client: FlaskClient) -> None:
    product = a_product(slug="kain")
    product.photos[0].drawn, product.photos[0].alt_id = True, "Gambar kain"
    db.session.commit()

    assert facts_on(client, "/batik/kain")["Product"]["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": f"http://localhost/media/{product.photos[0].key.split('/')[1]}-1080.jpg",
            "caption": "Gambar kain",
            "digitalSourceType": "https://schema.org/AlgorithmicMediaDigitalSource",
        }
    ]


def test_who_made_it_is_told_only_while_she_says_yes(client: FlaskClient) -> None:
    maker = a_maker(Use.NAME, name="Siti Aminah", pseudonym="Melati")
    a_product(slug="kain", maker_id=maker.id)
    assert facts_on(client, "/batik/kain")["Product"]["creator"] == {"@type": "Person", "name": "Siti Aminah"}

    makers.withdraw_all(maker, by="tests")

    assert "creator" not in facts_on(client, "/batik/kain")["Product"]


def test_the_seller_is_told_with_how_to_reach_her(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SHOP_PHONE", "+6281234567890")
    monkeypatch.setitem(app.config, "SHOP_MAIL", "halo@desa.test")

    told = facts_on(client, "/en/")["Organization"]

    assert told == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Batik Kalibangkang",
        "url": "http://localhost/en/",
        "logo": told["logo"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": app.config["SHOP_ADDRESS"],
            "addressCountry": "ID",
        },
        "telephone": "+6281234567890",
        "email": "halo@desa.test",
    }
    with client.get(told["logo"]) as logo:
        assert logo.mimetype == "image/svg+xml"


def test_a_list_goes_on_where_the_page_before_it_ended(client: FlaskClient) -> None:
    for _ in range(25):
        a_product()

    (last,) = facts_on(client, "/batik?hal=2")["ItemList"]["itemListElement"]

    assert last["position"] == 25


def test_a_page_that_is_not_to_be_found_tells_nothing(client: FlaskClient) -> None:
    a_product()

    assert facts_on(client, "/batik?q=kain") == {}
