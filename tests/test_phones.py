import pytest

from app.phones import BadPhone, read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("+852 2345 6789", "+85223456789"),
        ("0085223456789", "+85223456789"),
        ("0062 812-3456-7890", "+6281234567890"),
    ],
)
def test_numbers_are_kept_as_e164_however_they_are_typed(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "batik", "12", "+999999999999999999", "0812\n345"])
def test_what_cannot_ring_is_refused(typed):
    with pytest.raises(BadPhone):
        read_phone(typed)


def test_numbers_are_shown_as_people_read_them():
    assert show_phone("+6281234567890") == "0812-3456-7890"
    assert show_phone("+85223456789") == "+852 2345 6789"
