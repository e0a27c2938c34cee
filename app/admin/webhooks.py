"""Addresses of other programs that are told of orders, and what became of it."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import URLInput

from app.accounts.permissions import Permission
from app.db import db
from app.fields import choices_of
from app.forms import Form
from app.web import needs
from app.webhooks import actions, bodies, queries, sealing
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.targets import BadAddress
from app.words import EVENT_KIND

from .paging import page_asked

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")

PAGE = 50
# Whose secret its page is to show, once. Only the id: what a session keeps can be read in its cookie.
UNTOLD = "webhook"
Answer = tuple[str, int] | Response


class WebhookForm(Form):
    url = StringField(
        _l("Alamat"),
        [DataRequired(_l("Tulis alamatnya."))],
        filters=[lambda text: (text or "").strip()],
        description=_l("Alamat https milik program yang akan diberi tahu."),
        widget=URLInput(),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    events = SelectMultipleField(
        _l("Yang diberitahukan"),
        [DataRequired(_l("Pilih paling sedikit satu."))],
        choices=choices_of({name: EVENT_KIND[kind] for kind, name in bodies.TYPES.items()}),
    )


class SavedForm(WebhookForm):
    active = BooleanField(_l("Menyala"))


@bp.get("")
@needs(Permission.MANAGE_WEBHOOKS)
def browse() -> str:
    return render_template("admin/webhooks/browse.html", webhooks=db.session.scalars(queries.listed()).all())


@bp.get("/new")
@needs(Permission.MANAGE_WEBHOOKS)
def begin() -> str:
    usual = {"events": ["order.placed", "order.paid", "order.shipped"]}
    return render_template("admin/webhooks/begin.html", form=WebhookForm(formdata=None, data=usual))


@bp.post("")
@needs(Permission.MANAGE_WEBHOOKS)
def make() -> Answer:
    form = WebhookForm()
    webhook = made(form) if form.validate() else None
    if webhook is None:
        return render_template("admin/webhooks/begin.html", form=form), 422
    db.session.commit()
    session[UNTOLD] = webhook.id
    return redirect(url_for(".show", webhook_id=webhook.id), 303)


def made(form: WebhookForm) -> Webhook | None:
    try:
        return actions.add(form.url.data, form.events.data, by=current_user.email)
    except BadAddress as error:
        form.url.errors = [error.message]
        return None


@bp.get("/<int:webhook_id>")
@needs(Permission.MANAGE_WEBHOOKS)
def show(webhook_id: int) -> str:
    webhook = db.get_or_404(Webhook, webhook_id)
    untold = session.get(UNTOLD) == webhook_id and session.pop(UNTOLD)
    secret = sealing.unseal(webhook.secret) if untold else None
    return page_of(webhook, filled(webhook), secret)


def page_of(webhook: Webhook, form: SavedForm, secret: str | None = None) -> str:
    page = page_asked()
    wanted = queries.deliveries(webhook.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    found = db.session.scalars(wanted).all()
    return render_template(
        "admin/webhooks/show.html",
        webhook=webhook,
        form=form,
        secret=secret,
        can_sign=bool(sealing.unseal(webhook.secret)),
        deliveries=found[:PAGE],
        page=page,
        more=len(found) > PAGE,
    )


@bp.post("/<int:webhook_id>")
@needs(Permission.MANAGE_WEBHOOKS)
def save(webhook_id: int) -> Answer:
    webhook, form = db.get_or_404(Webhook, webhook_id), SavedForm()
    if not form.over(filled(webhook)).validate() or not changed(webhook, form):
        return page_of(webhook, form), 422
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


def filled(webhook: Webhook) -> SavedForm:
    return SavedForm(formdata=None, obj=webhook)


def changed(webhook: Webhook, form: SavedForm) -> bool:
    said = (form.url.data, form.events.data)
    try:
        actions.change(webhook, *said, active=form.active.data, by=current_user.email)
    except BadAddress as error:
        form.url.errors = [error.message]
        return False
    return True


@bp.post("/<int:webhook_id>/secret")
@needs(Permission.MANAGE_WEBHOOKS)
def renew(webhook_id: int) -> Response:
    webhook = db.get_or_404(Webhook, webhook_id)
    actions.renew_secret(webhook, by=current_user.email)
    db.session.commit()
    session[UNTOLD] = webhook.id
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@bp.post("/<int:webhook_id>/remove")
@needs(Permission.MANAGE_WEBHOOKS)
def remove(webhook_id: int) -> Response:
    webhook = db.session.get(Webhook, webhook_id, with_for_update=True)
    # A button that is pressed twice has removed it the first time.
    if webhook:
        actions.remove(webhook, by=current_user.email)
        db.session.commit()
    flash(_("Webhook sudah dihapus."), "done")
    return redirect(url_for(".browse"), 303)


@bp.post("/<int:webhook_id>/test")
@needs(Permission.MANAGE_WEBHOOKS)
def test(webhook_id: int) -> Response:
    trial = actions.send_trial(db.get_or_404(Webhook, webhook_id))
    db.session.commit()
    flash(
        _("Percobaan dikirim dalam beberapa detik. Muat ulang halaman ini untuk melihat jawabannya."), "done"
    )
    return redirect(url_for(".delivery", delivery_id=trial.id), 303)


@bp.get("/deliveries/<int:delivery_id>")
@needs(Permission.MANAGE_WEBHOOKS)
def delivery(delivery_id: int) -> str:
    found = db.get_or_404(WebhookDelivery, delivery_id)
    return render_template("admin/webhooks/delivery.html", delivery=found)


@bp.post("/deliveries/<int:delivery_id>/again")
@needs(Permission.MANAGE_WEBHOOKS)
def send_again(delivery_id: int) -> Response:
    actions.send_again(db.get_or_404(WebhookDelivery, delivery_id, with_for_update=True))
    db.session.commit()
    flash(_("Dikirim lagi dalam beberapa detik."), "done")
    return redirect(url_for(".delivery", delivery_id=delivery_id), 303)
