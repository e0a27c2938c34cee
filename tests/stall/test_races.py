"""Several telephones find signal at the same moment."""

from functools import partial
from uuid import uuid4

import sqlalchemy as sa

from app import clock, create_app
from app.accounts.models import Role
from app.catalog.models import StockModel
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions.actions import FairFacts
from app.exhibitions.queries import disagreements as fair_disagreements
from app.inventory.queries import disagreements as shelf_disagreements
from app.orders.models import Order
from app.stall.models import StallEntry, StallSale
from config import Settings
from tests.factories import a_product, a_user, sign_in
from tests.settings import settings_for
from tests.trials.races import at_once

BY = "petugas@contoh.test"


def a_sale(variant_id):
    lines = [{"variant": variant_id, "quantity": 1, "price": 450_000}]
    return {
        "id": str(uuid4()),
        "kind": "sale",
        "at": clock.now().isoformat(),
        "method": "cash",
        "lines": lines,
    }


def send(phone, slug, entries):
    batch = {"device": str(uuid4()), "sent_at": clock.now().isoformat(), "entries": entries}
    return [
        answer["answer"] for answer in phone.post(f"/admin/kasir/{slug}/masuk", json=batch).json["answers"]
    ]


def test_s12_the_same_sales_sent_at_once_are_in_once_and_of_one_piece_one_is_sold(database_url):
    app = create_app(Settings(**settings_for(database_url)))
    with app.app_context():
        fair = exhibitions.plan(FairFacts("Pekan", "Kebumen", clock.today(), clock.today()), by=BY)
        ids = [a_product(StockModel.ONE).variants[0] for _ in range(8)]
        for variant in ids:
            exhibitions.take_along(fair, variant, by=BY, online=variant.id % 2 == 0)
        slug, ids = fair.slug, [variant.id for variant in ids]
        phones = [app.test_client() for _ in range(4)]
        officer = a_user(Role.ADMIN)
        for phone in phones:
            sign_in(phone, officer)
        db.session.commit()
    sales = [a_sale(variant) for variant in ids]
    others = [a_sale(variant) for variant in ids]
    # Two send the same in opposite order, two sell the same pieces again in opposite order.
    answers = at_once(
        partial(send, phones[0], slug, sales),
        partial(send, phones[1], slug, sales[::-1]),
        partial(send, phones[2], slug, others),
        partial(send, phones[3], slug, others[::-1]),
    )
    told = [answer for each in answers for answer in each]
    assert [told.count(answer) for answer in ("created", "conflict", "exists", "refused")] == [8, 8, 16, 0]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(StallEntry.id))) == 16
        owners = sa.select(StallSale.conflict, sa.func.count(StallSale.id)).group_by(StallSale.conflict)
        assert dict(db.session.execute(owners).all()) == {False: 8, True: 8}
        assert db.session.scalar(sa.select(sa.func.count(Order.id)).where(Order.paid_on.is_not(None))) == 8
        assert db.session.execute(fair_disagreements()).all() == []
        assert db.session.execute(shelf_disagreements()).all() == []
        # A connection that is in use when its pool goes is closed by nobody.
        db.session.remove()
        db.engine.dispose()
