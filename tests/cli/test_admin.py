from flask.testing import FlaskCliRunner

from app.accounts import passwords, queries
from app.accounts.models import Role
from app.db import db

ASKED = ["admin", "create", "--email", "Pengurus@contoh.id", "--name", "Bu Tini"]


def test_the_first_admin_is_made_from_the_shell_and_types_the_password_unseen(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=ASKED, input="tiga kata aneh\ntiga kata aneh\n")
    admin = db.session.scalars(queries.by_email("pengurus@contoh.id")).one()
    assert (done.exit_code, "tiga kata aneh" in done.output) == (0, False)
    assert (admin.name, admin.role, passwords.verify(admin.password_hash, "tiga kata aneh")) == (
        "Bu Tini",
        Role.ADMIN,
        True,
    )


def test_what_is_wrong_is_said_in_one_line(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=[*ASKED, "--password", "pendek"])
    assert (done.exit_code, done.output) == (1, "Error: Kata sandi paling sedikit 10 huruf atau angka.\n")
    assert db.session.scalars(queries.by_email("pengurus@contoh.id")).all() == []
