"""The rules of the house, held by reading the code: see docs/design.md, "The house"."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.admin import bp as admin
from app.admin import once
from app.web import guard, refuse_nul
from config import ROOT, Settings
from tests.settings import settings_for

APP = ROOT / "app"
TEMPLATES = ROOT / "templates"
FACES = {"shop", "admin", "api", "cli"}
ROOMS = sorted(path.parent.name for path in APP.glob("*/__init__.py") if path.parent.name not in FACES)
# What a room may not know: who is asking, and the way back to them.
OF_A_REQUEST = {"request", "session", "g", "flash", "redirect", "url_for", "abort", "make_response"}
COUNTING_MONEY = ["money.py", "cart", "orders", "payments", "reports", "shipping", "inventory", "catalog"]
FORBIDDEN_WORDS = re.compile(r"service|manager|helper|util|handler|misc", re.IGNORECASE)
SAFE = {"GET", "HEAD", "OPTIONS"}

View = Callable[..., Any]


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


def python_files(*places: Path | str) -> list[Any]:
    found = [file for place in places for file in (sorted((APP / place).rglob("*.py")) or [APP / place])]
    return [pytest.param(file, id=str(file.relative_to(ROOT))) for file in found if file.exists()]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def commits(node: ast.AST) -> int:
    return sum(ast.unparse(call.func).endswith(".commit") for call in calls(node))


@cache
def views() -> dict[str, tuple[View, set[str]]]:
    """Each endpoint with its view and the methods that it takes."""
    app = create_app(Settings(**settings_for("sqlite://")))
    found: dict[str, tuple[View, set[str]]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            known = found.get(rule.endpoint, (None, set()))[1]
            found[rule.endpoint] = (app.view_functions[rule.endpoint], known | (rule.methods or set()))
    return found


def of_faces() -> Iterator[tuple[str, ast.FunctionDef, set[str]]]:
    """Each endpoint with the code of its view and its methods."""
    for endpoint, (view, methods) in views().items():
        module = APP / f"{view.__module__.removeprefix('app.').replace('.', '/')}.py"
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.FunctionDef) and node.name == view.__name__:
                yield endpoint, node, methods


@pytest.mark.parametrize("path", python_files(*ROOMS))
def test_a_room_neither_commits_nor_sees_who_asks(path: Path) -> None:
    known = {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    assert (commits(tree(path)), known & OF_A_REQUEST) == (0, set())


def test_a_page_is_called_after_its_face_and_file() -> None:
    misnamed = {
        endpoint: f"{view.__module__}.{view.__name__}"
        for endpoint, (view, _) in views().items()
        if endpoint != f"{view.__module__.removeprefix('app.')}.{view.__name__}"
    }
    assert misnamed == {}


def test_a_view_commits_at_most_once() -> None:
    assert [endpoint for endpoint, code, _ in of_faces() if commits(code) > 1] == []


def test_a_view_either_reads_or_writes() -> None:
    assert [
        endpoint
        for endpoint, (_, methods) in views().items()
        if methods & SAFE - {"OPTIONS"} and methods - SAFE
    ] == []


def test_a_view_that_reads_never_commits() -> None:
    assert [endpoint for endpoint, code, methods in of_faces() if methods <= SAFE and commits(code)] == []


def test_a_view_that_writes_sends_on_with_303() -> None:
    wrong = [
        f"{endpoint}: {ast.unparse(call)}"
        for endpoint, code, methods in of_faces()
        if methods - SAFE
        for call in calls(code)
        if ast.unparse(call.func) == "redirect"
        if "303"
        not in [ast.unparse(given) for given in [*call.args[1:], *(word.value for word in call.keywords)]]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", python_files("shop", "admin"))
def test_a_page_renders_the_templates_of_its_own_name(path: Path) -> None:
    own = str(path.relative_to(APP).with_suffix(""))
    rendered = [
        call.args[0].value
        for call in calls(tree(path))
        if ast.unparse(call.func) == "render_template"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert [
        name for name in rendered if not name.startswith(f"{own}/") or not (TEMPLATES / name).exists()
    ] == []


def test_a_template_is_called_after_its_view() -> None:
    unknown = [
        str(path.relative_to(TEMPLATES))
        for face in ("shop", "admin")
        for path in sorted((TEMPLATES / face).rglob("*.html"))
        if not path.name.startswith("_")
        if ".".join(path.relative_to(TEMPLATES).with_suffix("").parts) not in views()
    ]
    assert unknown == []


def test_every_admin_page_belongs_to_a_permission() -> None:
    assert admin.before_request_funcs[None] == [guard, refuse_nul, once.look]
    open_doors = [
        endpoint
        for endpoint, (view, _) in views().items()
        if endpoint.startswith("admin.") and getattr(view, "permission", None) is None
    ]
    assert open_doors == []


@pytest.mark.parametrize("path", python_files(*COUNTING_MONEY))
def test_no_float_comes_near_money(path: Path) -> None:
    floats = [
        node.lineno
        for node in ast.walk(tree(path))
        if (
            isinstance(node, ast.Name | ast.Attribute)
            and ast.unparse(node).split(".")[-1] in {"float", "Float"}
        )
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert floats == []


@pytest.mark.parametrize("path", python_files(APP))
def test_stripe_is_never_believed_without_its_signature(path: Path) -> None:
    assert "_without_verification" not in path.read_text()


def test_no_module_is_called_after_nothing() -> None:
    places = ("app", "bench", "demo", "doubles", "tests", "tools")
    files = [file for place in places for file in (ROOT / place).rglob("*.py")]
    assert [str(file) for file in files if FORBIDDEN_WORDS.search(file.stem)] == []


INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
GLUED = re.compile(r"""(?:href|src|srcset|action|formaction)=["']/""")


# Mail is left out: it has no other way to be styled, and addresses with their host.
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(TEMPLATES)))
        for path in sorted(TEMPLATES.rglob("*.html"))
        if not path.is_relative_to(TEMPLATES / "mail") and path.name != "mail.html"
    ],
)
def test_a_template_has_no_inline_code_and_no_glued_address(path: Path) -> None:
    assert INLINE.findall(path.read_text()) + GLUED.findall(path.read_text()) == []


def test_the_readme_lists_the_settings_of_config() -> None:
    """Rows of | `NAME` | default | what it does |, in the order of config.py."""
    wanted = [
        f"| `{name}` | {written(field.get_default(call_default_factory=True))} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    rows = [
        line for line in (ROOT / "README.md").read_text().splitlines() if re.match(r"\| `[A-Z_]+` \|", line)
    ]
    assert rows == wanted


def written(default: Any) -> str:
    plain = default.get_secret_value() if hasattr(default, "get_secret_value") else default
    return f"`{str(plain).replace(f'{ROOT}/', '')}`" if plain not in ("", []) else ""
