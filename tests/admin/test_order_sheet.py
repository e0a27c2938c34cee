"""The orders as a table: what brought each buyer, what a voucher took off, and nothing of the buyer."""

import csv
import io

from app.exhibitions import campaigns
from app.exhibitions.campaigns import Told
from tests.admin.conftest import statements
from tests.factories import a_product
from tests.promotions.test_actions import a_voucher
from tests.trade import an_order, paid


def table(answer):
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))


def test_each_order_says_what_brought_its_buyer_and_what_was_taken_off(admin):
    first, last = (
        campaigns.begin(code, Told(name=code), owner=None, by="tests") for code in ("expo", "=surat")
    )
    came = {"first_campaign_id": first.id, "last_campaign_id": last.id, "source": "campaign"}
    order = an_order(a_product(), voucher=a_voucher(percent=10), **came)
    paid(order)
    other = an_order(a_product(), quantity=2, source="site:desa.example")
    head, *rows = table(admin.get("/admin/orders.csv"))
    known = [dict(zip(head, row, strict=True)) for row in rows]
    names = (
        "Nomor",
        "Lembar",
        "Voucher",
        "Potongan",
        "Datang lewat",
        "Kampanye pertama",
        "Kampanye terakhir",
    )
    assert [tuple(row[name] for name in names) for row in known] == [
        (other.number, "2", "", "0", "site:desa.example", "", ""),
        (order.number, "1", "EXPO10", "45000", "campaign", "expo", "'=surat"),
    ]
    assert "Ani" not in str(rows)
    assert "8123" not in str(rows)
    assert [row[0] for row in table(admin.get("/admin/orders.csv?stage=to_pack"))[1:]] == [order.number]


def test_a_table_needs_the_same_few_statements_for_any_number(admin):
    an_order(a_product(), voucher=a_voucher())
    with statements() as few:
        admin.get("/admin/orders.csv")
    for _ in range(5):
        an_order(a_product(), source="direct")
    with statements() as many:
        admin.get("/admin/orders.csv")
    assert len(few) == len(many)
