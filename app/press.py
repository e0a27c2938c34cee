"""Print a page as PDF; run by itself, as a program whose memory goes when it ends.

    python press.py catalogue fonts < told.json

prints the page of this name that lies in the working folder, with its pictures beside it, into `made.pdf` there.
"""

import os
import sys
from pathlib import Path

import typst


def main(page: str, fonts: str) -> None:
    made = typst.compile(
        f"{page}.typ",
        root=".",
        ignore_system_fonts=True,
        font_paths=[fonts],
        sys_inputs={"told": sys.stdin.read()},
    )
    Path("made.pdf").write_bytes(made)


if __name__ == "__main__":
    os.nice(10)
    main(*sys.argv[1:])
