from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.models import AuditEntry
from app.db import db
from app.makers import actions, consents, queries
from app.makers.actions import NoEvidence, NothingToShow
from app.makers.models import Consent, Maker, Use
from tests.factories import a_picture
from tests.people import a_maker, allow


def live(maker: Maker) -> set[Use]:
    return set(queries.live_consents(maker))


def kept(maker: Maker) -> int:
    return db.session.scalar(sa.select(sa.func.count(Consent.id)).where(Consent.maker_id == maker.id)) or 0


def test_the_address_of_a_page_is_made_of_the_pseudonym_and_never_of_the_name() -> None:
    first = a_maker(pseudonym="Bu Mêlati!", name="Siti Aminah")
    second = a_maker(pseudonym="Bu Melati", name="Sri Wahyuni")
    assert first.slug == "bu-melati"
    assert second.slug.startswith("bu-melati-")
    assert a_maker(pseudonym="...").slug == "perajin"


def test_a_consent_keeps_what_was_asked_how_it_was_answered_and_until_when() -> None:
    maker = a_maker()
    with time_machine.travel(datetime(2026, 11, 23, 18, 0, tzinfo=UTC), tick=False):
        consent = actions.give_consent(
            maker,
            Use.VILLAGE,
            wording=consents.wording(Use.VILLAGE),
            channel="spoken",
            evidence=" Di balai desa, saksi Bu Tini ",
            by="admin@contoh.id",
        )
    assert consent.wording.startswith(
        "Saya setuju nama desa saya tampil di toko ini. Setiap persetujuan berlaku 12 bulan"
    )
    assert (consent.channel, consent.evidence, consent.by) == (
        "spoken",
        "Di balai desa, saksi Bu Tini",
        "admin@contoh.id",
    )
    # In the shop it is the 24th already.
    assert (consent.expires_on, consent.withdrawn_at) == (date(2027, 11, 24), None)


def test_a_consent_given_on_a_leap_day_ends_with_february() -> None:
    maker = a_maker()
    with time_machine.travel(datetime(2028, 2, 29, 3, 0, tzinfo=UTC), tick=False):
        allow(maker, Use.NAME)
        assert queries.live_consents(maker)[Use.NAME].expires_on == date(2029, 2, 28)


def test_a_second_tap_on_the_same_day_adds_nothing() -> None:
    maker = a_maker(Use.NAME)
    allow(maker, Use.NAME)
    assert kept(maker) == 1


def test_who_says_yes_for_another_must_say_how_she_said_it() -> None:
    maker = a_maker()
    with pytest.raises(NoEvidence):
        allow(maker, Use.NAME, channel="spoken", evidence="  ")
    assert kept(maker) == 0


def test_there_is_no_yes_to_what_is_not_there() -> None:
    maker = a_maker(village="")
    for use in (Use.VILLAGE, Use.PHOTO):
        with pytest.raises(NothingToShow):
            allow(maker, use)
    assert kept(maker) == 0


def test_withdrawing_ends_that_use_at_once_and_keeps_the_row() -> None:
    maker = a_maker(Use.NAME, Use.VILLAGE)
    actions.withdraw(maker, Use.NAME, by="siti@contoh.id")
    assert (live(maker), kept(maker)) == ({Use.VILLAGE}, 2)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry
    assert (entry.by, entry.action, entry.details) == (
        "siti@contoh.id",
        "withdraw consent",
        {"uses": ["name"]},
    )


def test_withdrawing_everything_leaves_nothing_public() -> None:
    maker = a_maker(*Use)
    actions.withdraw_all(maker, by="siti@contoh.id")
    assert (live(maker), kept(maker), queries.is_public(maker)) == (set(), len(Use), False)


def test_withdrawing_what_was_never_given_says_nothing() -> None:
    maker = a_maker()
    before = db.session.scalar(sa.select(sa.func.count(AuditEntry.id)))
    actions.withdraw_all(maker, by="test")
    assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == before


@pytest.mark.parametrize(
    ("facts", "ended"),
    [
        ({"story_en": "Another story."}, {Use.STORY}),
        ({"quote_id": "Kata lain."}, {Use.STORY}),
        ({"name": "Siti Rahayu"}, {Use.NAME}),
        ({"village": "Argosari", "work_country": "Malaysia"}, {Use.VILLAGE, Use.WORK_COUNTRY}),
        ({"pseudonym": "Kenanga", "steps": ["medel"], "since": 2019}, set()),
    ],
)
def test_a_yes_to_the_former_text_does_not_cover_the_new_one(
    facts: dict[str, object], ended: set[Use]
) -> None:
    maker = a_maker(*Use)
    assert actions.edit(maker, by="admin@contoh.id", **facts) == set(facts)
    assert live(maker) == set(Use) - ended


def test_saving_without_a_change_ends_nothing() -> None:
    maker = a_maker(*Use)
    assert actions.edit(maker, by="admin@contoh.id", story_id=maker.story_id, village=maker.village) == set()
    assert live(maker) == set(Use)


def test_a_photo_that_is_taken_back_is_not_hers_any_more_and_the_record_stays() -> None:
    maker = a_maker(Use.NAME, Use.PHOTO)
    actions.withdraw(maker, Use.PHOTO, by="siti@contoh.id")
    assert (maker.picture, live(maker), kept(maker)) == (None, {Use.NAME}, 2)
    with pytest.raises(NothingToShow):
        allow(maker, Use.PHOTO)


def test_a_photo_that_was_never_allowed_and_a_drawn_emblem_stay() -> None:
    maker = a_maker(Use.NAME)
    new, emblem = a_picture("portraits"), a_picture("portraits")
    actions.set_portrait(maker, new, by="admin@contoh.id")
    actions.withdraw_all(maker, by="siti@contoh.id")
    assert maker.picture is new
    drawn = a_maker(Use.PHOTO)
    actions.set_portrait(drawn, emblem, drawn=True, by="test")
    actions.withdraw_all(drawn, by="test")
    assert drawn.picture is emblem


def test_another_portrait_must_be_allowed_anew() -> None:
    maker = a_maker(*Use)
    actions.set_portrait(maker, maker.picture, by="admin@contoh.id")
    assert live(maker) == set(Use)
    actions.set_portrait(maker, a_picture("portraits"), by="admin@contoh.id")
    assert (live(maker), queries.public(maker).portrait) == (set(Use) - {Use.PHOTO}, None)


def test_only_facts_of_a_maker_can_be_edited() -> None:
    with pytest.raises(TypeError):
        actions.edit(a_maker(), by="test", user_id=1)
