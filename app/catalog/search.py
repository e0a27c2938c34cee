"""Finding products by words. The only place that knows how each database looks for them: SQLite with FTS5, PostgreSQL
with a GIN index of text search vectors. Both are given the same words, and so find the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from app.db import db

from . import bits
from .facets import Names
from .lexicon import SPELT, TITLE, Asked, Lexicon, asked
from .models import Place, Word

# How like a word must be to be meant, in hundredths, and with how many it is compared.
ALIKE, COMPARED = 75, 5_000
# Of each word, the forms of which one must be there.
Alternatives = Iterable[Iterable[str]]
NOTHING = ((TITLE,),)


@dataclass(frozen=True, slots=True)
class Found:
    """The published places that answer a question, the best answers first; `instead` is the question that was answered
    where nothing answers the one that was asked."""

    best: tuple[int, ...]
    instead: str = ""


def find(question: str, names: Names, *, shown: int, exact: bool = False) -> Found:
    """What answers a question, among the places that visitors see (`shown`). A word that is written nowhere is taken
    for the one most like it, unless the question is meant exactly."""
    _read_by_index()
    lexicon = Lexicon(names)
    words = asked(question, lexicon)
    found = _answers(words, shown)
    if any(found) or exact or not words:
        return Found(found)
    if instead := _corrected(words, lexicon):
        found = _answers(asked(instead, lexicon), shown)
    return Found(found, instead if any(found) else "")


def _answers(words: list[Asked], shown: int) -> tuple[int, ...]:
    """First what has all words in its title, then what is also called so by a name, then what has them anywhere."""
    if not words:
        return (0,)
    ways: list[Alternatives] = [
        [word.in_title for word in words],
        [word.in_title + word.named for word in words],
        [word.written + word.named for word in words],
    ]
    sets = [shown & places for places in _places(ways)]
    return (sets[0], sets[1] & ~sets[0], sets[2] & ~sets[1])


def _read_by_index() -> None:
    """For the rest of the transaction, keep PostgreSQL from reading all texts for a word that is in most of them."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.set_config("enable_seqscan", "off", True)))


def _places(ways: list[Alternatives]) -> list[int]:
    """The places that match, in each of these ways."""
    dialect = db.engine.dialect.name
    written = {f"way{number}": _written(dialect, way) for number, way in enumerate(ways)}
    found = {way: places for way, places in db.session.execute(_looking(dialect, len(ways)), written)}  # noqa: C416
    return [bits.of(map(int, (found[number] or "").split())) for number in range(len(ways))]


@cache
def _looking(dialect: str, ways: int) -> sa.CompoundSelect[int, str]:
    """One statement that looks in several ways; all places of one come as one text, which is read much faster."""
    selects = []
    for number in range(ways):
        found = _matching(dialect, sa.bindparam(f"way{number}", type_=sa.String)).subquery()
        joined = sa.func.aggregate_strings(sa.cast(found.c.id, sa.String), " ")
        selects.append(sa.select(sa.literal(number), joined))
    return sa.union_all(*selects)


def _corrected(words: list[Asked], lexicon: Lexicon) -> str:
    """The question with its unknown words taken for the likest known ones; empty where there is nothing to correct."""
    spelt = [word for word in words if len(word.word) >= SPELT and not word.tags]
    written = _places([[word.written] for word in spelt]) if spelt else []
    unknown = {word.word for word, places in zip(spelt, written, strict=True) if not places}
    if not unknown:
        return ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (three megabytes, and most processes never need it)

    choices, likest = [*sorted(lexicon.words()), *_often_written(unknown)], {}
    for word in unknown:
        found = process.extract(word, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        # Of equally like ones the first: a name, or else the word that is written more often.
        likest[word] = max(found, key=lambda one: (one[1], -one[2]), default=(word,))[0]
    return " ".join(likest.get(word.word, word.word) for word in words)


def _often_written(unknown: set[str]) -> list[str]:
    """The words that these may be meant for: about as long, those first that are written most."""
    lengths = [len(word) for word in unknown]
    length = sa.func.length(Word.text).between(min(lengths) - 2, max(lengths) + 2)
    often = (
        sa.select(Word.text).where(length).order_by(Word.count.desc(), Word.text).limit(COMPARED).subquery()
    )
    # As one text, which takes less time and memory than thousands of rows.
    return (db.session.scalar(sa.select(sa.func.aggregate_strings(often.c.text, " "))) or "").split()


def anywhere(question: str, names: Names) -> sa.Select[int]:
    """The places that answer a question in any way, also those that visitors do not see."""
    words = [word.written + word.named for word in asked(question, Lexicon(names))]
    return matching(words or NOTHING)


def titled(question: str, shown: int) -> int:
    """The places among those that visitors see that have the question, or how it begins, in their titles."""
    words = [word.in_title for word in asked(question, Lexicon(Names()))]
    _read_by_index()
    return shown & _places([words])[0] if words else 0


def meant(question: str, lexicon: Lexicon) -> set[str]:
    """The tags whose names have all words of the question, or how they begin."""
    sets = [set(word.tags) for word in asked(question, lexicon)]
    return set.intersection(*sets) if sets else set()


def matching(words: Alternatives) -> sa.Select[int]:
    """The places that have, of each word, one of its forms."""
    dialect = db.engine.dialect.name
    return _matching(dialect, sa.literal(_written(dialect, words)))


def _matching(dialect: str, written: sa.ColumnElement[str]) -> sa.Select[int]:
    if dialect == "sqlite":
        found = sa.table("found", sa.column("rowid", sa.Integer))
        return sa.select(found.c.rowid.label("id")).where(sa.literal_column("found").op("MATCH")(written))
    vector = sa.func.array_to_tsvector(sa.func.string_to_array(Place.words, sa.literal_column("' '")))
    return sa.select(Place.id).where(vector.op("@@")(sa.cast(written, TSQUERY)))


def _written(dialect: str, words: Alternatives) -> str:
    """The question as a database reads it; its words are letters and digits alone, so there is nothing to escape."""
    quote, beginning, either, both = (
        ('"', "*", " OR ", " AND ") if dialect == "sqlite" else ("'", ":*", " | ", " & ")
    )

    def say(form: str) -> str:
        return f"{quote}{form.removesuffix('*')}{quote}" + (beginning if form.endswith("*") else "")

    return both.join(f"({either.join(map(say, forms))})" for forms in words)
