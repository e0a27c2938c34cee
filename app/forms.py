"""The form that every form of the shop is: what it answers where WTForms would speak English, and how it keeps two
people from writing over each other.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, FieldList, FormField
from wtforms import Form as PlainForm

MISSING = _l("Bagian ini perlu diisi.")
NO_SUCH_CHOICE = _l("Pilih salah satu dari yang ditawarkan.")
WRONG = _l("Isian ini tidak benar.")
NO_DATE = _l("Tulis tanggal yang ada, misalnya 2026-05-23.")
NO_NUMBER = _l("Tulis angka, misalnya 12.")
ANSWERS: Mapping[str, Any] = {
    "This field is required.": MISSING,
    "Not a valid choice.": NO_SUCH_CHOICE,
    "Invalid Choice: could not coerce.": NO_SUCH_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NO_SUCH_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NO_SUCH_CHOICE,
    "'%(value)s' are not valid choices for this field.": NO_SUCH_CHOICE,
    "Invalid value, must be one of: %(values)s.": NO_SUCH_CHOICE,
    "Invalid value, can't be any of: %(values)s.": WRONG,
    "Not a valid integer value.": _l("Tulis angka bulat, misalnya 12."),
    "Not a valid decimal value.": NO_NUMBER,
    "Not a valid float value.": NO_NUMBER,
    "Number must be at least %(min)s.": _l("Paling sedikit %(min)s."),
    "Number must be at most %(max)s.": _l("Paling banyak %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Antara %(min)s dan %(max)s."),
    "Not a valid date value.": NO_DATE,
    "Not a valid datetime value.": _l("Tulis tanggal dan jam yang ada, misalnya 2026-05-23 14:05."),
    "Not a valid time value.": _l("Tulis jam yang ada, misalnya 14:05."),
    "Not a valid week value.": _l("Tulis minggu yang ada, misalnya 2026-W21."),
    "Date must be at least %(min)s.": _l("Paling awal %(min)s."),
    "Date must be at most %(max)s.": _l("Paling akhir %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Antara %(min)s dan %(max)s."),
    "Field must be at least %(min)d character long.": _l("Paling pendek %(min)d huruf."),
    "Field must be at least %(min)d characters long.": _l("Paling pendek %(min)d huruf."),
    "Field cannot be longer than %(max)d character.": _l("Paling panjang %(max)d huruf."),
    "Field cannot be longer than %(max)d characters.": _l("Paling panjang %(max)d huruf."),
    "Field must be exactly %(max)d character long.": _l("Tepat %(max)d huruf."),
    "Field must be exactly %(max)d characters long.": _l("Tepat %(max)d huruf."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Antara %(min)d dan %(max)d huruf."),
    "Field must be equal to %(other_name)s.": _l("Isian ini harus sama dengan %(other_name)s."),
    "Invalid email address.": _l("Alamat surel ini tidak benar."),
    "Invalid URL.": _l("Alamat web ini tidak benar."),
    "Invalid input.": WRONG,
    "Invalid IP address.": WRONG,
    "Invalid Mac address.": WRONG,
    "Invalid UUID.": WRONG,
    "This field cannot be edited.": _l("Isian ini tidak bisa diubah."),
    "This field is disabled and cannot have a value.": _l("Isian ini tidak bisa diubah."),
}
# The hidden field of what a form showed when it was opened.
SEEN = "seen"
OVERTAKEN = _l(
    "Sementara Anda mengisi, orang lain menyimpan perubahan. Yang tidak Anda ubah sudah mengikutinya; yang sama-sama "
    "diubah ditandai di bawah. Periksa, lalu simpan lagi."
)
# Fields that show nothing of what is kept.
WITHOUT = {"HiddenField", "CSRFTokenField", "SubmitField", "FileField", "MultipleFileField"}
# So much of what somebody else has written is told at its field.
MOST_LETTERS = 200


class Answers:
    """What WTForms asks for the words of a message that a field or a check has no own words for."""

    def gettext(self, said: str) -> str:
        return str(ANSWERS.get(said, said))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


class Form(FlaskForm):
    """Filled in from the request that is being answered.

    A form that writes over what is kept has `{{ form.seen() }}` inside it, and is asked to be valid `over` the form of
    what is kept now. Where somebody else has changed that since it was opened, it is not: what was left as it was
    follows the other's change, what both have changed says so, and sending it again is meant.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: PlainForm) -> Answers:
            return Answers()

    _seen = ""
    _now: "Form | None" = None

    def over(self, now: "Form") -> Self:
        self._now = now
        return self

    def seen(self) -> Markup:
        shown = self._seen or json.dumps(dict(_digests(self)))
        return Markup('<input type="hidden" name="{}" value="{}">').format(f"{self._prefix}{SEEN}", shown)

    def validate(self, extra_validators: Any = None) -> bool:
        if self._now is not None and self._was_overtaken_by(self._now):
            return False
        return bool(super().validate(extra_validators))

    def _was_overtaken_by(self, now: "Form") -> bool:
        self._seen = request.form.get(f"{self._prefix}{SEEN}", "")
        seen, mine, theirs = _read(self._seen), dict(_digests(self)), dict(_digests(now))
        changed = [name for name, said in theirs.items() if said not in {seen.get(name, said), mine[name]}]
        for name in changed:
            if mine[name] == seen[name]:
                self._fields[name] = now[name]
                setattr(self, name, now[name])
            else:
                self[name].errors = [_told_of(now[name])]
        if changed:
            self._seen = json.dumps(theirs)
            self.form_errors = [OVERTAKEN]
        return bool(changed)


class Row(PlainForm):
    """One of several rows inside a form."""

    class Meta(PlainForm.Meta):
        def get_translations(self, form: PlainForm) -> Answers:
            return Answers()


def _digests(form: PlainForm) -> Iterator[tuple[str, str]]:
    """What each field of a form shows, shortened to what tells it from anything else."""
    for field in form:
        if field.type not in WITHOUT:
            yield field.short_name, sha256(_said(field).encode()).hexdigest()[:12]


def _read(seen: str) -> dict[str, str]:
    """What a form showed; nothing where it does not say."""
    try:
        said = json.loads(seen or "{}")
    except (ValueError, RecursionError):
        return {}
    told = said.items() if isinstance(said, dict) else ()
    return {name: digest for name, digest in told if isinstance(digest, str)}


def _said(field: Field) -> str:
    """What a field shows, as text; the same for what was sent as for what is kept."""
    if isinstance(field, FieldList | FormField):
        return json.dumps([said for said in map(_said, field) if said not in {"", "[]"}])
    value = getattr(field, "_value", None)
    if value is None or field.type == "BooleanField":
        several = isinstance(field.data, list | tuple | set)
        return json.dumps(sorted(map(str, field.data))) if several else str(field.data or "")
    return str(value()).replace("\r\n", "\n").strip()


def _told_of(field: Field) -> str:
    """What somebody else has put there meanwhile, in words."""
    if isinstance(field, FieldList | FormField):
        return str(_("Sementara itu orang lain juga mengubahnya."))
    if field.type == "BooleanField":
        said = _("ya") if field.data else _("tidak")
    elif hasattr(field, "iter_choices"):
        said = ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    else:
        said = _said(field)
    if not said:
        return str(_("Sementara itu orang lain mengosongkannya."))
    shown = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]} ..."
    return str(_("Sementara itu orang lain menulis: %(said)s", said=shown))
