"""The pages of what fairs were worth: for the office, without a buyer's name."""

from datetime import timedelta

from app import clock
from app.accounts.models import Role
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.money import Money
from app.orders.models import Channel
from tests.admin.conftest import page, statements, words
from tests.factories import a_product, a_user, sign_in
from tests.trade import an_order, paid

BUYER = {"name": "Bu Rahasia", "phone": "+6281299998888", "email": "rahasia@contoh.test"}


def a_fair(name="Pekan Contoh", days_ago=10):
    first = clock.today() - timedelta(days=days_ago)
    facts = FairFacts(name, "Kebumen", first, first + timedelta(days=2), target=Money(900_000))
    return exhibitions.plan(facts, by="tests")


def figures(shown):
    rows = shown.xpath("(//table)[1]/tbody/tr | (//table)[1]/tfoot/tr")
    return [[words(cell).replace("\xa0", " ") for cell in row.xpath("td")] for row in rows]


def test_a_fairs_page_says_what_it_brought_and_names_no_buyer(admin):
    fair = a_fair()
    told = campaigns.Told(name="Kartu", exhibition_id=fair.id)
    campaign = campaigns.begin("contoh", told, owner=None, by="tests")
    payment = paid(an_order(a_product(price=250_000), shipping=0, last_campaign_id=campaign.id, **BUYER))
    answer = admin.get(f"/admin/exhibitions/{fair.id}/worth")
    money = f"Rp {payment.received.rupiah:,}".replace(",", ".")
    nothing, one = ["0", "0", "Rp 0"], ["1", "1", money]
    # Ten days ago, for three days: an order of today came eight days after.
    assert figures(page(answer)) == [nothing, nothing, nothing, one, one, one]
    assert not [fact for fact in BUYER.values() if fact in answer.text]
    assert "Kartu" in words(page(answer).xpath("//main")[0])


def test_all_fairs_stand_beside_each_other_in_as_many_statements_as_one(admin):
    first = a_fair()
    with statements() as alone:
        admin.get("/admin/exhibitions/worth")
    others = [a_fair(f"Pekan {number}", 20 + number) for number in range(5)]
    with statements() as together:
        shown = page(admin.get("/admin/exhibitions/worth"))
    assert len(together) == len(alone)
    named = [words(link) for link in shown.xpath("//a[@class='whole-row']")]
    assert named == [fair.name for fair in (first, *others)]


def test_older_fairs_stand_on_the_next_page(admin):
    for number in range(51):
        a_fair(f"Pekan {number}", days_ago=100 + number)
    first = page(admin.get("/admin/exhibitions/worth"))
    (older,) = {link.get("href") for link in first.xpath("//a[contains(@href, 'worth?page=2')]")}
    assert len(first.xpath("//tbody/tr")) == 50
    assert [words(row) for row in page(admin.get(older)).xpath("//tbody/tr/th/a")] == ["Pekan 50"]


def test_an_officer_sees_what_her_own_fairs_were_worth_and_no_others(client):
    officer = sign_in(client, a_user(Role.OFFICER))
    own, other = a_fair(), a_fair("Bukan miliknya")
    exhibitions.appoint(own, officer, by="tests")
    paid(an_order(a_product(), channel=Channel.FAIR))
    shown = page(client.get("/admin/exhibitions/worth"))
    assert [words(link) for link in shown.xpath("//a[@class='whole-row']")] == [own.name]
    answers = [client.get(f"/admin/exhibitions/{fair.id}/worth").status_code for fair in (own, other)]
    assert answers == [200, 404]
