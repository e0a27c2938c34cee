from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from app.db import db
from app.makers import actions, queries
from app.makers.models import Maker, Use
from app.pictures.models import PictureState
from tests.factories import a_picture
from tests.people import a_maker, allow, statements

HERS = object()  # her own portrait, whichever it is


def browsed() -> list[Maker]:
    return list(db.session.scalars(queries.browse()))


def test_without_a_consent_a_maker_has_no_name_no_page_and_no_portrait() -> None:
    maker = a_maker(portrait_key := Use.PHOTO)
    actions.withdraw(maker, portrait_key, by="test")
    known = queries.public(maker)
    assert (known.is_public, known.slug, str(known.name), known.portrait) == (
        False,
        "",
        "perajin koperasi",
        None,
    )
    assert (known.village, known.work_country, known.since, known.steps) == ("", "", None, ())
    assert (known.story_id, known.story_en, known.quote_id, known.quote_en) == ("", "", "", "")
    assert browsed() == []


@pytest.mark.parametrize(
    ("use", "shown"),
    [
        (Use.NAME, {"name": "Siti Aminah"}),
        (Use.PHOTO, {"portrait": HERS}),
        (Use.VILLAGE, {"village": "Kalibangkang"}),
        (Use.WORK_COUNTRY, {"work_country": "Taiwan"}),
        (
            Use.STORY,
            {
                "story_id": "Saya membatik sejak pulang.",
                "story_en": "I have made batik since I came home.",
                "quote_id": "Malam yang panas, tangan yang sabar.",
                "quote_en": "Hot wax, patient hands.",
            },
        ),
    ],
)
def test_a_consent_covers_its_own_use_only(use: Use, shown: dict[str, object]) -> None:
    maker = a_maker(use, pseudonym="Melati", name="Siti Aminah")
    if not maker.portrait:
        maker.picture = a_picture("portraits")
    known = queries.public(maker)
    shown = {field: maker.picture if text is HERS else text for field, text in shown.items()}
    nothing = {
        "name": "Melati",
        "portrait": None,
        "village": "",
        "work_country": "",
        "story_id": "",
        "story_en": "",
        "quote_id": "",
        "quote_en": "",
        "shared": False,
    }
    assert {field: getattr(known, field) for field in nothing} == nothing | shown
    assert (known.is_public, known.slug, known.steps) == (True, "melati", ("nglowong", "ngiseni"))
    assert browsed() == [maker]


def test_a_yes_to_social_media_alone_opens_no_page() -> None:
    maker = a_maker(Use.SOCIAL_MEDIA)
    assert (queries.is_public(maker), queries.public(maker).shared, browsed()) == (False, False, [])
    allow(maker, Use.VILLAGE)
    assert (queries.is_public(maker), queries.public(maker).shared, browsed()) == (True, True, [maker])


def test_a_maker_who_left_is_not_public() -> None:
    maker = a_maker(Use.NAME, active=False)
    assert (queries.is_public(maker), browsed()) == (False, [])


def test_a_drawn_emblem_shows_nobody_and_so_needs_only_a_page() -> None:
    maker = a_maker()
    emblem = a_picture("portraits")
    actions.set_portrait(maker, emblem, drawn=True, by="test")
    assert queries.public(maker).portrait is None
    allow(maker, Use.VILLAGE)
    assert queries.public(maker).portrait is emblem


def test_a_portrait_shows_when_it_is_ready() -> None:
    maker = a_maker(Use.PHOTO)
    maker.picture.state = PictureState.REFUSED
    assert queries.public(maker).portrait is None


def test_a_consent_counts_until_the_end_of_its_last_day_in_the_shop() -> None:
    with time_machine.travel(datetime(2026, 2, 28, 3, 0, tzinfo=UTC), tick=False) as clock:
        maker = a_maker(Use.NAME)
        clock.move_to(datetime(2027, 2, 28, 16, 59, tzinfo=UTC))
        assert queries.is_public(maker)
        clock.move_to(datetime(2027, 2, 28, 17, 0, tzinfo=UTC))
        assert (queries.is_public(maker), browsed()) == (False, [])


def test_many_makers_are_one_statement() -> None:
    for uses in ([Use.NAME], [Use.VILLAGE], []):
        a_maker(*uses)
    makers = db.session.scalars(sa.select(Maker).order_by(Maker.id)).all()
    with statements() as asked:
        known = queries.public_of(makers)
    assert [known[maker.id].is_public for maker in makers] == [True, True, False]
    assert len(asked) == 1


def test_nobody_is_no_statement() -> None:
    assert queries.public_of([]) == {}
