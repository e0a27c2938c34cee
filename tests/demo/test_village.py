"""The sample village: loaded, lived, and gone without a trace."""

import json
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app import clock, create_app
from app.accounts.models import User
from app.catalog import queries, register
from app.catalog.facets import Facet, tag
from app.catalog.models import Motif, Product, ProductStatus
from app.db import Model, db
from app.exhibitions.models import Exhibition
from app.makers.models import Maker
from app.orders.models import Channel, Order, OrderEvent, OrderStatus
from app.orders.queries import unannounced
from app.reports import fairs as worth
from app.reports import revenue
from app.reports.periods import Period, Step
from app.reviews.models import Review, ReviewState
from app.stall import actions as stall
from config import Settings
from demo.plan import plan
from tests.conftest import Client, Runner
from tests.factories import a_product, a_user
from tests.kept import prove_pieces
from tests.settings import settings_for
from tests.trade import an_order, paid


def counts():
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table))
        for table in Model.metadata.sorted_tables
    }


def files(app):
    return sorted(path.name for path in Path(app.config["MEDIA_URL"]).rglob("*") if path.is_file())


@pytest.fixture
def shop(database_url, tmp_path):
    """On a database of its own: in the one transaction of a test, a year of orders takes PostgreSQL twice as long."""
    (tmp_path / "ours.jpg").write_bytes(b"stays where it is")
    shop = create_app(Settings(**settings_for(database_url, MEDIA_URL=str(tmp_path))))
    shop.testing, shop.test_client_class, shop.test_cli_runner_class = True, Client, Runner
    prove_pieces(shop)
    with shop.app_context():
        yield shop
        db.session.remove()
        db.engine.dispose()


def test_the_village_has_cloth_people_and_a_year_of_orders_and_goes_again(shop):
    runner, client = shop.test_cli_runner(), shop.test_client()
    loaded = runner.invoke(args=["demo", "load", "--width", "48"])
    assert loaded.exit_code == 0, loaded.output
    assert "600 orders" in loaded.output
    _has_what_was_promised()
    _shows_each_state()
    _samples_say_that_they_are_samples()
    _has_something_to_choose_of_each_facet()
    _went_to_fairs()
    _lived_a_year()
    _is_the_same_every_time()
    assert runner.invoke(args=["check"]).output.strip() == "all agrees"
    assert db.session.scalars(unannounced()).all() == []
    assert client.get("/").status_code == client.get("/en/batik?hal=2").status_code == 200
    _draws_its_covers_anew(runner)
    assert "stays away" in runner.invoke(args=["demo", "load"]).output

    paid(an_order(a_product(stock=2)))
    a_user()
    ours = an_order(a_product())
    db.session.commit()
    bought = an_order(
        db.session.scalars(sa.select(Product).where(Product.sample, Product.available).limit(1)).one()
    )
    assert (ours.sample, bought.sample) == (False, True)
    _sell_at_the_stand()
    number = ours.number
    result = runner.invoke(args=["demo", "wipe"])
    # Forty, and the one as which what a quote describes is ordered; the year, a wedding, and two of this test.
    assert result.output.strip() == "The sample village is gone: 41 products, 603 orders."
    left = {name: count for name, count in counts().items() if count}
    assert left["order"] == left["product"] == 2
    assert (left["user"], left["number_series"]) == (1, 1)
    assert not set(left) & {
        "maker",
        "consent",
        "motif",
        "zone",
        "courier",
        "rate",
        "refund",
        "credit",
        "exhibition",
        "stall_entry",
        "stall_sale",
        "publication",
        "appearance",
    }
    assert db.session.scalars(sa.select(Order.number).order_by(Order.id.desc())).first() == number
    assert files(shop) == ["ours.jpg"]
    assert runner.invoke(args=["check"]).output.strip() == "all agrees"


def _sell_at_the_stand():
    fair = db.session.scalars(sa.select(Exhibition).order_by(Exhibition.id.desc())).first()
    lines = [{"variant": fair.pieces[0].variant_id, "quantity": 1, "price": 350_000}]
    said = {
        "id": str(uuid4()),
        "kind": "sale",
        "at": clock.now().isoformat(),
        "method": "cash",
        "lines": lines,
    }
    batch = stall.read({"device": str(uuid4()), "sent_at": said["at"], "entries": [said]})
    assert [answer.answer for answer in stall.bring_in(fair, fair.officers[0].user, batch)] == ["created"]


