"""What staff fill in about the shop's own pages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from app.forms import Form
from app.pages import queries
from app.pages.models import Revision

from .products import paragraphs

ROWS = 24


class PageForm(Form):
    """A page in both languages; `after` is the revision that was on the screen when writing began."""

    text_id = TextAreaField(
        _l("Indonesia"),
        [DataRequired(_l("Tulis isi halamannya.")), Length(max=20_000)],
        filters=[paragraphs],
        render_kw={"rows": ROWS, "lang": "id"},
    )
    text_en = TextAreaField(
        _l("Inggris"),
        [Length(max=20_000)],
        filters=[paragraphs],
        render_kw={"rows": ROWS, "lang": "en"},
    )
    after = HiddenField()
    latest: Revision

    def validate_text_id(self, field: TextAreaField) -> None:
        if str(self.latest.id or 0) != self.after.data:
            raise ValidationError(
                _l("Orang lain menyimpan halaman ini sejak Anda membukanya. Buka riwayatnya, lalu gabungkan.")
            )
        self._has_opening(field)

    def validate_text_en(self, field: TextAreaField) -> None:
        if field.data:
            self._has_opening(field)

    def _has_opening(self, field: TextAreaField) -> None:
        if not queries.parts(field.data or "")[0].striptags().strip():
            raise ValidationError(_l("Mulailah dengan satu kalimat pembuka, sebelum judul bagian pertama."))

    def texts(self) -> dict[str, str]:
        return {"text_id": self.text_id.data or "", "text_en": self.text_en.data or ""}
