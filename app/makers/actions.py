"""A maker's profile, and her yes and no to each use of it."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.audit import record, tell
from app.accounts.models import User
from app.db import db
from app.errors import ShopError
from app.pictures.models import Picture

from . import consents
from .models import Consent, Maker, Use
from .queries import is_live

# How a yes was given: by herself, signed in; or otherwise, and then somebody wrote down how.
OWN = "own"
TEXTS = frozenset({"story_id", "story_en", "quote_id", "quote_en"})
EDITABLE = TEXTS | {"pseudonym", "name", "village", "work_country", "since", "steps", "active"}


class NothingToShow(ShopError):
    """There is nothing yet that this consent could make public."""

    status = 422


class ChangedSince(ShopError):
    """What would be shown is not what was on the screen."""


class NoEvidence(ShopError):
    """Who says yes for somebody else must say how she said it."""

    status = 422


def make(*, pseudonym: str, name: str, by: str, **facts: object) -> Maker:
    """Begin a maker's profile. Nothing of it is public until she says so."""
    maker = Maker(pseudonym=pseudonym.strip(), name=name.strip(), slug=_free_slug(pseudonym))
    _set(maker, facts)
    db.session.add(maker)
    db.session.flush()
    record(by=by, action="make", subject="maker", subject_id=maker.id)
    return maker


def edit(maker: Maker, *, by: str, **facts: object) -> set[str]:
    """Change facts of a profile; what she had allowed of the former ones must be allowed anew.

    Returns the names of what changed.
    """
    changed = _set(maker, facts)
    if changed:
        _outdate(maker, changed)
        record(
            by=by, action="edit", subject="maker", subject_id=maker.id, details={"changed": sorted(changed)}
        )
    return changed


def set_portrait(maker: Maker, picture: Picture | None, *, drawn: bool = False, by: str) -> None:
    """Hang another portrait, or none; it shows after she allows it (a drawn emblem shows nobody, and needs no yes)."""
    if picture is maker.picture:
        return
    maker.picture, maker.portrait_drawn = picture, drawn
    _outdate(maker, {"portrait"})
    action = "set portrait" if picture else "remove portrait"
    record(by=by, action=action, subject="maker", subject_id=maker.id)


def link_user(maker: Maker, user: User | None, *, by: str) -> None:
    """Say who signs in as this maker."""
    if user is not maker.user:
        maker.user = user
        record(by=by, action="link sign-in", subject="maker", subject_id=maker.id)


def give_consent(
    maker: Maker,
    use: Use,
    *,
    wording: str,
    channel: str,
    by: str,
    evidence: str = "",
    seen: str | None = None,
    until: date | None = None,
) -> Consent:
    """Write down her yes to one use: what she was asked, how she answered, and until when (12 months).

    `seen` is the fingerprint of what she was shown. Raises NothingToShow when she has nothing there to be shown,
    ChangedSince when that is not it any more, NoEvidence when another speaks for her without saying how she agreed.
    """
    if not consents.has_something(maker, use):
        raise NothingToShow(_l("Isi dulu bagian ini, baru bisa disetujui."))
    if seen is not None and seen != consents.fingerprint(maker, use):
        raise ChangedSince(_l("Isinya berubah sejak Anda membuka halaman ini. Baca lagi, lalu setujui."))
    if channel != OWN and not evidence.strip():
        raise NoEvidence(_l("Catat bagaimana ia menyetujui: kapan, di mana, dan siapa saksinya."))
    expires_on = until or _months_later(clock.today(), consents.MONTHS)
    same = sa.select(Consent).where(
        Consent.maker_id == maker.id, Consent.use == use, Consent.expires_on == expires_on, *is_live()
    )
    # A second tap on the same day says nothing new.
    if consent := db.session.scalar(same.limit(1)):
        return consent
    consent = Consent(
        maker=maker,
        use=use,
        wording=wording,
        channel=channel,
        evidence=evidence.strip(),
        expires_on=expires_on,
        by=by,
    )
    db.session.add(consent)
    db.session.flush()
    record(by=by, action="give consent", subject="maker", subject_id=maker.id, details={"use": use.value})
    return consent


def withdraw(maker: Maker, uses: Use | Collection[Use], *, by: str) -> None:
    """Take back her yes to some uses: it counts from the next request on. Without a live consent nothing happens.

    A photo that she takes back is not kept either: the worker clears what nobody shows.
    """
    uses = [uses] if isinstance(uses, Use) else uses
    taken = _take_back(maker, uses)
    if Use.PHOTO in taken and not maker.portrait_drawn:
        set_portrait(maker, None, by=by)
    if taken:
        record(
            by=by,
            action="withdraw consent",
            subject="maker",
            subject_id=maker.id,
            details={"uses": sorted(taken)},
        )


def withdraw_all(maker: Maker, *, by: str) -> None:
    """Take back everything: nothing of her is public any more."""
    withdraw(maker, list(Use), by=by)


def _outdate(maker: Maker, changed: set[str]) -> None:
    _take_back(maker, [use for use, covered in consents.COVERS.items() if covered & changed])


def _take_back(maker: Maker, uses: Collection[Use]) -> set[str]:
    db.session.flush()
    taken = db.session.scalars(
        sa.update(Consent)
        .where(Consent.maker_id == maker.id, Consent.use.in_(uses), Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
        .returning(Consent.use)
    ).all()
    db.session.expire(maker, ["consents"])
    return {use.value for use in taken}


def _set(maker: Maker, facts: dict[str, object]) -> set[str]:
    if unknown := facts.keys() - EDITABLE:
        raise TypeError(f"not facts of a maker: {', '.join(sorted(unknown))}")
    return set(tell(maker, facts))


def _free_slug(pseudonym: str) -> str:
    """The address of her page, made of the pseudonym: it must not tell a name that she has not allowed."""
    plain = unicodedata.normalize("NFKD", pseudonym).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "perajin"
    taken = db.session.scalar(sa.select(Maker.id).where(Maker.slug == slug))
    return f"{slug}-{secrets.token_hex(2)}" if taken else slug


def _months_later(day: date, months: int) -> date:
    """The same day that many months later; where the month is shorter, its last."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th day")
