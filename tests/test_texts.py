"""Nothing that is to be read is outside `_()`, and all of it has its English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import nodes

from config import ROOT
from tools import texts

TEMPLATES = ROOT / "templates"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%|\{\w+\}")
TRANSLATING = {"_", "_l", "gettext", "ngettext", "pgettext", "lazy_gettext", "lazy_ngettext", "lazy_pgettext"}
# What a reader sees or hears of an element besides what stands in it.
READ_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
# The same in every language: names, abbreviations and units.
ANYWHERE = {"SVG", "PNG", "Canting", "WhatsApp", "English", "KB", "cm", "Rp"}
# Sentences by their looks alone: the name of a language, in itself, how dates are written, and words for robots.
NO_SENTENCES = {"Bahasa Indonesia", "MMM yy", "MMMM y", "Disallow: ", "Sitemap: "}
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*')""")
SENTENCE = re.compile(r"[A-Z“]\w*[^\W\d_]”?[.,:;!?]? ")


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


@cache
def english() -> Catalog:
    return texts.english()


def both(message: Message) -> list[tuple[str, str]]:
    """Each Indonesian form of a text with its English."""
    ids, strings = (given if isinstance(given, tuple) else (given,) for given in (message.id, message.string))
    return list(zip(ids, strings, strict=True))


def key(message: Message) -> tuple[str | None, Any]:
    return message.context, message.id


def test_the_catalogue_has_every_text_of_the_shop_and_no_other() -> None:
    collected = {key(message) for message in texts.collected() if message.id}
    written = {key(message) for message in english() if message.id}
    assert (collected - written, written - collected, english().obsolete) == (set(), set(), {})


def test_every_text_has_its_english() -> None:
    assert texts.untranslated(english()) == []
    assert [message.id for message in english() if message.id and message.fuzzy] == []


def test_english_fills_in_what_indonesian_does() -> None:
    different = [
        (written, said)
        for message in english()
        if message.id
        for written, said in both(message)
        if set(PLACEHOLDER.findall(written)) != set(PLACEHOLDER.findall(said))
    ]
    assert different == []


def test_the_files_are_as_make_texts_writes_them() -> None:
    assert texts.ENGLISH.read_bytes() == texts.as_po(texts.english())
    assert texts.ENGLISH.with_suffix(".mo").read_bytes() == texts.as_mo(texts.english())


class Reading(HTMLParser):
    """What is to be read in a template: its texts, and the attributes that are shown or read aloud."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and name in READ_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        # A block may hold the attributes of a tag that another template opens.
        self.found.append("" if self.lasttag == "style" else ATTRIBUTE.sub("", data))


def markup(node: nodes.Node) -> Iterator[str]:
    """A template's own letters, also those that its expressions write, in every branch."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Output):
        for part in node.nodes:
            yield from markup(part) if isinstance(part, nodes.TemplateData) else said(part)
    else:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Stmt):
                yield from markup(child)


def said(expression: nodes.Node) -> Iterator[str]:
    """The words that an expression writes as they stand in it."""
    if isinstance(expression, nodes.Const):
        yield str(expression.value)
    elif isinstance(expression, nodes.CondExpr):
        yield from said(expression.expr1)
        if expression.expr2:
            yield from said(expression.expr2)
    elif isinstance(expression, nodes.Concat | nodes.Or | nodes.Add):
        for child in expression.iter_child_nodes():
            yield from said(child)
    # What is filled in: no word, and not nothing.
    yield "0"


def constants(node: nodes.Node) -> Iterator[str]:
    """Every text in a template's expressions that is not handed to a translating function."""
    translated = isinstance(node, nodes.Call) and getattr(node.node, "name", "") in TRANSLATING
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif not translated:
        for child in node.iter_child_nodes():
            yield from constants(child)


@cache
def template(path: Path) -> nodes.Template:
    return jinja2.Environment(extensions=["jinja2.ext.do"]).parse(path.read_text())


every_template = pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(TEMPLATES)))
        for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")])
    ],
)


@every_template
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    read = Reading("".join(markup(template(path)))).found
    assert [word for text in read for word in WORD.findall(text) if word not in ANYWHERE] == []


@every_template
def test_a_template_hands_on_no_sentence_untranslated(path: Path) -> None:
    given = [text for text in constants(template(path)) if text[:1].isupper() and text not in ANYWHERE]
    # Templates ask what kind a field is by the name of its class.
    assert [text for text in given if not text.endswith("Field")] == []


def untranslated(node: ast.AST) -> Iterator[str]:
    """Every sentence in the code that is neither translated nor a docstring, and every label, message and refusal."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and SENTENCE.match(child.value):
            yield child.value
        elif isinstance(child, ast.Call):
            name = ast.unparse(child.func).rpartition(".")[2]
            if name in TRANSLATING:
                continue
            if name == "flash" or name.endswith("Field"):
                yield from (
                    text.value for text in child.args[:1] if isinstance(text, ast.Constant) and text.value
                )
        yield from untranslated(child)


@pytest.mark.parametrize("face", ["admin", "shop", "fields.py", "texts.py", "web.py", "words.py"])
def test_a_face_says_nothing_untranslated(face: str) -> None:
    files = sorted((ROOT / "app" / face).rglob("*.py")) or [ROOT / "app" / face]
    found = [text for file in files for text in untranslated(ast.parse(file.read_text()))]
    assert [text for text in found if text not in NO_SENTENCES] == []


def test_a_refusal_is_translated() -> None:
    """Wherever it is raised; the shell's commands and the log speak English."""
    said = [
        given.value
        for file in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        for given in node.exc.args
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value[:1].isupper()
    ]
    assert said == []


def test_scripts_take_their_words_from_the_page() -> None:
    quoted = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""")
    found = [
        (script.name, text)
        for script in sorted((ROOT / "static" / "js").rglob("*.js"))
        # It stands on pages of others, and so brings its few words along, in both languages.
        if script.name != "embed.js"
        for line in script.read_text().splitlines()
        if not line.lstrip().startswith(("//", "*", "/*"))
        for text in map("".join, quoted.findall(line))
        # What every QRIS sticker calls its number.
        if SENTENCE.match(text) and not text.startswith("NMID ")
    ]
    assert found == []
