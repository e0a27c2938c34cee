"""People met at fairs: taken down, followed up, until they buy or say no."""

from typing import IO

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock, darkroom, talk
from app.accounts.permissions import Permission
from app.db import db
from app.errors import ShopError
from app.leads import actions, queries
from app.leads.models import FollowUp, How, Lead, LeadTemplate
from app.notifications import leads as mails
from app.phones import show_phone, whatsapp_url
from app.pictures import actions as pictures
from app.pictures.models import Picture
from app.reports.sheets import Cell
from app.web import needs, send_picture
from app.words import word

from .downloads import as_sheet
from .forms.leads import CONSENT, CorrectForm, DeclineForm, FollowUpForm, LeadForm
from .once import sent_before
from .paging import page_asked

bp = Blueprint("leads", __name__, url_prefix="/leads")

PAGE = 50
Answer = tuple[str, int] | BaseResponse
HEAD = (
    *(_l("Nama"), _l("Telepon"), _l("Surel"), _l("Pameran"), _l("Dicatat"), _l("Tertarik pada apa")),
    *(_l("Catatan"), _l("Keadaan"), _l("Kenapa tidak jadi"), _l("Hubungi lagi pada")),
)


@bp.get("")
@needs(Permission.RUN_FAIRS)
def browse() -> str:
    """Who is to be written to today; or everybody, or everybody of one fair."""
    page, fair = page_asked(), request.args.get("fair", 0, int)
    everybody = bool(fair) or "all" in request.args
    found = queries.seen_by(current_user) if everybody else queries.due(current_user, clock.today())
    if fair:
        found = found.where(Lead.exhibition_id == fair)
    rows = db.session.scalars(queries.with_fair(found).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    given = {"leads": rows[:PAGE], "page": page, "more": len(rows) > PAGE, "today": clock.today()}
    return render_template("admin/leads/browse.html", everybody=everybody, fair=fair, **given)


@bp.get("/new")
@needs(Permission.RUN_FAIRS)
def begin() -> str:
    form = LeadForm(formdata=None).choose_fair(request.args.get("fair", 0, int))
    return render_template("admin/leads/begin.html", form=form)


@bp.post("/new")
@needs(Permission.RUN_FAIRS)
def take() -> Answer:
    """Take somebody down, and be ready for the next one."""
    if again := sent_before():
        return again
    form = LeadForm()
    if not form.validate():
        return render_template("admin/leads/begin.html", form=form), 422
    fair = form.fairs.get(form.fair.data)
    told = form.told(str(CONSENT), form.campaign.data or None)
    photo = photo_in(form)
    actions.attach(actions.receive(told, fair=fair, officer=current_user), photo)
    db.session.commit()
    flash(_("Tersimpan. Berikutnya?"), "done")
    return redirect(url_for(".begin", fair=fair.id if fair else None), 303)


def filled(lead: Lead) -> CorrectForm:
    form = CorrectForm(formdata=None, obj=lead, data={"contact": lead.email or show_phone(lead.phone)})
    form.product.data = lead.product.slug if lead.product else ""
    return form


def photo_in(form: CorrectForm) -> Picture | None:
    """The photo that was sent along, if any."""
    return photo_of(form.photo.data.stream) if form.photo.data else None


def photo_of(stream: IO[bytes]) -> Picture:
    """A photo as it waits to be developed; its file is kept before any row is. Raises BadPicture and StoreDown."""
    (sent,) = darkroom.keep("proofs", [("", stream)])
    return pictures.receive(sent)


@bp.get("/<int:lead_id>/photo-<int:width>.webp")
@needs(Permission.RUN_FAIRS)
def photo(lead_id: int, width: int) -> Response:
    """What she showed; as private as she is."""
    answer = send_picture(find_lead(lead_id).photo, width, "webp")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


@bp.get("/<int:lead_id>")
@needs(Permission.RUN_FAIRS)
def show(lead_id: int) -> str:
    lead = find_lead(lead_id)
    template = db.session.get(LeadTemplate, request.args.get("template", 0, int))
    quote = next((each for each in lead.quotes if each.id == request.args.get("quote", 0, int)), None)
    how = How.WHATSAPP if lead.phone else How.MAIL
    text = talk.about_quote(quote) if quote else talk.to_lead(lead, template)
    known = {"text": text, "how": how, "again_on": clock.today() + actions.AGAIN}
    return page_of(lead, FollowUpForm(formdata=None, data=known))


@bp.post("/<int:lead_id>/follow-ups")
@needs(Permission.RUN_FAIRS)
def follow_up(lead_id: int) -> Answer:
    lead, form = find_lead(lead_id), FollowUpForm()
    said = followed_up(lead, form) if form.validate() else None
    if said is None:
        return page_of(lead, form), 422
    if said.how is How.MAIL:
        mails.write_to(said)
    db.session.commit()
    flash(_("Tercatat."), "done")
    return redirect(url_for(".show", lead_id=lead_id, _anchor="riwayat"), 303)


def followed_up(lead: Lead, form: FollowUpForm) -> FollowUp | None:
    how, text = form.how.data, form.text.data or ""
    said = talk.with_way_out(text, lead) if how is How.WHATSAPP else text
    told = {"again_on": form.again_on.data, "result": form.result.data or ""}
    try:
        return actions.follow_up(lead, how, said, by=current_user.email, **told)
    except actions.NoWay as error:
        form.how.errors = [error.message]
        return None


@bp.get("/<int:lead_id>/edit")
@needs(Permission.RUN_FAIRS)
def edit(lead_id: int) -> str:
    lead = find_lead(lead_id)
    return render_template("admin/leads/edit.html", lead=lead, form=filled(lead))


@bp.post("/<int:lead_id>/edit")
@needs(Permission.RUN_FAIRS)
def correct(lead_id: int) -> Answer:
    lead, form = find_lead(lead_id), CorrectForm()
    if not form.over(filled(lead)).validate():
        return render_template("admin/leads/edit.html", lead=lead, form=form), 422
    photo = photo_in(form)
    actions.correct(lead, form.told())
    actions.attach(lead, photo)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".show", lead_id=lead_id), 303)


