"""Money that a person must decide about."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.accounts.permissions import Permission
from app.db import db
from app.fields import stand_in_row
from app.forms import Form
from app.payments import actions
from app.payments import queries as money
from app.payments.models import Task, TaskKind
from app.web import needs

bp = Blueprint("tasks", __name__, url_prefix="/tasks")

RECENT = 50
WHAT_TO_DO = {
    TaskKind.MISMATCH: _l(
        "Yang masuk berbeda dari tagihan. Hubungi pembeli: minta kekurangannya, atau kirim kembali uangnya."
    ),
    TaskKind.LATE_MONEY: _l(
        "Uang datang setelah kainnya terjual kepada orang lain. Kembalikan, atau tawarkan kain lain."
    ),
    TaskKind.DOUBLE_PAYMENT: _l("Pembeli membayar dua kali. Kembalikan yang kedua dari halaman pesanan."),
    TaskKind.REFUND_DUE: _l("Pesanan dibatalkan setelah dibayar. Kembalikan uangnya dari halaman pesanan."),
    TaskKind.REFUND_FAILED: _l(
        "Layanan pembayaran tidak mengembalikan uangnya. Lihat sebabnya di akun layanan itu, lalu kembalikan sekali "
        "lagi dari halaman pesanan, atau minta nomor rekening pembeli dan kirim lewat bank."
    ),
    TaskKind.UNMATCHED: _l("Uang datang tanpa pesanan yang cocok. Cari asalnya di akun layanan pembayaran."),
    TaskKind.REFUSED: _l(
        "Layanan pembayaran menolak permintaan tentang uang ini, jadi toko tidak mengulanginya sendiri. Lihat di akun "
        "layanan itu apa yang terjadi, lalu tanyakan sekali lagi."
    ),
    TaskKind.SOLD_TWICE: _l(
        "Kain ini dijual di stan padahal sudah ada pemiliknya. Kain tetap milik pemesan yang pertama: kembalikan uang "
        "pembeli di stan dari halaman pesanannya. Bila pembeli di stan yang membawanya pulang, berikan kepadanya: "
        "pesanan yang lain dibatalkan, dan uangnya menjadi tugas untuk dikembalikan."
    ),
}


class CloseForm(Form):
    resolution = StringField(
        _l("Yang diputuskan"),
        [DataRequired(_l("Tuliskan apa yang diputuskan.")), Length(max=500)],
        render_kw={"autocomplete": "off"},
    )


@bp.get("")
@needs(Permission.CONFIRM_MONEY)
def browse() -> str:
    return page_of()


@bp.post("/<int:task_id>/close")
@needs(Permission.CONFIRM_MONEY)
def close(task_id: int) -> tuple[str, int] | Response:
    task, form = db.get_or_404(Task, task_id, with_for_update=True), CloseForm()
    if not form.validate():
        return page_of(task, form), 422
    actions.close_task(task, by=current_user.email, resolution=form.resolution.data)
    db.session.commit()
    flash(_("Tugas ditutup."), "done")
    return redirect(url_for(".browse"), 303)


def page_of(tried: Task | None = None, filled: CloseForm | None = None) -> str:
    """The list, with the form that was filled in wrongly, if any, at its task."""
    waiting = db.session.scalars(money.open_tasks()).all()
    forms = {task.id: CloseForm(formdata=None) for task in waiting}
    if tried and filled:
        forms[tried.id] = filled
    for task_id, form in forms.items():
        stand_in_row(form.resolution, task_id)
    return render_template(
        "admin/tasks/browse.html",
        forms=forms,
        tasks=waiting,
        closed=db.session.scalars(money.closed_tasks().limit(RECENT)).all(),
        what_to_do=WHAT_TO_DO,
    )
