"""What templates can use: addresses of files, amounts, dates, and the words for the shop's states."""

import hashlib
from collections.abc import MutableMapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from babel.dates import format_date, format_datetime, format_interval
from flask import Flask, current_app, request, templating
from jinja2 import runtime
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import _PassArg, internalcode, pass_eval_context
from markupsafe import Markup

from app import sheets
from app.addresses import public_url
from app.clock import WIB
from app.extensions import texts as domain
from app.languages import LANGUAGES, in_language, locale
from app.money import Money
from app.phones import show_phone, whatsapp_url
from app.pictures import prints
from app.pictures.models import Picture, Shown
from app.prose import render
from app.web import url_in

# English pages of an Indonesian shop write numbers the English way and dates the British way.
FORMATS = {"id": "id", "en": "en_GB"}
SWAPPED = str.maketrans(",.", ".,")
# Each in itself, so that who reads it finds it on any page.
NAMES = {"id": "Bahasa Indonesia", "en": "English"}
PLAIN = {FunctionType, MethodType}
CLOCKS = {"id": "HH.mm", "en": "HH:mm"}


def money(amount: Money) -> str:
    """Rp 350.000, with a space that never breaks, in both languages."""
    return amount.text.replace(" ", "\u00a0")


def day(value: date | datetime) -> str:
    """23 November 2026, in the shop's time zone."""
    return _day(value.astimezone(WIB).date() if isinstance(value, datetime) else value, locale())


@lru_cache(1024)
def _day(value: date, language: str) -> str:
    """A page has several, and most pages have the same."""
    return format_date(value, "d MMMM y", locale=FORMATS[language])


def days(first_and_last: tuple[date, date]) -> str:
    """1–5 Des 2026: from a day to another, as short as it can be said."""
    first, last = first_and_last
    return format_interval(first, last, "yMMMMd", locale=FORMATS[locale()])


def moment(value: datetime) -> str:
    """23 November 2026, 14.05 WIB; in English 14:05."""
    pattern = f"d MMMM y, {CLOCKS[locale()]}"
    return format_datetime(value.astimezone(WIB), pattern, locale=FORMATS[locale()]) + " WIB"


def number(value: float) -> str:
    """1.200 and 1,5; in English 1,200 and 1.5."""
    written = f"{value:,}".removesuffix(".0")
    return written if locale() == "en" else written.translate(SWAPPED)


def shortened(text: str, most: int = 155) -> str:
    """The text as far as search engines show it, broken off between two words."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:.") + "…"


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(sheets.sewn(path)).hexdigest()[:12]


@cache
def drawing(name: str) -> Markup:
    """A drawing of static/img/icons.svg, to stand in the page: it comes with the words beside it, not after them."""
    drawn = Path(current_app.static_folder or "", "img/icons.svg").read_text()
    return Markup(drawn.partition(f'<symbol id="{name}" viewBox="0 0 24 24">')[2].partition("</symbol>")[0])


def asset(filename: str) -> str:
    """The address of a static file, which changes with its content, so that browsers may keep it for ever."""
    return _asset(request.environ.get("canting.root", ""), filename)


@cache
def _asset(root: str, filename: str) -> str:
    """The same under each root that the shop is mounted at: a page has many, and most have the same."""
    path = Path(current_app.static_folder or "", filename)
    return url_in(LANGUAGES[0], "static", filename=filename, v=_fingerprint(path))


@cache
def _addresses(root: str, form: str, widths: tuple[int, ...], public: str) -> str:
    """The addresses of a picture in these widths, as a srcset has them, with NAME for its name: a page of cards has a
    hundred of them."""
    if public:
        pattern = f"{public.rstrip('/')}/photos/NAME-WIDTH.{form}"
    else:
        where = {"name": "NAME", "width": 0, "form": form}
        pattern = url_in(LANGUAGES[0], "shop.media.photo", **where).replace("-0.", "-WIDTH.")
    return ", ".join(f"{pattern.replace('WIDTH', str(width))} {width}w" for width in widths)


def _named(picture: Picture | Shown, form: str, widths: tuple[int, ...]) -> str:
    root: str = request.environ.get("canting.root", "")
    pattern = _addresses(root, form, widths, current_app.config["MEDIA_PUBLIC_URL"])
    return pattern.replace("NAME", picture.key[7:])


def media_url(picture: Picture | Shown, width: int = 720, form: str = "webp") -> str:
    """The address of a product's picture, at least as wide as asked where it is so wide."""
    there = prints.nearest("photos", form, picture.width, width)
    return _named(picture, form, (there,)).partition(" ")[0]


