"""What people met at fairs are offered: uniforms, a wedding, a reseller's shelf."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app import talk
from app.accounts.permissions import Permission
from app.db import db
from app.leads import queries, quotes
from app.leads.models import LeadQuote
from app.phones import whatsapp_url
from app.web import needs

from .forms.quotes import QuoteForm
from .leads import find_lead

bp = Blueprint("quotes", __name__, url_prefix="/quotes")

Answer = tuple[str, int] | Response


@bp.get("/new")
@needs(Permission.RUN_FAIRS)
def begin() -> str:
    lead = find_lead(request.args.get("lead", 0, int))
    return render_template("admin/quotes/begin.html", lead=lead, form=QuoteForm.new(lead))


@bp.post("/new")
@needs(Permission.RUN_FAIRS)
def make() -> Answer:
    lead, form = find_lead(request.args.get("lead", 0, int)), QuoteForm()
    if not form.validate():
        return render_template("admin/quotes/begin.html", lead=lead, form=form), 422
    quote = quotes.write(lead, form.offered(current_user.email), by=current_user.email)
    db.session.commit()
    return redirect(url_for(".show", quote_id=quote.id), 303)


@bp.get("/<int:quote_id>")
@needs(Permission.RUN_FAIRS)
def show(quote_id: int) -> str:
    quote = find_quote(quote_id)
    return render_template(
        "admin/quotes/show.html",
        quote=quote,
        price=quotes.price_of(quote),
        deposit=quotes.deposit_of(quote),
        followed=quote.lead.status in queries.OPEN,
        opens=whatsapp_url(quote.lead.phone, talk.about_quote(quote)) if quote.lead.phone else "",
    )


@bp.get("/<int:quote_id>/edit")
@needs(Permission.RUN_FAIRS)
def edit(quote_id: int) -> str:
    quote = find_quote(quote_id)
    return render_template("admin/quotes/edit.html", quote=quote, form=QuoteForm.of(quote))


@bp.post("/<int:quote_id>/edit")
@needs(Permission.RUN_FAIRS)
def save(quote_id: int) -> Answer:
    quote, form = find_quote(quote_id), QuoteForm()
    if not form.over(QuoteForm.of(quote)).validate():
        return render_template("admin/quotes/edit.html", quote=quote, form=form), 422
    quotes.write_anew(quote, form.offered(current_user.email), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".show", quote_id=quote_id), 303)


@bp.post("/<int:quote_id>/withdraw")
@needs(Permission.RUN_FAIRS)
def withdraw(quote_id: int) -> Response:
    quotes.withdraw(find_quote(quote_id), by=current_user.email)
    db.session.commit()
    flash(_("Penawaran ditarik."), "done")
    return redirect(url_for(".show", quote_id=quote_id), 303)


def find_quote(quote_id: int) -> LeadQuote:
    """One of a lead that is this person's to see; others' are not there."""
    return db.session.scalar(queries.quote_seen_by(quote_id, current_user)) or abort(404)