@bp.post("/<int:lead_id>/decline")
@needs(Permission.RUN_FAIRS)
def decline(lead_id: int) -> BaseResponse:
    lead, form = find_lead(lead_id), DeclineForm()
    if not form.validate():
        raise ShopError(_("Pilih salah satu."))
    actions.decline(lead, form.why.data)
    db.session.commit()
    flash(_("Tercatat."), "done")
    return redirect(url_for(".browse"), 303)


@bp.post("/<int:lead_id>/unsubscribe")
@needs(Permission.RUN_FAIRS)
def unsubscribe(lead_id: int) -> BaseResponse:
    """Somebody answered BERHENTI."""
    lead = find_lead(lead_id)
    mails.forget(lead.email)
    actions.unsubscribe(lead)
    db.session.commit()
    flash(_("Datanya sudah dihapus."), "done")
    return redirect(url_for(".browse"), 303)


@bp.get("/peminat.csv")
@needs(Permission.RUN_FAIRS)
def download() -> Response:
    found = db.session.scalars(queries.with_fair(queries.seen_by(current_user)))
    return as_sheet(f"peminat-{clock.today()}", HEAD, map(cells, found))


def cells(lead: Lead) -> tuple[Cell, ...]:
    fair = lead.exhibition.name if lead.exhibition else ""
    who: tuple[Cell, ...] = (
        lead.name,
        show_phone(lead.phone),
        lead.email,
        fair,
        clock.shop_day(lead.created_at),
    )
    why = str(word(lead.why_not)) if lead.why_not else ""
    return (*who, lead.interest, lead.note, str(word(lead.status)), why, lead.due_on)


def find_lead(lead_id: int) -> Lead:
    """One that is this person's to see; others' are not there."""
    return db.session.scalar(queries.whole(lead_id, current_user)) or abort(404)


def page_of(lead: Lead, form: FollowUpForm) -> str:
    return render_template(
        "admin/leads/show.html",
        lead=lead,
        form=form,
        decline=DeclineForm(formdata=None),
        templates=db.session.scalars(queries.templates().where(LeadTemplate.active)).all(),
        opens={said.id: whatsapp_url(lead.phone, said.text) for said in lead.follow_ups if lead.phone},
        open=lead.status in queries.OPEN,
    )
