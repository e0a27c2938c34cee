"""Write into the stylesheets which content of each picture and font they mean, after one of those has changed."""

import hashlib
import re
from pathlib import Path

SHEETS = Path(__file__).resolve().parent.parent / "static" / "css"
ADDRESS = re.compile(r'url\("(?!data:)([^"?]+)(?:\?v=[^"]*)?"\)')


def stamped(sheet: Path) -> str:
    def address(match: re.Match[str]) -> str:
        content = (sheet.parent / match[1]).read_bytes()
        return f'url("{match[1]}?v={hashlib.sha256(content).hexdigest()[:12]}")'

    return ADDRESS.sub(address, sheet.read_text())


def main() -> None:
    for sheet in SHEETS.glob("*.css"):
        sheet.write_text(stamped(sheet))


if __name__ == "__main__":
    main()
