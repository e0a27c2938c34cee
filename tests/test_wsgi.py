"""A shop that must not start says why in one line."""

import os
import subprocess
import sys

import pytest

from config import ROOT
from tests.settings import settings_for


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"DATABASE_URL": "sqlite:////nowhere/canting.db"}, "DATABASE_URL: the database does not open"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set, with at least 32 characters"),
    ],
)
def test_what_keeps_a_shop_from_starting_is_said_in_one_line(settings, why):
    said = settings_for("sqlite://", ENVIRONMENT="production") | settings
    ended = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={**os.environ, **said},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert ended.stderr.startswith(f"Canting does not start: {why}")