def media_srcset(picture: Picture | Shown, form: str, most: int = 2400) -> str:
    """Its addresses up to a width, for the browser to choose from."""
    return _named(picture, form, prints.widths("photos", form, picture.width, most))


def media_preview(picture: Picture | Shown, width: int = 1080, form: str = "jpg") -> str:
    """The absolute address of a product's picture for other sites: previews in chats, search engines, feeds."""
    public, there = (
        current_app.config["MEDIA_PUBLIC_URL"],
        prints.nearest("photos", form, picture.width, width),
    )
    if public:
        return f"{public.rstrip('/')}/{prints.file_of(picture.key, form, there)}"
    return _preview(current_app.config["SITE_URL"], there, form).replace("NAME", picture.key[7:])


@lru_cache(64)
def _preview(site_url: str, width: int, form: str) -> str:
    """Of any picture, with NAME for its name: a page of a cloth says several."""
    return public_url("shop.media.photo", name="NAME", width=width, form=form)


def language_switch() -> tuple[tuple[str, str, str, bool], ...]:
    """This page in each language: name, code, address, and whether it is the one being read."""
    here = request.endpoint or "shop.home.show"
    values = {**(request.view_args or {}), **request.args.to_dict(flat=False)}
    return tuple((NAMES[code], code, url_in(code, here, **values), code == locale()) for code in LANGUAGES)


@pass_eval_context
def gettext(evaluated: EvalContext, text: str, /, **values: Any) -> str:
    """The text in the language of the page, with these values in it, as by Jinja's own new style; which makes a context
    for each of the twenty texts of a page, and looks each up anew."""
    if values:
        return _translated(locale(), text, evaluated.autoescape) % values
    return _without_values(locale(), text, evaluated.autoescape)


@lru_cache(2048)
def _translated(language: str, text: str, escaped: bool) -> str:
    assert language == locale()
    said = domain.get_translations().ugettext(text)
    return Markup(said) if escaped else said


@lru_cache(2048)
def _without_values(language: str, text: str, escaped: bool) -> str:
    # Always a pattern: a text with a per cent sign writes it twice, whether or not it takes values.
    return _translated(language, text, escaped) % {}


class Context(runtime.Context):
    """Jinja's, but for how it calls: it looks four times for what hardly any function or macro wants to be given, and a
    page calls a hundred."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        wanted = _PassArg.from_obj(called) if kind in PLAIN else None
        if kind is Macro or wanted is _PassArg.eval_context:
            args = (self.eval_ctx, *args)
        elif kind not in PLAIN or wanted:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class Environment(templating.Environment):
    """Jinja's, but for what a page that imports eight files of macros pays for each: to compare the names of all
    globals through a map over maps, where they are those of the shop anyway."""

    context_class = Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    spoken = domain.get_translations
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: spoken().ugettext(text),
        ngettext=lambda one, many, count: spoken().ungettext(one, many, count),
        pgettext=lambda context, text: spoken().upgettext(context, text),
        npgettext=lambda context, one, many, count: spoken().unpgettext(context, one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = gettext
    app.add_template_filter(money, "money")
    app.add_template_filter(day, "date")
    app.add_template_filter(days, "days")
    app.add_template_filter(moment, "datetime")
    app.add_template_filter(number, "number")
    app.add_template_filter(shortened, "shortened")
    app.add_template_filter(render, "prose")
    app.add_template_filter(show_phone, "phone")
    app.add_template_filter(whatsapp_url, "whatsapp")
    for use in (
        asset,
        drawing,
        media_url,
        media_srcset,
        media_preview,
        language_switch,
        in_language,
        public_url,
    ):
        app.add_template_global(use)
    app.jinja_env.globals["language_names"] = NAMES
    app.add_template_global(prints.widths, "print_widths")
    app.context_processor(lambda: {"locale": locale(), "languages": LANGUAGES, "shop": app.config})
