from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.catalog import actions, register
from app.catalog.facets import Facet, tag
from app.catalog.models import Change, Place, Product, StockModel, Tag, Technique, Word
from app.catalog.register import ALL, READY_TAG
from app.db import db
from app.inventory import actions as inventory
from tests.catalog.test_actions import BY, facts, priced, ready
from tests.factories import a_motif, a_product
from tests.people import statements

TULIS, CAP = tag(Facet.TECHNIQUE, "tulis"), tag(Facet.TECHNIQUE, "cap")


def counted(*names):
    counts = register.counts().counts
    return [counts.get(name, 0) for name in names]


def titles(name):
    places = register.whole().sets.get(name, 0)
    rows = db.session.execute(sa.select(Place.id, Product.title_id).join(Product).order_by(Place.id))
    return [title for place, title in rows if places >> place & 1]


def test_a_product_counts_from_when_it_is_shown_until_it_is_put_away():
    product = ready()
    assert counted(ALL, TULIS) == [0, 0]

    actions.publish(product, by=BY)
    assert counted(ALL, TULIS) == [1, 1]

    actions.withdraw(product, by=BY)
    assert counted(ALL, TULIS) == [0, 0]
    assert titles(TULIS) == []

    actions.archive(product, by=BY)
    assert counted(ALL) == [0]


def test_what_is_told_anew_counts_at_once():
    product = ready(title_id="Kawung", technique=Technique.TULIS)
    actions.publish(product, by=BY)
    register.fold()

    actions.edit(product, facts(title_id="Kawung", technique=Technique.CAP, colours=["indigo"]), by=BY)
    actions.edit_variant(product.variants[0], priced(90_000), by=BY)

    assert counted(TULIS, CAP, "warna=indigo", "harga=0-100", "harga=250-500") == [0, 1, 1, 1, 0]
    assert (titles(TULIS), titles(CAP)) == ([], ["Kawung"])


def test_the_last_piece_counts_until_somebody_takes_it_and_again_when_it_is_free():
    product = a_product(title_id="Kawung", stock_model=StockModel.ONE)
    register.fold()
    holds = inventory.hold({product.variants[0]: 1}, until=clock.now() + timedelta(hours=1))
    assert (counted(ALL, READY_TAG), titles(READY_TAG)) == ([1, 0], [])

    inventory.release(holds.values())
    assert (counted(ALL, READY_TAG), titles(READY_TAG)) == ([1, 1], ["Kawung"])


def test_who_takes_the_last_piece_adds_a_line_and_waits_for_nobody():
    product = a_product(stock_model=StockModel.ONE)
    written = []

    def note(_connection, _cursor, statement, *_more):
        written.append(" ".join(statement.split()[:3]))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    inventory.hold({product.variants[0]: 1}, until=clock.now() + timedelta(hours=1))
    sa.event.remove(sa.Engine, "before_cursor_execute", note)

    assert [one for one in written if "change" in one] == ["INSERT INTO change"]
    assert [one for one in written if one in {"UPDATE place SET", "UPDATE tag SET", "INSERT INTO tag"}] == []


def test_a_product_taken_away_while_its_piece_is_gone_comes_back_as_it_is_then():
    product = a_product(stock_model=StockModel.ONE)
    actions.withdraw(product, by=BY)
    assert counted(READY_TAG) == [0]

    holds = inventory.hold({product.variants[0]: 1}, until=clock.now() + timedelta(hours=1))
    db.session.refresh(product)
    actions.publish(product, by=BY)
    assert counted(ALL, READY_TAG) == [1, 0]

    inventory.release(holds.values())
    assert counted(ALL, READY_TAG) == [1, 1]


def test_folding_changes_nothing_that_is_counted():
    for number in range(5):
        a_product(title_id=str(number), technique=[Technique.TULIS, Technique.CAP][number % 2])
    before = register.whole()

    while register.fold(at_most=2):
        assert register.whole() == before

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Change)) == 0
    assert db.session.get(Tag, TULIS).count == 3
    assert list(register.disagreements()) == []

    for product in db.session.scalars(sa.select(Product)):
        actions.archive(product, by=BY)
    register.fold()
    assert db.session.scalars(sa.select(Tag.name)).all() == []


def test_products_stand_in_the_order_in_which_they_were_first_shown():
    early, late = (a_product(title_id=title, published=False) for title in ("Awal", "Akhir"))
    actions.publish(late, by=BY)
    actions.publish(early, by=BY)
    actions.withdraw(late, by=BY)
    actions.publish(late, by=BY)

    assert titles(ALL) == ["Akhir", "Awal"]


def test_words_are_counted_while_visitors_can_read_them():
    def written():
        return set(db.session.scalars(sa.select(Word.text)))

    product = ready(title_id="Rahasia Malam", story_id="Dicelup sepuluh kali.")
    assert written() == set()

    actions.publish(product, by=BY)
    assert written() == {"rahasia", "malam", "dicelup", "sepuluh", "kali"}

    actions.edit(product, facts(title_id="Malam", story_id="Dicelup."), by=BY)
    assert written() == {"malam", "dicelup"}

    actions.archive(product, by=BY)
    assert written() == set()


def test_products_that_were_there_before_the_register_are_taken_up_in_their_order():
    for title, days in (("baru", 1), ("lama", 9), ("konsep", None)):
        shown = clock.now() - timedelta(days=days) if days else None
        a_product(title_id=title, published=days is not None, published_at=shown)
    for table in (Place, Tag, Change, Word):
        db.session.execute(sa.delete(table))
    db.session.expire_all()

    assert (actions.derive_new(at_most=2), actions.derive_new(), actions.derive_new()) == (2, 1, 0)
    assert titles(ALL) == ["lama", "baru"]
    assert list(register.disagreements()) == []


def test_the_register_is_proved_from_the_products():
    product = a_product(technique=Technique.TULIS)
    register.fold()
    product.technique = Technique.CAP
    db.session.get(Tag, READY_TAG).count = 5
    db.session.flush()

    assert list(register.disagreements()) == [
        f"product {product.id} is not found by what it is",
        "tersedia=siap counts 5 products, there are 1",
    ]


def test_telling_of_a_motif_touches_no_product():
    motif = a_motif(name="Truntum")
    a_product(motif_id=motif.id)
    with statements() as asked:
        actions.edit_motif(motif, actions.MotifFacts(name="Truntum", aliases="tumaruntum"), by=BY)

    assert [one for one in asked if "product" in one] == []
