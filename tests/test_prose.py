import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.prose import in_one_line, render


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Satu.\n\nDua *tiga* **empat**.",
            "<p>Satu.</p>\n<p>Dua <em>tiga</em> <strong>empat</strong>.</p>\n",
        ),
        ("- malam\n- canting", "<ul>\n<li>malam</li>\n<li>canting</li>\n</ul>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        (
            "![x](https://evil.example/x.png)",
            '<p>!<a href="https://evil.example/x.png" rel="noopener nofollow">x</a></p>\n',
        ),
        ("", ""),
    ],
)
def test_a_text_shows_a_little_formatting_and_nothing_that_runs(written: str, shown: str) -> None:
    assert render(written) == shown


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Satu.\n\nDua *tiga* **empat**,\n lima. ", "Satu. Dua tiga empat, lima."),
        ("- malam\n- canting\n1. satu\n2) dua\n> kata", "malam canting satu dua kata"),
        ("a < b & c &amp; d", "a < b & c & d"),
        ("Rp 100.000 - 3 hari (atau +1)!", "Rp 100.000 - 3 hari (atau +1)!"),
        ("", ""),
    ],
)
def test_the_words_alone_stand_in_one_line(written: str, words: str) -> None:
    assert in_one_line(written) == words


@given(
    st.text(
        st.sampled_from("abZ9 \n\t\r\f\u00a0\u2028*_[]()\\&;#<>`~|!-+=:/.,\"'^{}\0\ufeff\u200e\U0001f642é"),
        max_size=60,
    )
)
@settings(max_examples=300)
def test_what_has_no_formatting_is_the_same_as_if_it_had_been_formatted(written: str) -> None:
    assert in_one_line.__wrapped__(written) == " ".join(render.__wrapped__(written).striptags().split())
