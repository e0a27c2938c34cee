"""Compile the locks anew from the ranges in pyproject.toml: with hashes, and without any registry's address."""

import tempfile
from pathlib import Path

from tools.environment import LOCKS, ROOT, installer, run

OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="canting-") as folder:
        uv = installer(Path(folder))
        for kind, lock in LOCKS.items():
            groups = ["--group", "test"] if kind == "test" else []
            run(uv, "pip", "compile", *OPTIONS, ROOT / "pyproject.toml", *groups, "--output-file", lock)


if __name__ == "__main__":
    main()
