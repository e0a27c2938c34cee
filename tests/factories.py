"""Things for tests to work with: each call makes a new one, whole and valid; what matters to a test is named in it."""

from itertools import count
from typing import Any

from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Role, User
from app.catalog.actions import derive
from app.catalog.models import Dye, Kind, Motif, Photo, Product, ProductStatus, StockModel, Technique, Variant
from app.db import db
from app.inventory import actions as inventory
from app.makers.models import Maker
from app.money import Money
from app.pictures.models import Picture, PictureState

_number = count(1)


def _added(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def a_user(role: Role = Role.CUSTOMER, **over: Any) -> User:
    """Somebody who can sign in; with no password that would let anybody in."""
    n = next(_number)
    return _added(
        User(
            **{
                "email": f"orang-{n}@contoh.test",
                "name": f"Orang {n}",
                "password_hash": "!",
                "role": role,
                **over,
            }
        )
    )


def sign_in(client: FlaskClient, user: User) -> User:
    """Make a client one that this person is signed in with."""
    with client.session_transaction() as session:
        session["_user_id"] = user.get_id()
        session["_fresh"] = True
    return user


def a_maker(**over: Any) -> Maker:
    """A maker who has consented to nothing."""
    n = next(_number)
    return _added(
        Maker(**{"slug": f"perajin-{n}", "pseudonym": f"Melati {n}", "name": f"Siti Contoh {n}", **over})
    )


def a_motif(**over: Any) -> Motif:
    n = next(_number)
    return _added(
        Motif(
            **{
                "slug": f"motif-{n}",
                "name": f"Motif {n}",
                "meaning_id": "Arti motif ini.",
                "meaning_en": "What this motif means.",
                "source": "Museum Batik Contoh, 2020",
                **over,
            }
        )
    )


def a_picture(room: str = "photos", **over: Any) -> Picture:
    """A picture that is ready, of which no file is there."""
    known = {
        "key": f"{room}/{next(_number):032x}",
        "state": PictureState.READY,
        "width": 1600,
        "height": 2000,
    }
    return _added(Picture(**{**known, "ground": "data:image/webp;base64,UklGRg==", **over}))


def a_product(
    stock_model: StockModel = StockModel.STOCKED,
    price: int = 450_000,
    stock: int | None = None,
    published: bool = True,
    **over: Any,
) -> Product:
    """A product with a photo and one variant, of which there are so many (None: 3, or the only one)."""
    n = next(_number)
    made_to_order = stock_model is StockModel.MADE_TO_ORDER
    variant = Variant(
        sku=f"KB-T{n:05d}",
        price=Money(price),
        weight_g=300,
        length_cm=240,
        width_cm=115,
        label_id="240 × 115 cm",
    )
    product = _added(
        Product(
            **{
                "slug": f"kain-{n}",
                "title_id": f"Kain {n}",
                "title_en": f"Cloth {n}",
                "story_id": "Cerita kain ini.",
                "story_en": "The story of this cloth.",
                "kind": Kind.KAIN,
                "technique": Technique.TULIS,
                "dye": Dye.NATURAL,
                "stock_model": stock_model,
                "lead_days": 30 if made_to_order else None,
                "status": ProductStatus.PUBLISHED if published else ProductStatus.DRAFT,
                "published_at": clock.now() if published else None,
                "variants": [variant],
                **({} if "photos" in over else {"photos": [Photo(picture=a_picture())]}),
                **over,
            }
        )
    )
    derive(product)
    pieces = (1 if stock_model is StockModel.ONE else 3) if stock is None else stock
    if pieces and not made_to_order:
        inventory.receive(product.variants[0], pieces, by="tests")
        db.session.refresh(product, ["available"])
    return product
