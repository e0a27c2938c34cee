"""Campaigns: short links, what they show, and what is printed of them."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import papers
from app.accounts.models import Role
from app.accounts.permissions import Permission
from app.addresses import public_url
from app.catalog import hangtags
from app.db import db
from app.exhibitions import campaigns
from app.exhibitions.campaigns import CodeTaken, Told
from app.exhibitions.models import Campaign
from app.orders import queries as orders
from app.promotions import queries as vouchers
from app.texts import days
from app.web import needs

from .forms.campaigns import CampaignForm, ChoiceForm, NewCampaignForm

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")

Answer = tuple[str, int] | BaseResponse


@bp.get("")
@needs(Permission.RUN_FAIRS)
def browse() -> str:
    found = db.session.scalars(campaigns.seen_by(current_user)).all()
    brought = orders.brought_by([campaign.id for campaign in found])
    return render_template("admin/campaigns/browse.html", campaigns=found, brought=brought)


@bp.get("/new")
@needs(Permission.RUN_FAIRS)
def begin() -> str:
    return render_template("admin/campaigns/begin.html", form=NewCampaignForm(formdata=None))


@bp.post("")
@needs(Permission.RUN_FAIRS)
def make() -> Answer:
    form = NewCampaignForm()
    campaign = made(form) if form.validate() else None
    if campaign is None:
        return render_template("admin/campaigns/begin.html", form=form), 422
    db.session.commit()
    flash(_("Tautannya siap. Cetak kodenya, atau kirim alamatnya."), "done")
    return back_to(campaign.id)


def made(form: NewCampaignForm) -> Campaign | None:
    owner = current_user if current_user.role is Role.OFFICER else None
    try:
        return campaigns.begin(form.code.data or "", form.told(), owner=owner, by=current_user.email)
    except CodeTaken as error:
        form.code.errors = [error.message]
        return None


@bp.get("/<int:campaign_id>")
@needs(Permission.RUN_FAIRS)
def show(campaign_id: int) -> str:
    return page_of(find_campaign(campaign_id), ChoiceForm(formdata=None))


@bp.get("/<int:campaign_id>/edit")
@needs(Permission.RUN_FAIRS)
def edit(campaign_id: int) -> str:
    campaign = find_campaign(campaign_id)
    return render_template("admin/campaigns/edit.html", campaign=campaign, form=filled(campaign))


@bp.post("/<int:campaign_id>/edit")
@needs(Permission.RUN_FAIRS)
def save(campaign_id: int) -> Answer:
    campaign, form = find_campaign(campaign_id), CampaignForm()
    if not form.over(filled(campaign)).validate():
        return render_template("admin/campaigns/edit.html", campaign=campaign, form=form), 422
    campaigns.edit(campaign, form.told(), by=current_user.email)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return back_to(campaign_id)


@bp.post("/<int:campaign_id>/choice")
@needs(Permission.RUN_FAIRS)
def choose(campaign_id: int) -> Answer:
    campaign, form = find_campaign(campaign_id), ChoiceForm()
    variant = hangtags.find(form.product.data or "") if form.validate() else None
    if variant is None:
        form.product.errors = form.product.errors or [_("Kain itu tidak ditemukan.")]
        return page_of(campaign, form), 422
    campaigns.choose(campaign, variant.product)
    db.session.commit()
    return back_to(campaign_id)


@bp.post("/<int:campaign_id>/choice/<int:product_id>/lift")
@needs(Permission.RUN_FAIRS)
def lift(campaign_id: int, product_id: int) -> BaseResponse:
    campaigns.lift(find_campaign(campaign_id), product_id)
    db.session.commit()
    return back_to(campaign_id)


@bp.post("/<int:campaign_id>/choice/<int:product_id>/drop")
@needs(Permission.RUN_FAIRS)
def drop(campaign_id: int, product_id: int) -> BaseResponse:
    campaigns.drop(find_campaign(campaign_id), product_id)
    db.session.commit()
    return back_to(campaign_id)


@bp.get("/<int:campaign_id>/qr.svg")
@needs(Permission.RUN_FAIRS)
def svg(campaign_id: int) -> Response:
    return Response(papers.qr_svg(address_of(find_campaign(campaign_id))), mimetype="image/svg+xml")


@bp.get("/<int:campaign_id>/qr.png")
@needs(Permission.RUN_FAIRS)
def png(campaign_id: int) -> Response:
    return Response(papers.qr_png(address_of(find_campaign(campaign_id))), mimetype="image/png")


@bp.get("/<int:campaign_id>/poster.pdf")
@needs(Permission.RUN_FAIRS)
def poster(campaign_id: int) -> Response:
    """A page to hang up at the stand."""
    campaign = find_campaign(campaign_id)
    return Response(papers.pdf("campaign", told_on_paper(campaign)), mimetype="application/pdf")


def told_on_paper(campaign: Campaign) -> dict[str, str]:
    fair, address = campaign.exhibition, address_of(campaign)
    with force_locale("en"):
        call_en = _("Pindai untuk melihat dan memesan kain kami")
    with force_locale("id"):
        line = f"{days((fair.first_day, fair.last_day))} · {fair.place}" if fair else ""
        call = _("Pindai untuk melihat dan memesan kain kami")
    return {
        "title": fair.name if fair else campaign.name,
        "line": line,
        "shop": current_app.config["SHOP_NAME"],
        "qr": papers.qr_svg(address),
        "address": address,
        "call": call,
        "call_en": call_en,
    }


def address_of(campaign: Campaign) -> str:
    return public_url("shop.campaigns.follow", code=campaign.code)


def filled(campaign: Campaign) -> CampaignForm:
    known = {name: getattr(campaign, name) for name in Told.__slots__}
    known["product"] = campaign.product.variants[0].sku if campaign.product else ""
    return CampaignForm(formdata=None, data=known)


def find_campaign(campaign_id: int) -> Campaign:
    """A campaign that is this person's to see; others' are not there."""
    campaign = db.session.scalar(campaigns.whole(campaign_id, current_user))
    return campaign or abort(404)


def page_of(campaign: Campaign, form: ChoiceForm) -> str:
    return render_template(
        "admin/campaigns/show.html",
        campaign=campaign,
        form=form,
        address=address_of(campaign),
        vouchers=db.session.scalars(vouchers.of_campaigns([campaign.id])).all(),
        brought=orders.brought_by([campaign.id]).get(campaign.id),
    )


def back_to(campaign_id: int) -> BaseResponse:
    return redirect(url_for(".show", campaign_id=campaign_id), 303)
