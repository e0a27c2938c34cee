"""The languages of the shop, and of the things in it that have a text in each."""

from typing import Any

from flask.globals import _cv_app
from flask_babel import get_locale
from flask_babel.speaklater import LazyString

# The first is the one that everything is written in, and the one to fall back on.
LANGUAGES = ("id", "en")


def locale() -> str:
    """The language of the page, or mail, that is being made."""
    # Where Flask-Babel keeps it once it is known: a page asks a hundred times, and its own way there is long, as is
    # that by Flask's proxy.
    context = _cv_app.get(None)
    kept = getattr(context.g, "_flask_babel", None) if context else None
    found = getattr(kept, "babel_locale", None) or get_locale()
    return str(found.language) if found else LANGUAGES[0]


def in_language(thing: Any, field: str) -> str:
    """A text that a thing has in both languages (`title` reads `title_id` or `title_en`); Indonesian where English
    is empty."""
    text: str = getattr(thing, f"{field}_{locale()}") or getattr(thing, f"{field}_{LANGUAGES[0]}")
    return text


def in_words(thing: Any, field: str) -> LazyString:
    """The same for what a ShopError says: taken from the thing now, and put in the language of the page that shows it.

    By then the thing may be gone, since a refused request is rolled back first.
    """
    texts = {code: getattr(thing, f"{field}_{code}") for code in LANGUAGES}
    return LazyString(lambda: texts[locale()] or texts[LANGUAGES[0]])
