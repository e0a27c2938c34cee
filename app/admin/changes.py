"""What of a thing was changed, as the form calls it in which it is changed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.forms import Form

from .forms.campaigns import CampaignForm, RulesForm
from .forms.exhibitions import FairForm
from .forms.products import MotifForm, ProductForm, VariantForm
from .forms.quotes import QuoteForm
from .makers import MakerForm
from .shipping import CourierForm, ZoneForm
from .webhooks import SavedForm

FORMS: Mapping[str, tuple[type[Form], ...]] = {
    "product": (ProductForm, VariantForm),
    "motif": (MotifForm,),
    "maker": (MakerForm,),
    "voucher": (RulesForm,),
    "webhook": (SavedForm,),
    "exhibition": (FairForm,),
    "campaign": (CampaignForm,),
    "quote": (QuoteForm,),
    "courier": (CourierForm,),
    "zone": (ZoneForm,),
}
# What a form asks for by another name.
ASKED = {"product_id": "product"}
SWITCHED = {True: _l("dihidupkan"), False: _l("dimatikan")}


def changed(subject: str, details: Mapping[str, Any]) -> list[str]:
    """What an entry of the book says was changed; of a switch, how it stands since."""
    return [
        str(SWITCHED[details[name]] if name == "active" and name in details else label(getattr(form, name)))
        for name in (ASKED.get(name, name) for name in details.get("changed", ()))
        for form in FORMS.get(subject, ())
        if hasattr(form, name)
    ]


def label(field: Any) -> Any:
    """What a field of a form is called."""
    return field.kwargs.get("label") or field.args[0]
