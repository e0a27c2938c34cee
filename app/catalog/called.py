"""What the kinds and the techniques of cloth are called."""

from flask_babel import lazy_gettext as _l

from .models import Kind, Technique

KIND = {
    Kind.KAIN: _l("Kain panjang"),
    Kind.SELENDANG: _l("Selendang"),
    Kind.SARUNG: _l("Sarung"),
    Kind.SYAL: _l("Syal"),
    Kind.TAPLAK: _l("Taplak meja"),
    Kind.SAPU_TANGAN: _l("Sapu tangan"),
}
TECHNIQUE = {
    Technique.TULIS: _l("Batik tulis"),
    Technique.CAP: _l("Batik cap"),
    Technique.KOMBINASI: _l("Kombinasi tulis dan cap"),
}
