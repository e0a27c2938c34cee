"""State machines as tables: a status column moves only along its row in MOVES."""

import enum
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import event
from sqlalchemy.orm import Mapper

from .errors import ShopError

Moves = Mapping[enum.StrEnum, frozenset[Any] | set[Any]]


class WrongMove(ShopError):
    """The thing is not in a state from which this can happen."""


class Lifecycle:
    """Mix into a model; setting a column named in MOVES to a state that its table does not allow raises WrongMove.

    Staying is a move like any other: only where the table names it, so that nothing is done twice by doing it again.
    """

    MOVES: ClassVar[Mapping[str, Moves]]

    def may(self, column: str, state: enum.StrEnum) -> bool:
        """Can the column become this state from where it is now?"""
        return state in self.MOVES[column][getattr(self, column)]


def _guard(column: str, moves: Moves) -> Any:
    def obey(target: Any, new: Any, old: Any, initiator: Any) -> None:
        if isinstance(old, enum.StrEnum) and new not in moves[old]:
            raise WrongMove(
                _l("Ini tidak bisa dilakukan lagi: keadaannya sudah berubah. Muat ulang halaman.")
            )

    return obey


@event.listens_for(Mapper, "mapper_configured")
def _watch(mapper: Mapper[Any], model: type[Any]) -> None:
    if issubclass(model, Lifecycle):
        for column, moves in model.MOVES.items():
            event.listen(getattr(model, column), "set", _guard(column, moves), active_history=True)
