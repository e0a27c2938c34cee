"""Finding products by words: what they are found by, and how a question is read. The only place that knows how each
database looks for words: SQLite with FTS5, PostgreSQL with a GIN index of text search vectors.

Words are folded and brought to their stems here, so that both find the same. What has a name of its own (motifs,
makers, kinds, colours) is kept with a product as its tag, and looked up by its name of today: when a motif is called
something else too, or a maker's name must not be said any more, no product has to be touched.
"""

import functools
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from Stemmer import Stemmer

from app.db import db

from . import bits
from .facets import DYES, Facet, Names, tag, tags_of
from .models import Colour, Dye, Kind, Place, Product, Technique, Word

MOST_WORDS, LONGEST = 8, 40
# From so many letters on, a word is also the beginning of another, and can be misspelt.
PREFIX, SPELT = 2, 4
# How like a word must be, in hundredths, and with how many it is compared.
ALIKE, COMPARED = 75, 5_000
STOP = frozenset(
    (
        "dan",
        "atau",
        "yang",
        "di",
        "ke",
        "dari",
        "untuk",
        "dengan",
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "for",
        "with",
        "in",
    )
)
# Tags, stems and the words of titles begin with what nobody can type, a sign that is no letter, so that no beginning of
# a word is theirs.
TAG, STEM, TITLE = "=", "=s=", "=t="
# What can be looked for by name, among the tags.
NAMED = (Facet.TECHNIQUE, Facet.COLOUR, Facet.MOTIF, Facet.KIND, Facet.DYE, Facet.MAKER)

# How people in both languages call what the enums name.
CALLED: dict[Facet, Mapping[str, str]] = {
    Facet.KIND: {
        Kind.KAIN: "kain panjang jarik cloth fabric",
        Kind.SELENDANG: "selendang shawl stole",
        Kind.SARUNG: "sarung sarong",
        Kind.SYAL: "syal scarf",
        Kind.TAPLAK: "taplak meja tablecloth table",
        Kind.SAPU_TANGAN: "sapu tangan saputangan handkerchief",
    },
    Facet.TECHNIQUE: {
        Technique.TULIS: "batik tulis hand drawn canting",
        Technique.CAP: "batik cap stamped stamp",
        Technique.KOMBINASI: "batik kombinasi tulis cap combination",
    },
    Facet.DYE: {
        DYES[Dye.NATURAL]: "pewarna warna alam alami natural dye dyed",
        DYES[Dye.SYNTHETIC]: "pewarna warna sintetis synthetic dye dyed",
        DYES[Dye.MIXED]: "pewarna warna campuran mixed dye dyed",
    },
    Facet.COLOUR: {
        Colour.INDIGO: "biru indigo nila wedel blue",
        Colour.TOSKA: "toska biru hijau laut teal turquoise",
        Colour.SOGA: "soga sogan cokelat coklat brown",
        Colour.MERAH: "merah mengkudu bangbangan red",
        Colour.MERAH_MUDA: "merah muda jambon pink",
        Colour.KUNING: "kuning kunyit kunir yellow turmeric",
        Colour.HIJAU: "hijau green",
        Colour.UNGU: "ungu wungu terung purple violet",
        Colour.HITAM: "hitam ireng black",
        Colour.GADING: "putih gading krem white cream ivory",
    },
}


