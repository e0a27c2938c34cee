"""What staff fill in about what the members decided."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from app.forms import Form

from .exhibitions import DAY
from .products import paragraphs


class GoalForm(Form):
    percent = IntegerField(
        _l("Sasaran di luar pameran"),
        [
            InputRequired(_l("Tulis sasarannya dalam persen.")),
            NumberRange(0, 100, _l("Sasaran ditulis dalam persen, dari 0 sampai 100.")),
        ],
        description=_l("Berapa persen pendapatan bersih yang ingin didapat di luar pameran."),
        render_kw={"inputmode": "numeric", "min": 0, "max": 100},
    )
    from_month = DateField(_l("Mulai bulan"), DAY, description=_l("Tanggal berapa pun di bulan itu."))
    decided_on = DateField(_l("Diputuskan pada"), DAY)
    note = TextAreaField(
        _l("Catatan rapat"),
        [Length(max=1000)],
        filters=[paragraphs],
        render_kw={"rows": 2},
    )