def _draws_its_covers_anew(runner):
    newest = sa.select(Product).where(Product.status == ProductStatus.PUBLISHED)
    cover = db.session.scalars(newest.order_by(Product.published_at.desc()).limit(1)).one().cover
    former = cover.key
    args = ["demo", "enlarge", "--width", "64", "--most", "1"]
    assert [runner.invoke(args=args).output.strip() for _ in range(2)] == [
        "Covers drawn anew: 1",
        "Covers drawn anew: 0",
    ]
    db.session.refresh(cover)
    assert (cover.key != former, cover.position, cover.picture.width) == (True, 0, 64)


def _went_to_fairs():
    fairs = db.session.scalars(sa.select(Exhibition).order_by(Exhibition.first_day)).all()
    assert [fair.status.value for fair in fairs] == ["closed"] * 6 + ["planned"]
    assert all(fair.sample and fair.published and fair.cost.rupiah > 0 for fair in fairs)
    assert all(sum(piece.sold for piece in fair.pieces) > 0 for fair in fairs[:-1])
    assert (fairs[-1].out, fairs[-1].first_day > clock.today()) == (9, True)
    worths = worth.worths(fairs)
    assert [each.visitors > 300 for each in worths] == [True] * 6 + [False]
    # Those of the last one may still be on their way.
    assert all(each.online(90).orders > 0 for each in worths[:5])


def _has_what_was_promised():
    # 40 cloths, and what a quote describes in words.
    assert db.session.scalar(sa.select(sa.func.count(Product.id)).where(Product.sample)) == 41
    assert db.session.scalar(sa.select(sa.func.count(Maker.id)).where(Maker.sample)) == 10
    assert db.session.scalar(sa.select(sa.func.count(Motif.id)).where(Motif.sample)) == 8
    assert sorted(db.session.scalars(sa.select(User.role).where(User.sample))) == [
        "admin",
        "customer",
        "maker",
        "officer",
    ]


def _samples_say_that_they_are_samples():
    said = db.session.execute(sa.select(Review.state, Review.sample, Review.stars)).all()
    assert {(state, sample) for state, sample, _stars in said} == {(ReviewState.SHOWN, True)}
    assert {stars for _state, _sample, stars in said} == {3, 4, 5}


def _shows_each_state():
    products = db.session.execute(sa.select(Product.status, Product.stock_model, Product.available)).all()
    shown = Counter(tuple(row) for row in products if row.status is ProductStatus.PUBLISHED)
    assert {model for _, model, _ in shown} == {"one", "stocked", "made_to_order"}
    assert shown[(ProductStatus.PUBLISHED, "one", False)] == 4
    assert any(row.status is ProductStatus.DRAFT for row in products)
    states = {
        tuple(row)
        for row in db.session.execute(
            sa.select(Order.status, Order.payment_status, Order.fulfilment_status).distinct()
        )
    }
    assert {
        ("placed", "unpaid", "unfulfilled"),
        ("placed", "in_review", "unfulfilled"),
        ("placed", "paid", "unfulfilled"),
        ("placed", "paid", "packed"),
        ("placed", "paid", "shipped"),
        ("completed", "paid", "delivered"),
        ("completed", "partly_refunded", "delivered"),
        ("completed", "refunded", "returned"),
        ("cancelled", "unpaid", "unfulfilled"),
        ("expired", "unpaid", "unfulfilled"),
    } <= states


def _has_something_to_choose_of_each_facet():
    counts, known = register.counts().counts, queries.names()
    lacking = {tag(facet, value) for facet in Facet for value in known.values(facet)} - counts.keys()
    assert lacking == {"warna=merah_muda"}


def _lived_a_year():
    today = clock.today()
    year = Period(today.replace(year=today.year - 1), today)
    months = [figures for _, figures in revenue.sales(year).by_step(Step.MONTH)]
    assert all(month.orders for month in months)
    online = sa.select(sa.func.count(Order.id)).where(Order.channel != Channel.FAIR)
    half = clock.start_of(today) - (clock.start_of(today) - clock.start_of(year.first)) / 2
    earlier = db.session.scalar(online.where(Order.placed_at < half))
    later = db.session.scalar(online.where(Order.placed_at >= half))
    assert later > earlier
    late = sa.select(sa.func.count(OrderEvent.id)).where(OrderEvent.at > clock.now())
    assert db.session.scalar(late) == 0
    assert (
        db.session.scalar(sa.select(sa.func.count(Order.id)).where(Order.status == OrderStatus.PLACED)) == 20
    )


def _is_the_same_every_time():
    with clock.pretend(clock.now()):
        assert json.dumps(plan(), default=str) == json.dumps(plan(), default=str)


def test_the_village_keeps_away_from_a_shop_that_the_world_can_reach(app, runner):
    app.config["ENVIRONMENT"] = "production"
    result = runner.invoke(args=["demo", "load", "--width", "48"])
    app.config["ENVIRONMENT"] = "test"
    assert result.exit_code == 1
    assert counts()["user"] == 0
