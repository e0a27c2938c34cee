"""What left the house, and who was in it, is written down, and stays so."""

from app.db import db
from app.makers import actions as makers
from app.makers import queries as known
from app.makers.models import Use
from app.publicity import actions, queries
from app.publicity.models import Part, PublicationKind
from app.publicity.queries import Seen
from tests.factories import a_product
from tests.people import a_maker, allow

ALL = tuple(Part)


def parts_of(maker, medium):
    return queries.parts_of(known.public_of([maker], medium)[maker.id], ALL)


def test_each_medium_wants_its_own_yes_on_top_of_the_shops():
    maker = a_maker(Use.NAME, Use.PHOTO, Use.VILLAGE, Use.STORY, Use.PRINT)
    assert (parts_of(maker, Use.PRINT), parts_of(maker, Use.SOCIAL_MEDIA)) == (ALL, ())
    allow(maker, Use.SOCIAL_MEDIA)
    makers.withdraw(maker, [Use.PRINT, Use.STORY], by="tests")
    left = (Part.NAME, Part.VILLAGE, Part.PORTRAIT)
    assert (parts_of(maker, Use.PRINT), parts_of(maker, Use.SOCIAL_MEDIA)) == ((), left)


def test_a_yes_to_paper_alone_prints_nothing_and_opens_no_page():
    maker = a_maker(Use.PRINT, Use.SOCIAL_MEDIA)
    assert (parts_of(maker, Use.PRINT), known.is_public(maker)) == ((), False)


def test_what_was_used_stays_written_down_when_she_takes_back_her_yes():
    maker, other = a_maker(Use.STORY, Use.PRINT), a_maker(Use.STORY, Use.PRINT)
    product = a_product(maker_id=maker.id)
    seen = [Seen(maker.id, product.id, (Part.NAME, Part.WORDS)), Seen(other.id, None, (Part.NAME,))]
    made = actions.publish(
        PublicationKind.POSTER, {"paper": "a4"}, [*seen, Seen(other.id, 1, ())], by="tests"
    )
    makers.withdraw_all(maker, by="tests")
    db.session.commit()
    db.session.expire_all()

    (found,) = db.session.scalars(queries.of_maker(maker))
    assert (found, found.medium, found.asked) == (made, Use.PRINT, {"paper": "a4"})
    assert [(one.product, one.parts) for one in found.appearances] == [(product, ["name", "words"])]


def test_more_than_was_written_down_is_noticed():
    maker = a_maker(Use.STORY, Use.PRINT)
    made = actions.publish(PublicationKind.TAGS, {}, [Seen(maker.id, None, (Part.NAME,))], by="tests")
    less, same = Seen(maker.id, None, ()), Seen(maker.id, None, (Part.NAME,))
    more, elsewhere = Seen(maker.id, None, ALL), Seen(maker.id, 1, (Part.NAME,))
    assert [queries.says_more(made, [one]) for one in (less, same, more, elsewhere)] == [
        False,
        False,
        True,
        True,
    ]
