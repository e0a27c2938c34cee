"""The form that every form of the shop is, and what it answers where WTForms would speak English."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
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


class Answers:
    """What WTForms asks for the words of a message that a field or a check has no own words for."""

    def gettext(self, said: str) -> str:
        return str(ANSWERS.get(said, said))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


class Form(FlaskForm):
    """Filled in from the request that is being answered."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: PlainForm) -> Answers:
            return Answers()


class Row(PlainForm):
    """One of several rows inside a form."""

    class Meta(PlainForm.Meta):
        def get_translations(self, form: PlainForm) -> Answers:
            return Answers()
