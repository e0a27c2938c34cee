"""What an admin fills in who orders for somebody."""

from flask_babel import lazy_gettext as _l
from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.checkout_form import CheckoutForm, one_line


class NewOrderForm(CheckoutForm):
    """A buyer's form, written for the buyer: with the search for pieces, and the language that he is written to in."""

    find_piece = SearchField(
        _l("Cari kain"),
        filters=[one_line],
        description=_l("Judul, motif, atau nomor kain, misalnya KB-0012."),
        render_kw={"autocomplete": "off", "maxlength": 100, "enterkeyhint": "search"},
    )
    language = SelectField(
        _l("Bahasa pembeli"),
        [InputRequired()],
        choices=[SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")],
    )
