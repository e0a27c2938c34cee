"""What a maker is asked, word for word, and which of her facts each yes covers."""

import hashlib
import json
from typing import Any

from flask_babel import lazy_gettext as _l

from .models import Maker, Use

MONTHS = 12

# The wording is kept with each consent as it was read, in the language in which it was read.
ASKED: dict[Use, Any] = {
    Use.NAME: _l(
        "Saya setuju nama asli saya tampil di toko ini. Tanpa persetujuan ini toko memakai nama panggilan pilihan saya."
    ),
    Use.PHOTO: _l("Saya setuju foto saya yang ada di halaman ini tampil di toko ini."),
    Use.VILLAGE: _l("Saya setuju nama desa saya tampil di toko ini."),
    Use.WORK_COUNTRY: _l(
        "Saya setuju negara tempat saya pernah bekerja tampil di toko ini, tanpa nama majikan."
    ),
    Use.STORY: _l(
        "Saya sudah membaca cerita dan kutipan saya di halaman ini, dan setuju keduanya tampil di toko ini."
    ),
    Use.REPLIES: _l(
        "Saya setuju jawaban saya pada ulasan pembeli tampil di toko ini, dengan nama yang tampil di halaman saya."
    ),
    Use.PRINT: _l(
        "Saya setuju nama, potret, dan kutipan saya yang tampil di toko ini juga dicetak: pada label, poster, dan "
        "katalog."
    ),
    Use.SOCIAL_MEDIA: _l(
        "Saya setuju nama, potret, dan kutipan saya yang tampil di toko ini juga dipakai di media sosial dan WhatsApp, "
        "dan ikut tampil bila tautan halaman saya dibagikan."
    ),
}
TERMS = _l(
    "Setiap persetujuan berlaku 12 bulan, bisa dicabut kapan saja di sini, dan tidak mengubah upah saya sedikit pun."
)

# A yes is a yes to what was shown. When one of these changes, the yes to the old one does not cover the new one.
COVERS: dict[Use, frozenset[str]] = {
    Use.NAME: frozenset({"name"}),
    Use.PHOTO: frozenset({"portrait"}),
    Use.VILLAGE: frozenset({"village"}),
    Use.WORK_COUNTRY: frozenset({"work_country"}),
    Use.STORY: frozenset({"story_id", "story_en", "quote_id", "quote_en"}),
    # Each answer is written for this.
    Use.REPLIES: frozenset(),
    # Beyond this site nothing is shown that she did not allow on it, each by its own yes.
    Use.PRINT: frozenset(),
    Use.SOCIAL_MEDIA: frozenset(),
}


def wording(use: Use) -> str:
    """What is asked for a use, with the terms, as it is shown and kept."""
    return f"{ASKED[use]} {TERMS}"


def fingerprint(maker: Maker, use: Use) -> str:
    """What a use would show of her now, in short: a form carries it, so that the yes is to what was on the screen."""
    shown = {field: getattr(maker, field) for field in sorted(COVERS[use])}
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def has_something(maker: Maker, use: Use) -> bool:
    """Is there anything of her that this use would show?"""
    return not COVERS[use] or any(getattr(maker, field) for field in COVERS[use])
