"""Which files a picture has: its prints, in each format and width that the pages use. Told from the picture's key and
width alone."""

import hashlib
from functools import cache

# Widths that the layouts ask for: a thumbnail, two cards beside each other on a telephone (at one, two and three dots),
# a telephone's whole width (at two and three), and a desktop's. The last is for looking close: the thread of a cloth.
WIDTHS = (160, 320, 480, 720, 1080, 1600, 2400)
# A browser that knows no AVIF (one in twenty) makes do with fewer widths. JPEG is for previews in chats and search.
RECIPES: dict[str, dict[str, tuple[int, ...]]] = {
    "photos": {"avif": WIDTHS, "webp": (320, 720, 1600, 2400), "jpg": (1080,)},
    "portraits": {"avif": (320, 480, 720, 1080), "webp": (320, 720, 1080), "jpg": (720,)},
    "reviews": {"avif": (320, 720, 1600), "webp": (320, 720, 1600)},
    "proofs": {"webp": (320, 1600)},
    "posters": {"jpg": (1200,)},
}
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def key_of(room: str, content: bytes) -> str:
    """The key of a picture, by its content: the same picture has it again, and no other one ever."""
    return f"{room}/{hashlib.sha256(content).hexdigest()[:32]}"


@cache
def widths(room: str, form: str, width: int, most: int | None = None) -> tuple[int, ...]:
    """The widths in which a picture of this width is printed: never wider than it is, and no two much alike.

    `most` leaves out the wider ones, as long as there are narrower.
    """
    wanted = RECIPES[room].get(form, ())
    widest = min(width, max(wanted, default=0))
    made = (*(step for step in wanted if step * 1.1 < widest), widest) if wanted else ()
    return tuple(step for step in made if step <= most) or made[:1] if most else made


@cache
def nearest(room: str, form: str, width: int, wanted: int) -> int:
    """The narrowest print that is as wide as wanted, or else the widest."""
    there = widths(room, form, width)
    return next((step for step in there if step >= wanted), there[-1])


def file_of(key: str, form: str, width: int) -> str:
    """The key of a print in the store."""
    return f"{key}-{width}.{form}"


def files_of(key: str, width: int) -> list[str]:
    """The keys of all prints of a picture of this width."""
    room = key.partition("/")[0]
    return [file_of(key, form, step) for form in RECIPES[room] for step in widths(room, form, width)]
