"""What is made to be shown beyond the shop: posters, catalogues, pictures and texts; first written down, then had."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import printer
from app.accounts.permissions import Permission
from app.db import db
from app.languages import LANGUAGES, locale
from app.makers.models import Maker
from app.publicity import actions, queries
from app.publicity.actions import MoreThanWritten
from app.publicity.models import DocumentState, Publication, PublicationKind
from app.publicity.queries import Seen
from app.web import needs

from . import in_chats, on_paper, showcase, tag_sheet
from .showcase import Wish

bp = Blueprint("publicity", __name__, url_prefix="/publicity")

LATEST = 10
# Seconds until a page looks anew whether the worker is done.
LOOK_AGAIN = 3


@bp.get("")
@needs(Permission.RUN_FAIRS)
def choose() -> str:
    """What can be made of some cloth, a fair, a campaign or all there is."""
    asked = showcase.asked_for(request.args)
    wish = showcase.read(asked, current_user)
    return render_template("admin/publicity/choose.html", **offered(wish, asked), wrong=False)


@bp.post("")
@needs(Permission.RUN_FAIRS)
def make() -> tuple[str, int] | BaseResponse:
    """Write down what is made, and who is in it with what, and lead to it."""
    asked = showcase.asked_for(request.form)
    wish = showcase.read(asked, current_user)
    if wish.kind is PublicationKind.CATALOGUE and not wish.products:
        return render_template("admin/publicity/choose.html", **offered(wish, asked), wrong=True), 422
    of: dict[str, int | None] = {
        "exhibition_id": wish.fair.id if wish.fair else None,
        "campaign_id": wish.campaign.id if wish.campaign else None,
    }
    made = actions.publish(wish.kind, asked, seen_in(wish), by=current_user.email, **of)
    if made.long:
        printer.ask(on_paper.sheet(wish).order)
    db.session.commit()
    return redirect(url_for(".show", publication_id=made.id), 303)


@bp.get("/share")
@needs(Permission.RUN_FAIRS)
def share() -> str:
    """A look at pictures for social media, and who would be in them, before they are written down and had."""
    asked = showcase.asked_for(request.args) | {"kind": [PublicationKind.SHARE.value]}
    wish = showcase.read(asked | {"language": [locale()]}, current_user)
    return render_template(
        "admin/publicity/share.html",
        asked=asked,
        shapes=in_chats.SHAPES,
        post=in_chats.post(wish),
        # Who made it, whether or not she may be named.
        made_by=db.session.get(Maker, in_chats.subject_maker_id(wish) or 0),
    )


@bp.get("/share-<shape>.jpg")
@needs(Permission.RUN_FAIRS)
def preview(shape: str) -> Response:
    asked = showcase.asked_for(request.args) | {"kind": [PublicationKind.SHARE.value]}
    return jpeg(shape, showcase.read(asked | {"language": [locale()]}, current_user))


@bp.get("/<int:publication_id>")
@needs(Permission.RUN_FAIRS)
def show(publication_id: int) -> Response:
    """Something that was made: to be had, with who is in it; of pictures also the texts. While the worker is at it the
    page looks again by itself."""
    made = find_publication(publication_id)
    language = request.args.get("language", locale())
    wish = wish_of(made, language)
    stale = queries.says_more(made, seen_of(made))
    sharing = made.kind is PublicationKind.SHARE and not stale
    document = printer.find(on_paper.sheet(wish_of(made)).order) if made.long and not stale else None
    page = render_template(
        "admin/publicity/show.html",
        made=made,
        document=document,
        language=wish.language,
        stale=stale,
        shapes=in_chats.SHAPES,
        texts=in_chats.texts(wish) if sharing else {},
    )
    waiting = document is not None and document.state is DocumentState.WAITING
    return Response(page, headers={"Refresh": str(LOOK_AGAIN)} if waiting else {})


@bp.post("/<int:publication_id>")
@needs(Permission.RUN_FAIRS)
def make_anew(publication_id: int) -> BaseResponse:
    """Have it made as it would be now."""
    made = find_publication(publication_id)
    if not made.long:
        abort(404)
    refuse_more(made)
    printer.ask(on_paper.sheet(wish_of(made)).order)
    db.session.commit()
    return redirect(url_for(".show", publication_id=made.id), 303)


@bp.get("/<int:publication_id>.pdf")
@needs(Permission.RUN_FAIRS)
def paper(publication_id: int) -> BaseResponse:
    made = find_publication(publication_id)
    if made.kind is PublicationKind.SHARE:
        abort(404)
    refuse_more(made)
    content = content_of(made)
    if content is None:
        return redirect(url_for(".show", publication_id=made.id), 303)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{made.kind}-{made.id}.pdf"'
    return answer


@bp.get("/<int:publication_id>/<shape>-<language>.jpg")
@needs(Permission.RUN_FAIRS)
def picture(publication_id: int, shape: str, language: str) -> Response:
    made = find_publication(publication_id)
    if made.kind is not PublicationKind.SHARE or language not in LANGUAGES:
        abort(404)
    refuse_more(made)
    return jpeg(shape, wish_of(made, language))


def offered(wish: Wish, asked: dict[str, list[str]]) -> dict[str, Any]:
    """What the page shows on which one chooses."""
    return {
        "wish": wish,
        "asked": asked,
        "papers": showcase.Paper,
        "on_poster": on_paper.ON_POSTER,
        "most": showcase.MOST,
        "address": showcase.address_of(wish),
        "speaking": [maker for maker in wish.known.values() if showcase.words_of(maker)],
        "latest": db.session.scalars(queries.seen_by(current_user).limit(LATEST)).all(),
    }


def content_of(made: Publication) -> bytes | None:
    """What is handed out; None of what the worker has not made as it would be now."""
    if made.kind is PublicationKind.TAGS:
        return tag_sheet.pdf(tags_of(made))
    sheet = on_paper.sheet(wish_of(made))
    if not made.long:
        return sheet.pdf()
    return printer.content_of(sheet.order)


def find_publication(publication_id: int) -> Publication:
    """What this person made, or what was made for her fairs and campaigns; other things are not there."""
    return db.session.scalar(queries.whole(publication_id, current_user)) or abort(404)


def wish_of(made: Publication, language: str = "") -> Wish:
    return showcase.read(made.asked | ({"language": [language]} if language else {}), current_user)


def tags_of(made: Publication) -> tag_sheet.Wish:
    return tag_sheet.wished(made.asked)


def seen_of(made: Publication) -> list[Seen]:
    """Who would be in it if it was made now."""
    return tag_sheet.seen(tags_of(made)) if made.kind is PublicationKind.TAGS else seen_in(wish_of(made))


def seen_in(wish: Wish) -> list[Seen]:
    return in_chats.post(wish).seen if wish.kind is PublicationKind.SHARE else on_paper.sheet(wish).seen


def refuse_more(made: Publication) -> None:
    """It shows nobody of whom it was not written down. Raises MoreThanWritten."""
    if queries.says_more(made, seen_of(made)):
        raise MoreThanWritten(_l("Sejak ini dibuat, izin perajinnya berubah. Buat lagi supaya tercatat."))


def jpeg(shape: str, wish: Wish) -> Response:
    if shape not in in_chats.SHAPES:
        abort(404)
    return Response(in_chats.picture(wish, shape), mimetype="image/jpeg")
