from datetime import timedelta

import time_machine

from app import clock, submissions
from app.db import db


def test_a_form_is_first_once_and_where_it_led_is_known():
    assert submissions.is_first("a" * 64)
    submissions.lead("a" * 64, "/admin/exhibitions/7")
    assert not submissions.is_first("a" * 64)
    assert (submissions.led_to("a" * 64), submissions.led_to("b" * 64)) == ("/admin/exhibitions/7", "")


def test_what_was_taken_back_was_not_sent():
    submissions.is_first("a" * 64)
    db.session.rollback()
    assert submissions.is_first("a" * 64)


def test_forms_are_forgotten_after_two_days_and_not_before():
    submissions.is_first("a" * 64)
    db.session.commit()
    for days, known in ((1, True), (3, False)):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            submissions.forget_old()
        assert (submissions.is_first("a" * 64) is False) == known
