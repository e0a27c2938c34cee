"""What fairs were worth."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from app import clock
from app.accounts.models import Role
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import CostKind
from app.money import Money
from app.orders.models import Channel
from app.payments import refunds
from app.promotions import actions as vouchers
from app.promotions.actions import Rules
from app.reports import aftermath, fairs
from app.reports.aftermath import Lift
from app.reports.fairs import Sold
from app.stall import actions as stall
from tests.factories import a_motif, a_product, a_user
from tests.trade import an_order, paid

pytestmark = pytest.mark.usefixtures("app")
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 13)
BY = "tests"


def at(day):
    """Noon at the village."""
    return time_machine.travel(f"{day}T05:00:00Z", tick=False)


def a_fair(name="Pekan Contoh", first=FIRST, last=LAST):
    with at(first - timedelta(days=20)):
        fair = exhibitions.plan(FairFacts(name, "Kebumen", first, last, target=Money(5_000_000)), by=BY)
        exhibitions.spend(fair, CostKind.STAND, Money(300_000), spent_on=first, by=BY)
    return fair


def a_campaign(fair, code="contoh"):
    told = campaigns.Told(name="Kartu", exhibition_id=fair.id if fair else None)
    return campaigns.begin(code, told, owner=None, by=BY)


def at_stand(fair, officer, product, day, **over):
    with at(day):
        lines = [{"variant": product.variants[0].id, "quantity": 1, "price": product.price_from.rupiah}]
        sale = {
            "id": str(uuid4()),
            "kind": "sale",
            "at": clock.now().isoformat(),
            "method": "cash",
            "lines": lines,
        }
        visitors = {"id": str(uuid4()), "kind": "visitors", "at": clock.now().isoformat(), "visitors": 40}
        sent = {
            "device": str(uuid4()),
            "sent_at": clock.now().isoformat(),
            "entries": [sale | over, visitors],
        }
        answers = stall.bring_in(fair, officer, stall.read(sent))
    assert [answer.answer for answer in answers] == ["created", "created"]


def online(day, price=200_000, **over):
    """A paid order, and what came for it."""
    with at(day):
        return paid(an_order(a_product(price=price), shipping=0, **over))


def of(fair):
    (worth,) = fairs.worths([fair])
    return worth


def test_a_fair_brought_what_was_sold_there_and_what_its_campaigns_brought_in_ninety_days():
    fair, officer = a_fair(), a_user(Role.OFFICER)
    campaign, other = a_campaign(fair), a_campaign(None, "lain")
    at_stand(fair, officer, a_product(price=450_000), FIRST)
    by_days = [
        online(day, last_campaign_id=campaign.id)
        for day in (FIRST, LAST + timedelta(days=7), LAST + timedelta(days=8), LAST + timedelta(days=90))
    ]
    online(FIRST - timedelta(days=1), last_campaign_id=campaign.id)
    online(LAST + timedelta(days=91), last_campaign_id=campaign.id)
    online(LAST, last_campaign_id=other.id)
    online(LAST)
    worth = of(fair)
    assert (worth.visitors, worth.cost) == (40, Money(300_000))
    assert worth.at_stand == worth.taken_away == Sold(1, 1, Money(450_000))
    assert worth.ordered == Sold()
    came = [payment.received for payment in by_days]
    assert [worth.online(days) for days in fairs.AFTER] == [
        Sold(2, 2, Money.total(came[:2])),
        Sold(3, 3, Money.total(came[:3])),
        Sold(4, 4, Money.total(came)),
    ]
    assert worth.left == Money(450_000) + Money.total(came) - Money(300_000)
    assert worth.by_officer() == {officer.id: Sold(1, 1, Money(450_000))}
    assert worth.by_campaign() == {campaign.id: Sold(4, 4, Money.total(came))}
    names, known = fairs.names(worth)
    assert (names, list(known)) == ({officer.id: officer.name}, [campaign.id])


def test_a_voucher_in_the_hand_counts_before_the_link_that_was_followed_last():
    fair, other = a_fair(), a_fair("Lain")
    campaign, elsewhere = a_campaign(fair), a_campaign(other, "lain")
    with at(FIRST):
        voucher = vouchers.make("STAN10", Rules(FIRST, LAST), percent=10, campaign_id=campaign.id, by=BY)
    payment = online(LAST, voucher=voucher, last_campaign_id=elsewhere.id)
    assert of(fair).online(7) == Sold(1, 1, payment.received)
    assert of(other).online(90) == Sold()


def test_what_was_given_back_is_not_worth_and_what_was_never_paid_was_never_sold():
    fair = a_fair()
    campaign = a_campaign(fair)
    payment = online(LAST, last_campaign_id=campaign.id)
    with at(LAST + timedelta(days=100)):
        refunds.ask(payment, Money(150_000), reason="Cacat", by=BY, bank_reference="K1")
    with at(LAST):
        an_order(a_product(), last_campaign_id=campaign.id)
    assert of(fair).online(7) == Sold(1, 1, payment.received - Money(150_000))


def test_what_was_written_by_hand_at_a_stand_belongs_to_the_fair_of_its_day_that_began_last():
    longer, fair = a_fair("Sebulan", date(2026, 3, 1), date(2026, 3, 31)), a_fair()
    on_its_days = online(LAST, channel=Channel.FAIR)
    before = online(date(2026, 3, 2), channel=Channel.FAIR)
    assert of(fair).at_stand == Sold(1, 1, on_its_days.received)
    assert of(longer).at_stand == Sold(1, 1, before.received)
    both = fairs.worths([longer, fair])
    assert [worth.at_stand.orders for worth in both] == [1, 1]


def test_the_best_pieces_and_motifs_come_first():
    fair, officer = a_fair(), a_user(Role.OFFICER)
    kawung, parang = a_motif(), a_motif()
    one, two = (
        a_product(price=100_000, motif_id=kawung.id, stock=9),
        a_product(price=900_000, motif_id=parang.id),
    )
    for product, day in ((one, FIRST), (two, FIRST), (one, LAST)):
        at_stand(fair, officer, product, day)
    found = aftermath.best(fair)
    assert found.products == [(one, 2, Money(200_000)), (two, 1, Money(900_000))]
    assert found.motifs == [(kawung, 2, Money(200_000)), (parang, 1, Money(900_000))]


def test_what_is_sold_beyond_fairs_is_compared_over_as_many_days_before_and_after():
    fair = a_fair()
    assert aftermath.lift(fair, LAST + timedelta(days=1)) is None
    before, after = online(FIRST - timedelta(days=1)), online(LAST + timedelta(days=2), 300_000)
    online(FIRST - timedelta(days=3))
    online(FIRST)
    online(LAST + timedelta(days=1), channel=Channel.FAIR)
    assert aftermath.lift(fair, LAST + timedelta(days=3)) == Lift(before.received, after.received, 2)


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [(200, 300, 50), (200, 101, -49), (300, 302, 1), (300, 301, 0), (0, 5, None)],
)
def test_a_change_is_told_in_whole_percent_of_what_was_before(before, after, percent):
    assert Lift(Money(before), Money(after), 2).percent == percent
