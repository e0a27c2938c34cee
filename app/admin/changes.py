"""What of a thing was changed, as the form calls it in which it is changed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.forms import Form

from .forms.campaigns import RulesForm
from .forms.products import MotifForm, ProductForm, VariantForm
from .makers import MakerForm
from .webhooks import SavedForm

FORMS: Mapping[str, tuple[type[Form], ...]] = {
    "product": (ProductForm, VariantForm),
    "motif": (MotifForm,),
    "maker": (MakerForm,),
    "voucher": (RulesForm,),
    "webhook": (SavedForm,),
}
SWITCHED = {True: _l("dihidupkan"), False: _l("dimatikan")}


def changed(subject: str, details: Mapping[str, Any]) -> list[str]:
    """What an entry of the book says was changed; of a switch, how it stands since."""
    return [
        str(SWITCHED[details[name]] if name == "active" and name in details else getattr(form, name).args[0])
        for name in details.get("changed", ())
        for form in FORMS.get(subject, ())
        if hasattr(form, name)
    ]
