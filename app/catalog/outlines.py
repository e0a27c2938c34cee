"""Published products in few words, for machines that are told of all of them, or of the newest."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only

from app.accounts.models import AuditEntry
from app.pictures.models import Picture

from .models import Photo, Product, ProductStatus


def count() -> sa.Select[int]:
    """How many products visitors see."""
    return sa.select(sa.func.count()).where(Product.status == ProductStatus.PUBLISHED)


def each() -> sa.Select[Product, datetime]:
    """The product with its cover, and when somebody last changed it, in an order to which new ones are added."""
    changed = (
        sa.select(sa.func.max(AuditEntry.at))
        .where(AuditEntry.subject == "product", AuditEntry.subject_id == Product.id)
        .scalar_subquery()
    )
    return (
        sa.select(Product, changed)
        .outerjoin(Photo, sa.and_(Photo.product_id == Product.id, Photo.position == 0))
        .outerjoin(Picture, Picture.key == Photo.key)
        .where(Product.status == ProductStatus.PUBLISHED)
        .order_by(Product.id)
        .options(
            load_only(Product.slug, Product.published_at),
            contains_eager(Product.cover).contains_eager(Photo.picture),
        )
    )


def newest(count: int) -> sa.Select[Product]:
    """The newest so many with their stories."""
    return (
        sa.select(Product)
        .where(Product.status == ProductStatus.PUBLISHED)
        .order_by(Product.published_at.desc(), Product.id.desc())
        .options(joinedload(Product.cover))
        .limit(count)
    )
