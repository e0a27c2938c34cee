"""The revenue view."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts.permissions import Permission
from app.languages import in_language, locale
from app.reports import revenue
from app.reports.beyond import beyond, share
from app.reports.periods import Period, Step, month_before, month_of
from app.reports.revenue import Figures, Sales
from app.reports.sheets import Cell
from app.texts import FORMATS
from app.web import needs
from app.words import word

from .downloads import as_sheet
from .order_list import a_day
from .revenue_chart import chart

bp = Blueprint("revenue", __name__, url_prefix="/revenue")

LONGEST = timedelta(days=3 * 366)
# Longer periods than these are not cut into days or weeks: nobody reads so many lines.
LONGEST_FOR = {Step.DAY: timedelta(days=100), Step.WEEK: timedelta(days=2 * 366), Step.MONTH: LONGEST}
STEPS = {Step.DAY: _l("Per hari"), Step.WEEK: _l("Per minggu"), Step.MONTH: _l("Per bulan")}
# Rows of a table that are shown; the spreadsheet has all.
MOST_ROWS = 25
COLUMNS = (
    _l("Pesanan"),
    _l("Lembar"),
    _l("Kotor"),
    _l("Potongan"),
    _l("Ongkos kirim"),
    _l("Dikembalikan"),
    _l("Bersih"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is about, its figures, and the words that lead to the orders behind it.

    `texts` are its first cells in a spreadsheet, `short` what stands under its bar.
    """

    name: str
    texts: tuple[Cell, ...]
    figures: Figures
    words: dict[str, Any]
    short: str = ""


@bp.get("")
@needs(Permission.SEE_REVENUE)
def show() -> str:
    period = asked_period(clock.today())
    step, sales = asked_step(period), revenue.sales(period)
    steps = rows_by_step(sales, step)
    return render_template(
        "admin/revenue/show.html",
        period=period,
        presets=presets(clock.today()),
        step=step,
        steps=STEPS,
        total=sales.total,
        beyond=share(beyond(sales).total.net, sales.total.net),
        rows=steps,
        chart=chart([row.figures.net.rupiah for row in steps]),
        tables=tables_shown(sales),
        now=clock.today(),
    )


@bp.get("/<table>.csv")
@needs(Permission.SEE_REVENUE)
def download(table: str) -> Response:
    """The same figures as on the page, for a spreadsheet."""
    period = asked_period(clock.today())
    sales = revenue.sales(period)
    if table == "steps":
        head, rows = (_l("Dari"), _l("Hingga")), rows_by_step(sales, asked_step(period))
    elif table in TABLES:
        head, rows = TABLES[table][1], TABLES[table][2](sales)
    else:
        abort(404)
    lines = [(*row.texts, *cells(row.figures)) for row in rows]
    return as_sheet(f"pendapatan-{table}-{period.first}-{period.last}", (*head, *COLUMNS), lines)


def cells(figures: Figures) -> tuple[Cell, ...]:
    return (
        figures.orders,
        figures.pieces,
        figures.gross,
        figures.discounts,
        figures.shipping,
        figures.refunds,
        figures.net,
    )


def presets(today: date) -> list[tuple[str, Period]]:
    this = month_of(today)
    year_ago = this.first.replace(year=this.first.year - 1)
    return [
        (_("Bulan ini"), Period(this.first, today)),
        (_("Bulan lalu"), month_before(today)),
        (_("Tahun ini"), Period(today.replace(month=1, day=1), today)),
        (_("12 bulan"), Period(month_of(year_ago + timedelta(days=31)).first, today)),
    ]


def asked_period(today: date) -> Period:
    """The days that the address names, at most three years of them; this month where it names none."""
    first, last = a_day(request.args.get("from", "")), a_day(request.args.get("to", ""))
    if first is None and last is None:
        return presets(today)[0][1]
    last = last or max(today, first or today)
    first = first or last.replace(day=1)
    first, last = min(first, last), max(first, last)
    return Period(max(first, last - LONGEST), last)


def asked_step(period: Period) -> Step:
    """The step that the address names, or the finest one with which the period is still read at a glance."""
    asked = next((step for step in Step if step == request.args.get("step")), None)
    length = period.last - period.first
    if asked and length <= LONGEST_FOR[asked]:
        return asked
    return next(
        step for step, most in {Step.DAY: 31, Step.WEEK: 120, Step.MONTH: 9999}.items() if length.days <= most
    )


def of_days(period: Period) -> dict[str, Any]:
    return {"from": period.first, "to": period.last}


def at_a_glance(rows: list[Row], whole: Figures) -> tuple[list[Row], Figures | None]:
    """The first rows, and what all others add up to, if there are others; all of them are in the spreadsheet."""
    shown = rows[:MOST_ROWS]
    return shown, revenue.others(whole, [row.figures for row in shown])


def rows_by_step(sales: Sales, step: Step) -> list[Row]:
    return [
        Row(
            name_of(part, step),
            (part.first, part.last),
            figures,
            of_days(part),
            written(part.first, "MMM yy" if step is Step.MONTH else "d MMM"),
        )
        for part, figures in sales.by_step(step)
    ]


def written(day: date, pattern: str) -> str:
    return _written(day, pattern, FORMATS[locale()])


# A year of weeks is written a hundred times on a page, and the next page says the same days.
_written = lru_cache(2048)(format_date)


def name_of(part: Period, step: Step) -> str:
    if step is Step.MONTH:
        return written(part.first, "MMMM y")
    if part.first == part.last:
        return written(part.first, "d MMM y")
    return f"{written(part.first, 'd MMM')} – {written(part.last, 'd MMM y')}"


def rows_by_product(sales: Sales, most: int | None = None) -> list[Row]:
    """A row for each product; with `most`, for so many of them."""
    return [
        named(in_language(product, "title"), figures, of_days(sales.period) | {"product": product.id})
        for product, figures in revenue.by_product(sales.period, most)
    ]


def named(name: str, figures: Figures, words: dict[str, Any]) -> Row:
    return Row(name, (name,), figures, words)


def rows_by_maker(sales: Sales) -> list[Row]:
    """By the name that she is known by in the shop, also in what is taken out of the house."""
    return [
        named(
            maker.pseudonym if maker else _("Tanpa nama perajin"),
            figures,
            of_days(sales.period) | {"maker": maker.id if maker else 0},
        )
        for maker, figures in revenue.by_maker(sales.period)
    ]


def rows_by_channel(sales: Sales) -> list[Row]:
    return [
        named(str(word(channel)), figures, of_days(sales.period) | {"channel": channel})
        for channel, figures in sales.by_channel()
    ]


TABLES: dict[str, tuple[Any, tuple[Any, ...], Any]] = {
    "products": (_l("Menurut kain"), (_l("Kain"),), rows_by_product),
    "makers": (_l("Menurut perajin"), (_l("Nama perajin"),), rows_by_maker),
    "channels": (_l("Menurut asal"), (_l("Asal"),), rows_by_channel),
}


def tables_shown(sales: Sales) -> list[tuple[str, list[Row], Figures | None, Any]]:
    """The tables of the page, each with its first rows, what the others come to, and its title.

    A year may have sold thousands of products, so no more are read than are shown; all goods are some maker's.
    """
    found = {"makers": rows_by_maker(sales), "channels": rows_by_channel(sales)}
    whole = {name: Figures.added(row.figures for row in rows) for name, rows in found.items()}
    found["products"], whole["products"] = rows_by_product(sales, MOST_ROWS), whole["makers"]
    return [
        (name, *at_a_glance(found[name], whole[name]), title)
        for name, (title, _head, _rows) in TABLES.items()
    ]
