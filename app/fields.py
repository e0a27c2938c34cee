"""Fields and checks that forms of several faces share."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import TextInput

from app.accounts import emails, passwords
from app.accounts.emails import BadEmail
from app.accounts.passwords import WeakPassword
from app.forms import Form
from app.money import Money


def an_email(form: Form, field: Field) -> None:
    """Accept an e-mail address only, and keep it in its one form."""
    try:
        field.data = emails.normal(field.data)
    except BadEmail as error:
        raise ValidationError(error.message) from None


def a_good_password(form: Form, field: Field) -> None:
    """Accept a password that nobody guesses who knows the form's e-mail address."""
    email = getattr(form, "email", None)
    try:
        passwords.check(field.data, about=email.data if email else "")
    except WeakPassword as error:
        raise ValidationError(error.message) from None


def new_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [DataRequired(_l("Pilih kata sandi.")), a_good_password],
        description=_l("Paling sedikit %(count)s huruf atau angka.", count=passwords.SHORTEST),
        render_kw={"autocomplete": "new-password"},
    )


class MoneyField(Field):
    """An amount in whole rupiah, typed as people type it: 350000, 350.000 or Rp 350.000."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.rupiah:,}".replace(",", ".") if self.data is not None else ""

    def process_formdata(self, typed: list[str]) -> None:
        self.data = None
        if typed and typed[0].strip():
            try:
                self.data = Money.parse(typed[0])
            except ValueError:
                raise ValueError(_l("Tulis jumlah rupiah tanpa koma, misalnya 350.000.")) from None


def stand_in_row(field: Field, row: object) -> None:
    """Give a field an id of its own where the same form stands in many rows of a page."""
    field.id = field.label.field_id = f"{field.name}-{row}"


def choices_of(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Each of these with its word, to choose from."""
    return [SelectChoice(value, word) for value, word in words.items()]
