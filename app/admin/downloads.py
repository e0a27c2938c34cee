"""Tables to be taken along, for a spreadsheet."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request

from app.reports.sheets import Cell, as_csv

SEPARATORS = {"comma": ",", "semicolon": ";"}


def as_sheet(name: str, head: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> Response:
    """A file of this name, with the separator that the address asks for."""
    separator = SEPARATORS.get(request.args.get("separator", ""), ",")
    answer = Response(as_csv(head, rows, separator), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
