"""The way through the back office: what a role may not see is not in it."""

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _pl
from flask_login import current_user

from app.accounts.permissions import allows

PAGES = (
    ("admin.today.show", _l("Hari ini")),
    ("admin.orders.browse", _l("Pesanan")),
    ("admin.tasks.browse", _l("Tugas uang")),
    ("admin.products.browse", _l("Produk")),
    ("admin.stock.browse", _l("Stok")),
    ("admin.exhibitions.browse", _pl("room", "Pameran")),
    ("admin.leads.browse", _pl("room", "Peminat")),
    ("admin.campaigns.browse", _l("Kampanye")),
    ("admin.publicity.choose", _l("Bahan promosi")),
    ("admin.vouchers.browse", _l("Voucher")),
    ("admin.makers.browse", _l("Perajin")),
    ("admin.reviews.browse", _l("Ulasan")),
    ("admin.shipping.browse", _l("Ongkos kirim")),
    ("admin.pages.browse", _l("Halaman toko")),
    ("admin.revenue.show", _l("Pendapatan")),
    ("admin.messages.browse", _l("Surel")),
    ("admin.webhooks.browse", _l("Webhook")),
    ("admin.activity.browse", _l("Riwayat")),
    ("admin.people.browse", _l("Orang")),
)
# What has no page of its own in the way through, and where it belongs.
PARTS = {
    "admin.motifs": "admin.products",
    "admin.photos": "admin.products",
    "admin.openness": "admin.products",
    "admin.tags": "admin.products",
    "admin.new_order": "admin.orders",
    "admin.handover": "admin.people",
    "admin.packing": "admin.exhibitions",
    "admin.unpacking": "admin.exhibitions",
    "admin.lead_templates": "admin.leads",
    "admin.quotes": "admin.leads",
    "admin.worth": "admin.exhibitions",
    "admin.exhibition_team": "admin.exhibitions",
    "admin.beyond": "admin.revenue",
    "admin.stall": "admin.exhibitions",
}


def may_open(endpoint: str) -> bool:
    """May who is signed in see this page?"""
    permission = getattr(current_app.view_functions.get(endpoint), "permission", None)
    return current_user.is_authenticated and permission is not None and allows(current_user.role, permission)


def navigation() -> list[tuple[str, str, bool]]:
    """Label, address, and whether it is where one is, of each page that may be seen."""
    asked = (request.endpoint or "").rpartition(".")[0]
    here = PARTS.get(asked, asked)
    return [
        (label, url_for(endpoint), endpoint.rpartition(".")[0] == here)
        for endpoint, label in PAGES
        if may_open(endpoint)
    ]


def for_templates() -> dict[str, object]:
    return {"navigation": navigation(), "may_open": may_open}
