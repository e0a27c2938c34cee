"""She accepts in two browsers, and twice in each."""

from functools import partial

import sqlalchemy as sa

from app import clock, create_app
from app.catalog.models import StockModel
from app.db import db
from app.inventory.queries import available, disagreements
from app.leads import actions, quotes
from app.leads.actions import Told
from app.leads.quotes import Line, Offered
from app.money import Money
from app.orders.models import Order
from config import Settings
from tests.factories import a_product
from tests.settings import settings_for
from tests.trials.races import at_once

BY = "petugas@contoh.test"


def taken(browser, token):
    return browser.post(f"/penawaran/{token}/terima", data={"version": 1}).location


def test_a_quote_that_is_accepted_in_two_browsers_at_once_is_one_order(database_url):
    app = create_app(Settings(**settings_for(database_url)))
    with app.app_context():
        variant_id = a_product(StockModel.STOCKED, stock=9).variants[0].id
        told = Told("Ibu Ratna", "0812-3456-7890", "Saya setuju.")
        lead = actions.receive(told, fair=None, officer=None)
        line = Line(variant_id, 4, Money(100_000))
        token = quotes.write(lead, Offered([line], clock.today()), by=BY).token
        db.session.commit()
    browsers = [app.test_client() for _ in range(2)] * 2
    led_to = at_once(*(partial(taken, browser, token) for browser in browsers))
    with app.app_context():
        (order,) = db.session.scalars(sa.select(Order)).all()
        assert led_to == [f"/pesanan/{order.token}"] * 4
        assert available([variant_id]) == {variant_id: 5}
        assert db.session.execute(disagreements()).all() == []
        db.session.remove()
        db.engine.dispose()
