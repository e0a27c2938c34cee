"""Collect the texts of pages and mails for translation: what `make texts` does.

Indonesian is what stands in the code and the templates. Their English is written in
translations/en/LC_MESSAGES/messages.po, and the shop reads the .mo beside it. Both files hold texts and nothing else:
no dates and no line numbers, so that a change shows the texts that changed.
"""

import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(
    ["_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "_pl:1c,2"]
)
# Babel writes the moment of compiling into a .mo, which would make every one of them different.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def collected() -> Catalog:
    """Every text of the shop, in Indonesian."""
    with (ROOT / "babel.cfg").open() as config:
        method_map, options_map = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    texts = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(
        ROOT, method_map, options_map, KEYWORDS
    ):
        texts.add(message, context=context)
    return texts


def english() -> Catalog:
    """The English that is written so far."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def brought_up_to_date(translated: Catalog, texts: Catalog) -> Catalog:
    """With an empty place for each new text, and without the texts that are gone."""
    translated.update(texts, no_fuzzy_matching=True)
    translated.obsolete.clear()
    return translated


def as_po(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = NO_DATE
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no English, or where one and many differ, only half of it."""
    return [str(message.id) for message in catalog if message.id and not _whole(message.string)]


def _whole(text: str | Sequence[str] | None) -> bool:
    return bool(text) and (isinstance(text, str) or all(text or ()))


def main() -> None:
    catalog = brought_up_to_date(english(), collected())
    ENGLISH.write_bytes(as_po(catalog))
    ENGLISH.with_suffix(".mo").write_bytes(as_mo(catalog))
    missing = untranslated(catalog)
    for text in missing:
        print(f"no English: {text}")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
