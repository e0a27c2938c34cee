"""Write down what is made to be shown elsewhere, before it is."""

from collections.abc import Iterable
from typing import Any

from app.db import db
from app.errors import ShopError

from .models import Appearance, Publication, PublicationKind
from .queries import Seen


class MoreThanWritten(ShopError):
    """It would show today more of somebody than was written down when it was made."""


def publish(
    kind: PublicationKind,
    asked: dict[str, Any],
    seen: Iterable[Seen],
    *,
    by: str,
    exhibition_id: int | None = None,
    campaign_id: int | None = None,
) -> Publication:
    """Write down what somebody makes, and who is shown in it with what."""
    publication = Publication(
        kind=kind,
        asked=asked,
        exhibition_id=exhibition_id,
        campaign_id=campaign_id,
        by=by,
        appearances=[
            Appearance(
                maker_id=one.maker_id, product_id=one.product_id, parts=[part.value for part in one.parts]
            )
            for one in seen
            if one.parts
        ],
    )
    db.session.add(publication)
    db.session.flush()
    return publication
