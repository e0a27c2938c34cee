"""What is made late, or taken from the last start, is the same as what is made at once."""

from pathlib import Path

import pytest
from flask import Flask, render_template
from werkzeug.routing import Map, Rule
from werkzeug.routing.converters import NumberConverter

from app import build, late

PAGE = "{{ word }} {{ 'tulis'|upper }}"


def site(place: Path) -> Flask:
    """A shop's ground with one template, whose code is what lies in the folder."""
    (place / "templates").mkdir(exist_ok=True)
    app = Flask(__name__, template_folder=place / "templates")
    app.extensions["canting.build"] = build.Build(place)
    late.init_app(app)
    return app


def answer(app: Flask) -> str:
    with app.test_request_context():
        return render_template("page.html", word="Canting")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a site lies, with a folder for temporary files that is its own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


def compiled(place: Path) -> list[Path]:
    return sorted((place / "temporary").rglob("*.cache"))


def test_every_address_of_the_shop_is_built_as_by_werkzeug(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    plain = Map(
        [
            Rule(rule.rule, defaults=rule.defaults, endpoint=str(number), methods=rule.methods)
            for number, rule in enumerate(rules)
        ],
        converters=app.url_map.converters,
    )
    for at_once in plain.iter_rules():
        rule = rules[int(at_once.endpoint)]
        values = {
            name: 7 if isinstance(converter, NumberConverter) else "a b"
            for name, converter in rule._converters.items()
            if name not in (rule.defaults or {})
        } | {"q": "kawung & parang"}
        for unknown in (True, False):
            assert rule.build(dict(values), unknown) == at_once.build(dict(values), unknown)


def test_an_address_is_compiled_when_it_is_first_asked_for() -> None:
    rule = late.LateRule("/batik/<slug>", endpoint="product")
    Map([rule])
    before = rule._build_unknown
    assert rule.build({"slug": "kain-1", "q": "a"}) == ("", "/batik/kain-1?q=a")
    after = rule._build_unknown
    assert after is not before
    assert rule.build({"slug": "kain-2"}) == ("", "/batik/kain-2")
    assert rule._build_unknown is after


def test_a_start_takes_templates_as_the_last_one_compiled_them(place: Path) -> None:
    assert answer(site(place)) == "Canting TULIS"
    (kept,) = compiled(place)
    written = kept.stat().st_mtime_ns
    assert answer(site(place)) == "Canting TULIS"
    assert [path.stat().st_mtime_ns for path in compiled(place)] == [written]


def test_another_version_of_the_shop_compiles_anew(place: Path) -> None:
    answer(site(place))
    (kept,) = compiled(place)
    before = kept.read_bytes()
    (place / "app").mkdir()
    (place / "app" / "texts.py").write_text("# what filters make of constants may be another thing now")
    assert answer(site(place)) == "Canting TULIS"
    assert [kept] == compiled(place)
    assert kept.read_bytes() != before


@pytest.mark.parametrize("left", [0, 1, 20, 40, 100])
def test_what_was_cut_short_is_compiled_anew(place: Path, left: int) -> None:
    answer(site(place))
    (kept,) = compiled(place)
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left])
    assert answer(site(place)) == "Canting TULIS"
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(place: Path) -> None:
    app = site(place)
    cache = app.jinja_options["bytecode_cache"]
    assert isinstance(cache, late.Compiled)
    cache.directory = str(place / "nowhere")
    assert answer(app) == "Canting TULIS"
    assert compiled(place) == []


def test_where_the_folder_cannot_be_made_each_start_compiles(place: Path) -> None:
    answer(site(place))
    (mine,) = (place / "temporary").iterdir()
    for path in mine.iterdir():
        path.unlink()
    mine.rmdir()
    mine.write_text("A file where the folder should be.")
    app = site(place)
    assert "bytecode_cache" not in app.jinja_options
    assert answer(app) == "Canting TULIS"
