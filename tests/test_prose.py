import pytest

from app.prose import render


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
