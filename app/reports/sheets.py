"""Tables as CSV that a spreadsheet opens as what they are: text is text, amounts are plain numbers."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.money import Money

# Where a spreadsheet would begin to calculate: at the start of a cell, also of one that it makes itself by splitting at
# another separator or at a quote.
BEGINS_A_FORMULA = re.compile(r"(^|[;,|\"'])( *)(?=[=+\-@＝＋－＠])")
# Excel reads UTF-8 only where this stands first.
BYTE_ORDER_MARK = "\ufeff"

Cell = str | int | date | Money | None


def plain(text: str) -> str:
    """The text in one line, with an apostrophe wherever it would be read as a formula."""
    return BEGINS_A_FORMULA.sub(r"\1\2'", " ".join(text.split()))


def as_csv(head: Sequence[object], rows: Iterable[Sequence[Cell]], separator: str = ",") -> str:
    """A table as CSV; Excel in Indonesian wants semicolons between cells."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerow([plain(str(words)) for words in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + file.getvalue()


def _cell(cell: Cell) -> str | int:
    if isinstance(cell, Money):
        return cell.rupiah
    if isinstance(cell, date):
        return cell.isoformat()
    return plain(cell) if isinstance(cell, str) else "" if cell is None else cell
