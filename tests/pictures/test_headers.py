"""U01, U02: what a file is, is found out by its content, before anything decodes it."""

import resource
import time

import pytest

from app.pictures.headers import BadPicture, look
from tests.images import BAD, HEIC, a_bomb, cloth, file_of


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadPicture) as refused:
        look(content)
    assert refused.value.status == 422


@pytest.mark.parametrize(
    "content",
    [
        file_of(cloth()),
        file_of(cloth(), progressive=True) + b"\xff\xda what a telephone's camera has put behind it",
        file_of(cloth((16_000, 2)), "PNG"),
        file_of(cloth(), "WEBP"),
        file_of(cloth(), "WEBP", lossless=True),
        file_of(cloth(mode="RGBA"), "WEBP"),
        HEIC,
    ],
    ids=["jpeg", "jpeg with a tail", "png", "webp", "lossless webp", "transparent webp", "heic"],
)
def test_what_telephones_send_is_taken(content: bytes) -> None:
    look(content)


@pytest.mark.parametrize("side", [13_300, 14_000])
def test_a_bomb_is_refused_at_once_and_without_memory(side: int) -> None:
    content = a_bomb(side, side)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    for _ in range(8):
        with pytest.raises(BadPicture):
            look(content)
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
