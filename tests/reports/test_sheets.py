"""What goes into a spreadsheet stays what it is."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import Money
from app.reports.sheets import as_csv, plain

EVIL = [
    "=1+1",
    "+62812",
    "-5",
    "@x",
    "\t=1",
    "\r=1",
    '";=1+1',
    'a",=1+1',
    "a;=1+1",
    "a\n=1+1",
    " =1+1",
    "＝1+1",
    "a, @b",
]


def read(text, separator):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))


def starts_a_formula(cell):
    return cell.lstrip(" ")[:1] in set("=+-@\t\r＝＋－＠") and cell.strip(" ") != ""


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("written", [",", ";"])
@pytest.mark.parametrize("opened", [",", ";", "\t"])
def test_no_cell_begins_a_formula_whatever_it_is_opened_with(text, written, opened):
    cells = [cell for row in read(as_csv(["Nama"], [[text]], written), opened) for cell in row]
    assert [cell for cell in cells if starts_a_formula(cell)] == []


@given(st.text())
def test_no_text_begins_a_formula(text):
    cells = [cell for row in read(as_csv(["Nama"], [[text]]), ",") for cell in row]
    assert [cell for cell in cells if starts_a_formula(cell)] == []


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), max_size=20))
def test_ordinary_text_stays_as_it_is(text):
    assert plain(text) == text


def test_amounts_are_plain_numbers_also_negative_ones():
    rows = [[Money(-350_000), 3, date(2026, 3, 31), None, "Kain"]]
    assert as_csv(["a", "b", "c", "d", "e"], rows) == ("\ufeffa,b,c,d,e\r\n-350000,3,2026-03-31,,Kain\r\n")
