"""A shipping table to start from: zones around Kebumen, and what parcels of this size cost somewhere like here.

The zones are geography. The prices are examples: real ones come from the cooperative's own courier counter.
"""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.db import db
from app.errors import ShopError
from app.money import Money

from .actions import CourierTerms, add_courier, add_zone, set_rate
from .models import Courier, Zone

ZONES = (
    ("Kebumen", ("33.05",)),
    ("Jawa Tengah dan Yogyakarta", ("33", "34")),
    ("Jawa lainnya", ("31", "32", "35", "36")),
    ("Sumatera Selatan, Lampung, Bali", ("16", "18", "51")),
    ("Sumatera lainnya dan NTB", ("11", "12", "13", "14", "15", "17", "19", "21", "52")),
    ("Kalimantan dan Sulawesi", ("61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76")),
    ("NTT, Maluku, Papua", ("53", "81", "82", "91", "92", "93", "94", "95", "96")),
)
FAST = ((1, 2), (1, 3), (2, 3), (2, 4), (3, 5), (3, 6), (4, 9))
SLOW = ((2, 3), (2, 4), (3, 5), (4, 7), (5, 9), (5, 10), (7, 14))
COURIERS = (
    (CourierTerms("JNE", "REG"), (9_000, 14_000, 19_000, 32_000, 42_000, 48_000, 82_000), FAST),
    (CourierTerms("J&T", "EZ"), (8_000, 13_000, 18_000, 31_000, 40_000, 46_000, 79_000), FAST),
    (CourierTerms("Pos", "Reguler"), (7_000, 11_000, 16_000, 27_000, 36_000, 41_000, 68_000), SLOW),
)


class TableExists(ShopError):
    """There is a table already; a suggestion would mix with it."""


def suggest_table(*, sample: bool = False) -> None:
    """Fill an empty shipping table with the suggestion.

    The couriers of a real shop stay off until somebody has compared the prices with the counter's and turned them on;
    those of the sample village are on.
    """
    if db.session.scalar(
        sa.select(sa.or_(sa.exists().where(Zone.id > 0), sa.exists().where(Courier.id > 0)))
    ):
        raise TableExists(_l("Tabel ongkos kirim sudah berisi."))
    zones = [add_zone(name, codes, sample=sample) for name, codes in ZONES]
    for terms, prices, days in COURIERS:
        courier = add_courier(terms, sample=sample)
        courier.active = sample
        for zone, price, span in zip(zones, prices, days, strict=True):
            set_rate(courier, zone, Money(price), span)
