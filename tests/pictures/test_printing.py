"""What is made of a picture: upright, in colour, and nothing but pixels."""

import io

import pytest
from PIL import Image, ImageCms

from app.pictures import printing, prints
from tests.images import BROKEN, HEIC, cloth, file_of

ALL = prints.RECIPES["photos"]


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


def printed(content: bytes, recipe=ALL) -> dict[str, Image.Image]:
    """The prints of what was sent, by their names."""
    made = printing.prints(printing.decode(content, 2400), recipe)
    return {name: Image.open(io.BytesIO(print)) for name, print in made}


@pytest.mark.parametrize(("width", "height"), [(2600, 130), (2000, 100), (1000, 50), (170, 9), (2, 1600)])
def test_a_picture_has_the_prints_that_pages_ask_for_and_none_is_blown_up(width: int, height: int) -> None:
    image = cloth((width, height))
    made = {name: print.size for name, print in printed(file_of(image, "PNG")).items()}
    most, tall = printing.size(image, ALL)
    assert {f"photos/k-{name}" for name in made} == set(prints.files_of("photos/k", most))
    assert max(size[0] for size in made.values()) == most == min(width, 2400)
    assert made[f"{most}.avif"] == (most, tall)
    assert min(size[1] for size in made.values()) >= 1


def test_two_prints_are_never_much_alike() -> None:
    assert prints.widths("photos", "avif", 2400) == (160, 320, 480, 720, 1080, 1600, 2400)
    assert prints.widths("photos", "avif", 1700) == (160, 320, 480, 720, 1080, 1700)
    assert prints.widths("photos", "jpg", 4000) == (1080,)
    assert prints.widths("proofs", "avif", 1600) == ()
    assert [prints.nearest("photos", "webp", 1000, wish) for wish in (1, 320, 321, 2400)] == [
        320,
        320,
        720,
        1000,
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_each_format_is_read_and_each_print_is_what_its_name_says(form: str) -> None:
    kinds = {
        (name.partition(".")[2], print.format) for name, print in printed(file_of(cloth(), form)).items()
    }
    assert kinds == {("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")}


def test_a_telephones_heic_is_read() -> None:
    image = printing.decode(HEIC, 320)
    assert (image.size, image.getpixel((5, 5)), image.info) == ((64, 80), (200, 160, 90), {})


def test_what_a_camera_noted_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "canary-description"
    exif.get_ifd(0x8825)[2] = (7.0, 40.0, 12.0)
    sent = file_of(cloth((400, 200)), exif=exif, comment=b"canary-comment") + b"canary-tail" * 100
    made = dict(printing.prints(printing.decode(sent, 2400), ALL))
    assert Image.open(io.BytesIO(made["200.webp"])).size == (200, 400)
    for content in made.values():
        assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
        assert b"canary" not in content


def test_transparency_becomes_paper() -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert printing.decode(file_of(image, "PNG"), 320).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA"])
def test_every_kind_of_png_becomes_colour(mode: str) -> None:
    assert printing.decode(file_of(cloth((50, 50)).convert(mode), "PNG"), 320).mode == "RGB"


def test_print_colours_become_screen_colours() -> None:
    image = printing.decode(file_of(Image.new("CMYK", (50, 50), (0, 255, 255, 0))), 320)
    red, green, blue = image.getpixel((25, 25))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_a_colour_profile_is_applied_and_left_behind() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    sent = file_of(cloth((50, 50)), "PNG", icc_profile=profile)
    assert "icc_profile" not in printed(sent)["50.webp"].info


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept(form: str) -> None:
    frames = [cloth((60, 60), colour=colour) for colour in [(200, 0, 0), (0, 200, 0)]]
    sent = file_of(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    made = printed(sent)["60.webp"]
    red, green, _ = made.convert("RGB").getpixel((30, 30))
    assert (red > 150, green < 50, getattr(made, "n_frames", 1)) == (True, True, 1)


def test_the_ground_is_the_picture_in_a_hundred_letters() -> None:
    ground = printing.ground(Image.effect_noise((400, 500), 80).convert("RGB"))
    assert ground.startswith("data:image/webp;base64,")
    assert len(ground) < 200


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_decoded_raises(content: bytes) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011  (decoders raise what they like)
        printing.decode(content, 320)
