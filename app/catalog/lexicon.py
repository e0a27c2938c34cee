"""The words that products are found by, and those that people ask with.

They are folded and brought to their stems here, so that every database finds the same. What has a name of its own
(motifs, makers, kinds, colours) is kept with a product as its tag, and looked up by its name of today: when a motif is
called something else too, or a maker's name must not be said any more, no product has to be touched.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from Stemmer import Stemmer

from .facets import DYES, Facet, Names, tag, tags_of
from .models import Colour, Dye, Kind, Product, Technique

MOST_WORDS, LONGEST = 8, 40
# From so many letters on, a word is also the beginning of another, and can be misspelt.
PREFIX, SPELT = 2, 4
STOP = frozenset({"dan", "atau", "yang", "di", "ke", "dari", "untuk", "dengan"}) | frozenset(
    {"the", "a", "an", "of", "and", "or", "for", "with", "in"}
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
    told = [product.story_id, product.story_en, product.dye_detail_id, product.dye_detail_en]
    told += [variant.sku for variant in product.variants]
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


@cache
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
