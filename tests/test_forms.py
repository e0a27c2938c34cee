"""What a form answers where WTForms has words of its own: ours, in the language of the page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_wtf
import pytest
import wtforms
from flask.testing import FlaskClient
from flask_babel import force_locale

from app.accounts.models import Role
from app.forms import ANSWERS, Answers, Form, Row
from tests.factories import a_user, sign_in

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# Said to whoever wrote a form wrongly.
TO_PROGRAMMERS = {"Invalid field name '%s'.", "Choices cannot be None."}
# Checks that no form of ours has: they put a message together, so that no catalogue could have it.
UNUSED = {"FileAllowed", "FileSize"}


def messages() -> Iterator[str]:
    """Every message that the fields and checks of WTForms, and the files of Flask-WTF, ask a translation for."""
    fields = Path(wtforms.__file__).parent
    files = [*sorted((fields / "fields").glob("*.py")), fields / "validators.py"]
    for file in [*files, Path(flask_wtf.__file__).parent / "file.py"]:
        for top in ast.parse(file.read_text()).body:
            if getattr(top, "name", "") in UNUSED:
                continue
            for call in ast.walk(top):
                if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("gettext"):
                    yield from (given.value for given in call.args if isinstance(given, ast.Constant))


def test_every_message_of_wtforms_has_an_answer_of_ours_and_there_is_no_other() -> None:
    assert set(messages()) - TO_PROGRAMMERS == set(ANSWERS)


@pytest.mark.parametrize("message", ANSWERS)
def test_an_answer_is_in_both_languages_and_fills_in_nothing_that_wtforms_does_not_know(message: str) -> None:
    said = {}
    for language in ("id", "en"):
        with force_locale(language):
            said[language] = Answers().gettext(message)
    assert len({message, said["id"], said["en"]}) == 3
    assert set(PLACEHOLDER.findall(said["id"] + said["en"])) <= set(PLACEHOLDER.findall(message))


def test_one_and_many_are_answered() -> None:
    one, many = (
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
    )
    with force_locale("en"):
        assert {Answers().ngettext(one, many, count) for count in (1, 2)} == {"Choose one of those offered."}


def test_every_form_of_the_shop_answers_so() -> None:
    def below(form: type[Any]) -> Iterator[type[Any]]:
        for each in form.__subclasses__():
            yield each
            yield from below(each)

    ours = [form for form in below(wtforms.Form) if form.__module__.startswith("app.")]
    assert len(ours) > 50
    assert [form for form in ours if not issubclass(form, Form | Row)] == []


@pytest.mark.parametrize(
    ("prefix", "answer"),
    [("", "Pilih salah satu dari yang ditawarkan."), ("/en", "Choose one of those offered.")],
)
def test_a_forged_choice_is_answered_in_the_language_of_the_page(
    client: FlaskClient, prefix: str, answer: str
) -> None:
    person = a_user(Role.MAKER, name="Sari")
    sign_in(client, a_user(Role.ADMIN, name="Rina"))
    page = client.post(f"{prefix}/admin/people/{person.id}/role", data={"role": "queen"})
    assert (page.status_code, answer in page.text, person.role) == (422, True, Role.MAKER)