def fold(text: str) -> str:
    """The text as its plain words, without capitals, accents and signs."""
    plain = text.lower()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", text).lower()
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def stems(words: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """Each word with its stems in both languages, as far as they differ from it."""
    indonesian, english = Stemmer("indonesian"), Stemmer("english")
    for word in words:
        yield word, {indonesian.stemWord(word), english.stemWord(word)} - {word, ""}


def words_of(product: Product) -> str:
    """Everything that a product is found by. No maker's name: what she keeps to herself must not be found out."""
    title = _words(f"{product.title_id} {product.title_en}")
    told = (product.story_id, product.story_en, product.dye_detail_id, product.dye_detail_en)
    found = {f"{TAG}{name}" for name in tags_of(product) if name.partition("=")[0] in NAMED}
    for word, roots in stems(title):
        found |= {f"{TITLE}{form}" for form in (word, *roots)}
    for word, roots in stems({*title, *_words(" ".join(told))}):
        found |= {word, *(f"{STEM}{root}" for root in roots)}
    return " ".join(sorted(found))


def plain_words(words: str) -> set[str]:
    """Those of them that are written in the shop, and long enough to be misspelt."""
    return {
        word
        for word in words.split()
        if not word.startswith(TAG) and len(word) >= SPELT and not word.isdigit()
    }


def _words(text: str) -> set[str]:
    return {word[:LONGEST] for word in fold(text).split()} - STOP


@functools.cache
def _called() -> dict[str, set[str]]:
    """The tags that each word of ours names."""
    return _by_word(
        (tag(facet, value), words) for facet, names in CALLED.items() for value, words in names.items()
    )


def _by_word(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, words in named:
        for word in fold(words).split():
            found.setdefault(word, set()).add(name)
    return found


class Lexicon:
    """The words that name something today, with the tags that they name."""

    def __init__(self, names: Names) -> None:
        motifs = ((tag(Facet.MOTIF, motif.slug), f"{motif.name} {motif.aliases}") for motif in names.motifs)
        makers = ((tag(Facet.MAKER, maker.slug), maker.name) for maker in names.makers.values())
        self.known = (_called(), _by_word([*motifs, *makers]))

    def tags(self, word: str, roots: set[str]) -> list[str]:
        """The tags that somebody may mean who types this word, or the beginning of one."""
        found: set[str] = set()
        for known in self.known:
            found.update(*(known.get(form, ()) for form in (word, *roots)))
            if len(word) >= PREFIX:
                found.update(*(names for other, names in known.items() if other.startswith(word)))
        return sorted(found)

    def words(self) -> set[str]:
        return {word for known in self.known for word in known if len(word) >= SPELT}


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question: the tags that it names, its forms in titles and in all texts (`*` ends a beginning)."""

    word: str
    tags: tuple[str, ...]
    in_title: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(f"{TAG}{name}" for name in self.tags)


def asked(question: str, lexicon: Lexicon) -> list[Asked]:
    """A question's words; those that say nothing count only when there are no others."""
    words = list(dict.fromkeys(word[:LONGEST] for word in fold(question).split()))
    telling = [word for word in words if word not in STOP] or words
    found = []
    for word, roots in stems(telling[:MOST_WORDS]):
        itself = f"{word}*" if len(word) >= PREFIX else word
        in_title = (f"{TITLE}{itself}", *(f"{TITLE}{root}" for root in roots))
        written = (itself, *roots, *(f"{STEM}{form}" for form in (word, *roots)))
        found.append(Asked(word, tuple(lexicon.tags(word, roots)), in_title, written))
    return found


# Of each word, the forms of which one must be there.
Alternatives = Iterable[Iterable[str]]
NOTHING = ((TITLE,),)


@dataclass(frozen=True, slots=True)
class Found:
    """The published places that answer a question, the best answers first; `instead` is the question that was answered
    where nothing answers the one that was asked."""

    best: tuple[int, ...]
    instead: str = ""

    @property
    def places(self) -> int:
        return functools.reduce(operator.or_, self.best)


def find(question: str, names: Names, *, shown: int, exact: bool = False) -> Found:
    """What answers a question, among the places that visitors see (`shown`). A word that is written nowhere is taken
    for the one most like it, unless the question is meant exactly."""
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


def _places(ways: list[Alternatives]) -> list[int]:
    """The places that match, in each of these ways."""
    dialect = db.engine.dialect.name
    if dialect == "postgresql":
        # A word that is in most places makes it read all their texts, when it could count on its index.
        db.session.execute(sa.select(sa.func.set_config("enable_seqscan", "off", True)))
    written = {f"way{number}": _written(dialect, way) for number, way in enumerate(ways)}
    found = {way: places for way, places in db.session.execute(_looking(dialect, len(ways)), written)}  # noqa: C416
    return [bits.of(map(int, (found[number] or "").split())) for number in range(len(ways))]


@functools.cache
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


def _often_written(unknown: set[str]) -> Sequence[str]:
    """The words that these may be meant for: about as long, those first that are written most."""
    lengths = [len(word) for word in unknown]
    length = sa.func.length(Word.text).between(min(lengths) - 2, max(lengths) + 2)
    often = sa.select(Word.text).where(Word.count > 0, length).order_by(Word.count.desc(), Word.text)
    return db.session.scalars(often.limit(COMPARED)).all()


def anywhere(question: str, names: Names) -> sa.Select[int]:
    """The places that answer a question in any way, also those that visitors do not see."""
    words = [word.written + word.named for word in asked(question, Lexicon(names))]
    return matching(words or NOTHING)


def titled(question: str, shown: int) -> int:
    """The places among those that visitors see that have the question, or how it begins, in their titles."""
    words = [word.in_title for word in asked(question, Lexicon(Names()))]
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
