"""The shop's words about itself."""

from flask import Blueprint, render_template

from app.languages import LANGUAGES, in_language, locale
from app.page_cache import public
from app.pages import queries
from app.pages.models import Page

bp = Blueprint("pages", __name__)


@bp.get("/tentang")
@public
def about() -> str:
    return _page(Page.ABOUT)


@bp.get("/bantuan")
@public
def help() -> str:
    return _page(Page.HELP)


@bp.get("/pengiriman")
@public
def shipping() -> str:
    return _page(Page.SHIPPING)


@bp.get("/privasi")
@public
def privacy() -> str:
    return _page(Page.PRIVACY)


@bp.get("/syarat")
@public
def terms() -> str:
    return _page(Page.TERMS)


def _page(page: Page) -> str:
    shown = queries.shown(page)
    opening, sections = queries.parts(in_language(shown, "text"))
    language = locale() if getattr(shown, f"text_{locale()}") else LANGUAGES[0]
    return render_template(
        f"shop/pages/{page}.html", page=page, opening=opening, sections=sections, language=language
    )
