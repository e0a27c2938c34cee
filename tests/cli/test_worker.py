"""What the worker does, job by job."""

import sqlalchemy as sa

from app import storage
from app.catalog import register
from app.catalog.models import Change, Place, Tag
from app.db import db
from app.makers import actions as makers
from app.makers.models import Use
from tests.factories import a_product
from tests.images import a_printed, cloth
from tests.people import a_maker


def stored(*keys):
    names = {key.rpartition("-")[0] for key, _ in storage.find("portraits")}
    return [key in names for key in keys]


def test_the_files_of_a_photo_that_a_maker_took_back_are_removed(runner):
    hers, shared, others = (a_printed(cloth((60, n)), "portraits") for n in (61, 62, 63))
    keys = (hers.key, shared.key, others.key)
    maker, namesake = a_maker(), a_maker()
    for each, picture in ((maker, hers), (namesake, shared), (a_maker(), shared), (a_maker(), others)):
        makers.set_portrait(each, picture, by="test")
    for each in (maker, namesake):
        makers.give_consent(each, Use.PHOTO, wording="Ya?", channel="own", by="test")
        makers.withdraw(each, Use.PHOTO, by="test")
    assert stored(*keys) == [True, True, True]
    done = [runner.invoke(args=["job", "clear"]).output for _ in range(2)]
    assert done == ["clear: 1\n", "clear: 0\n"]
    assert stored(*keys) == [False, True, True]
    db.session.refresh(maker)
    assert (maker.portrait, len(maker.consents), maker.consents[0].withdrawn_at is not None) == (
        None,
        1,
        True,
    )


def test_products_from_before_the_register_are_taken_up_and_folded_in(runner):
    a_product()
    for table in (Place, Change):
        db.session.execute(sa.delete(table))

    assert [runner.invoke(args=["job", job]).output for job in ("register", "fold", "fold")] == [
        "register: 1\n",
        "fold: 1\n",
        "fold: 0\n",
    ]
    assert db.session.get(Tag, register.ALL).count == 1
