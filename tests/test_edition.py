"""The public edition moves with what visitors can see, and with nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock, edition
from app.accounts.models import Role
from app.catalog.models import Product
from app.db import Model, db
from app.edition import Edition, Reader
from app.inventory import actions as inventory
from app.inventory.queries import FEW
from app.makers import actions as makers
from app.makers.models import Use
from tests.factories import a_product, a_user
from tests.people import a_maker


def number() -> int:
    db.session.commit()
    return db.session.scalar(sa.select(sa.func.count(Edition.id))) or 0


def test_what_is_changed_of_a_product_moves_it_once_a_transaction() -> None:
    product = a_product()
    before = number()
    product.title_id, product.variants[0].label_id = "Kain baru", "Besar"
    db.session.flush()
    product.title_en = "New cloth"
    assert number() == before + 1


def test_a_statement_that_changes_a_product_moves_it_and_one_that_changes_none_does_not() -> None:
    product, before = a_product(), number()
    none = sa.update(Product).where(Product.id == product.id, Product.slug == "lain").values(available=True)
    db.session.execute(none)
    assert number() == before
    db.session.execute(sa.update(Product).where(Product.id == product.id).values(title_id="Lain"))
    assert number() == before + 1


def test_what_no_visitor_sees_does_not_move_it() -> None:
    before = number()
    a_user(Role.ADMIN).name = "Bu Ketua"
    assert number() == before


def test_what_was_rolled_back_moves_it_when_it_is_done_again() -> None:
    product, before = a_product(), number()
    for title in ("Satu", "Dua"):
        product.title_id = title
        db.session.flush()
        if title == "Satu":
            db.session.rollback()
    assert number() == before + 1


def test_a_consent_moves_it_when_it_is_withdrawn() -> None:
    maker = a_maker(Use.NAME)
    before = number()
    makers.withdraw(maker, Use.NAME, by="pengurus")
    assert number() == before + 1


@pytest.mark.parametrize(("pieces", "moves"), [(FEW + 1, 1), (FEW + 2, 0)])
def test_an_order_moves_it_only_where_few_are_left(pieces: int, moves: int) -> None:
    product = a_product(stock=pieces, stock_model="stocked")
    before = number()
    inventory.hold({product.variants[0]: 1}, until=clock.now() + timedelta(hours=1))
    assert number() == before + moves


def test_old_rows_are_forgotten_and_the_edition_is_another_one_then() -> None:
    db.session.add_all(Edition() for _ in range(edition.KEPT + 20))
    before = number()
    edition.forget_old()
    assert number() == edition.KEPT + 1 < before


def test_a_reader_sees_what_was_committed_last(app: Flask, database_url: str) -> None:
    engine = sa.create_engine(database_url)
    reader = Reader(app)
    reader.engine = engine
    first = reader.current()
    with engine.begin() as connection:
        connection.execute(sa.insert(Edition).values(at=clock.now()))
    assert (first, reader.current()) == ("0.0", "1.1")
    reader.own.cursor.connection.close()
    # A connection that was cut is made anew, one request later.
    assert (reader.current(), reader.current()) == (None, "1.1")
    reader.close()
    engine.dispose()


def test_every_table_says_whether_visitors_see_it() -> None:
    visible = {mapper.local_table.name for mapper in Model.registry.mappers if mapper.class_.visible}
    of_cloth = {"motif", "product", "variant", "photo", "credit", "price_parts"}
    of_fairs = {"exhibition", "exhibition_piece", "campaign", "campaign_product"}
    of_sending = {"zone", "zone_area", "courier", "rate"}
    assert visible == of_cloth | of_fairs | of_sending | {"maker", "consent", "review", "reply", "revision"}
