"""The shop's words about itself: read, tried out, written anew, and looked up as they were."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.permissions import Permission
from app.db import db
from app.pages import actions, queries
from app.pages.models import Page, Revision
from app.web import needs

from .forms.pages import PageForm

bp = Blueprint("pages", __name__, url_prefix="/pages")


@bp.get("")
@needs(Permission.EDIT_PAGES)
def browse() -> str:
    latest = queries.latest()
    behind = {page for page in latest if queries.outdated(history_of(page))}
    return render_template("admin/pages/browse.html", pages=list(Page), latest=latest, behind=behind)


@bp.get("/<page>")
@needs(Permission.EDIT_PAGES)
def edit(page: str) -> str:
    asked = request.args.get("from", "")
    begun = find_revision(int(asked)) if asked.isdecimal() and len(asked) < 10 and int(asked) else None
    written = begun or (queries.shipped(find_page(page)) if asked == "0" else queries.shown(find_page(page)))
    form = PageForm(formdata=None, obj=written)
    form.after.data = str(queries.shown(find_page(page)).id or 0)
    return editor(find_page(page), form)


@bp.post("/<page>/preview")
@needs(Permission.EDIT_PAGES)
def preview(page: str) -> str:
    """The form as it was filled in, with what it would look like; nothing is kept."""
    form = PageForm()
    tried = {"id": queries.parts(form.text_id.data or ""), "en": queries.parts(form.text_en.data or "")}
    return editor(find_page(page), form, tried=tried)


@bp.post("/<page>")
@needs(Permission.EDIT_PAGES)
def save(page: str) -> tuple[str, int] | BaseResponse:
    known, form = find_page(page), PageForm()
    form.latest = queries.shown(known)
    if not form.validate():
        return editor(known, form), 422
    actions.write(known, **form.texts(), by=current_user.email)
    db.session.commit()
    flash(_("Halaman tersimpan, dan sudah tampil di toko."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/revisions/<int:revision_id>")
@needs(Permission.EDIT_PAGES)
def show(revision_id: int) -> str:
    """What a page said once."""
    revision = find_revision(revision_id)
    texts = {"id": queries.parts(revision.text_id), "en": queries.parts(revision.text_en)}
    return render_template("admin/pages/show.html", revision=revision, texts=texts)


def editor(page: Page, form: PageForm, tried: Any = None) -> str:
    history = history_of(page)
    return render_template(
        "admin/pages/edit.html",
        page=page,
        form=form,
        tried=tried,
        history=history[:-1],
        behind=queries.outdated(history),
    )


def history_of(page: Page) -> list[Revision]:
    """Everything that a page has said, the latest first, and last what it said when it came."""
    return [*db.session.scalars(queries.history(page)), queries.shipped(page)]


def find_page(name: str) -> Page:
    if name not in list(Page):
        abort(404)
    return Page(name)


def find_revision(revision_id: int) -> Revision:
    revision = db.session.get(Revision, revision_id)
    if revision is None:
        abort(404)
    return revision
