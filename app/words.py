"""The words by which people know the shop's kinds and states."""

import enum
from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import get_locale, lazy_pgettext
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.catalog.called import KIND, TECHNIQUE
from app.catalog.models import Colour, Dye, Kind, ProductStatus, StockModel, Technique
from app.exhibitions.models import CostKind, ExhibitionStatus, Target
from app.inventory.models import Cause, HoldState
from app.leads.models import How, LeadStatus, QuoteStatus, WhyNot
from app.makers.models import Step, Use
from app.notifications.models import MessageState
from app.orders.models import (
    UNKNOWN,
    Channel,
    Destination,
    EventKind,
    FulfilmentStatus,
    Order,
    OrderStatus,
    PaymentStatus,
)
from app.orders.stages import Stage
from app.pages.models import Page
from app.payments.models import PaymentState, RefundState, TaskKind
from app.pictures.models import Trouble
from app.promotions.models import Bearer
from app.publicity.models import Part, PublicationKind
from app.reviews.models import Reason, ReviewState
from app.webhooks.models import DeliveryState

LEAD_STATUS = {
    LeadStatus.NEW: _l("Baru"),
    LeadStatus.CONTACTED: _l("Sudah dihubungi"),
    LeadStatus.CONVERTED: _l("Membeli"),
    LeadStatus.DECLINED: _l("Tidak jadi"),
    LeadStatus.UNSUBSCRIBED: _l("Minta berhenti"),
}
WHY_NOT = {
    WhyNot.PRICE: _l("Harganya"),
    WhyNot.SIZE: _l("Ukurannya"),
    WhyNot.COLOUR: _l("Warnanya"),
    WhyNot.SHIPPING: _l("Ongkos kirimnya"),
    WhyNot.LOOKING: _l("Hanya melihat-lihat"),
    WhyNot.OTHER: _l("Lainnya"),
}
QUOTE_STATUS = {
    QuoteStatus.OPEN: _l("Menunggu jawaban"),
    QuoteStatus.ACCEPTED: _l("Disepakati"),
    QuoteStatus.DECLINED: _l("Tidak diambil"),
    QuoteStatus.WITHDRAWN: _l("Ditarik"),
}
HOW = {
    How.WHATSAPP: _l("WhatsApp"),
    How.MAIL: _l("Surel"),
    How.CALL: _l("Telepon"),
}
PAGE_NAME = {
    Page.ABOUT: _l("Tentang kami"),
    Page.HELP: _l("Bantuan"),
    Page.SHIPPING: _l("Pengiriman"),
    Page.TERMS: _l("Syarat jual beli"),
    Page.PRIVACY: _l("Privasi"),
}
DYE = {
    Dye.NATURAL: _l("Pewarna alami"),
    Dye.SYNTHETIC: _l("Pewarna sintetis"),
    Dye.MIXED: _l("Pewarna alami dan sintetis"),
}
COLOUR = {
    Colour.INDIGO: _l("Biru indigo"),
    Colour.TOSKA: _l("Toska"),
    Colour.SOGA: _l("Cokelat soga"),
    Colour.MERAH: _l("Merah"),
    Colour.MERAH_MUDA: _l("Merah muda"),
    Colour.KUNING: _l("Kuning"),
    Colour.HIJAU: _l("Hijau"),
    Colour.UNGU: _l("Ungu"),
    Colour.HITAM: _l("Hitam"),
    Colour.GADING: _l("Putih gading"),
}
STOCK_MODEL = {
    StockModel.ONE: _l("Hanya satu"),
    StockModel.STOCKED: _l("Tersedia beberapa"),
    StockModel.MADE_TO_ORDER: _l("Dibuat setelah dipesan"),
}
PRODUCT_STATUS = {
    ProductStatus.DRAFT: _l("Konsep"),
    ProductStatus.PUBLISHED: _l("Tampil di toko"),
    ProductStatus.ARCHIVED: _l("Dalam arsip"),
}
STEP = {
    Step.NYOREK: _l("Nyorek: menggambar pola"),
    Step.NGLOWONG: _l("Nglowong: malam pada garis pola"),
    Step.NGISENI: _l("Ngiseni: mengisi dengan titik dan garis"),
    Step.NEMBOK: _l("Nembok: menutup latar dengan malam"),
    Step.NGECAP: _l("Ngecap: malam dengan cap tembaga"),
    Step.NYOLET: _l("Nyolet: mewarnai dengan kuas"),
    Step.MEDEL: _l("Medel: mencelup warna biru"),
    Step.NYOGA: _l("Nyoga: mencelup warna cokelat soga"),
    Step.NGLOROD: _l("Nglorod: melepas malam dalam air mendidih"),
}
USE = {
    Use.NAME: _l("Nama asli"),
    Use.PHOTO: _l("Foto"),
    Use.VILLAGE: _l("Desa"),
    Use.WORK_COUNTRY: _l("Negara tempat pernah bekerja"),
    Use.STORY: _l("Cerita"),
    Use.REPLIES: _l("Jawaban pada ulasan"),
    Use.PRINT: _l("Barang cetakan"),
    Use.SOCIAL_MEDIA: _l("Media sosial"),
}
ROLE = {
    Role.ADMIN: _l("Pengurus"),
    Role.OFFICER: _l("Petugas"),
    Role.MAKER: lazy_pgettext("role", "Perajin"),
    Role.CUSTOMER: _l("Pelanggan"),
}
CAUSE = {
    Cause.RECEIVED: _l("Diterima"),
    Cause.SOLD: _l("Terjual"),
    Cause.RETURNED: _l("Kembali"),
    Cause.ADJUSTED: _l("Dikoreksi"),
    Cause.TAKEN: _l("Dibawa ke pameran"),
    Cause.BROUGHT_BACK: _l("Tercatat kembali dari pameran"),
    Cause.SOLD_THERE: _l("Terjual di pameran"),
    Cause.MISSING: _l("Hilang"),
}
EXHIBITION_STATUS = {
    ExhibitionStatus.PLANNED: _l("Direncanakan"),
    ExhibitionStatus.OPEN: _l("Sedang berlangsung"),
    ExhibitionStatus.CLOSED: _l("Ditutup"),
}
COST_KIND = {
    CostKind.STAND: _l("Sewa stan"),
    CostKind.TRANSPORT: _l("Transportasi"),
    CostKind.LODGING: _l("Penginapan"),
    CostKind.MEALS: _l("Makan"),
    CostKind.PRINTING: _l("Cetakan"),
    CostKind.OTHER: _l("Lain-lain"),
}
TARGET = {
    Target.WELCOME: _l("Halaman sambutan, dengan kain pilihan"),
    Target.SHOP: _l("Halaman depan toko"),
    Target.PRODUCT: _l("Satu kain"),
    Target.MAKER: _l("Halaman seorang perajin"),
}
BEARER = {
    Bearer.COOPERATIVE: _l("Bagian koperasi"),
    Bearer.MAKERS: _l("Bagian perajin"),
}
PUBLICATION_KIND = {
    PublicationKind.TAGS: _l("Label dan kartu harga"),
    PublicationKind.POSTER: _l("Poster"),
    PublicationKind.CATALOGUE: _l("Katalog"),
    PublicationKind.SHARE: _l("Gambar dan teks untuk WhatsApp dan Instagram"),
}
PART = {
    Part.NAME: _l("nama"),
    Part.VILLAGE: _l("desa"),
    Part.PORTRAIT: _l("potret"),
    Part.WORDS: _l("kutipan"),
}
CAME_BY = {
    "direct": _l("Langsung, tanpa tautan kampanye"),
    UNKNOWN: _l("Tidak diketahui"),
}
HOLD_STATE = {
    HoldState.LIVE: _l("Dipegang untuk pembeli"),
    HoldState.SOLD: _l("Terjual"),
    HoldState.RELEASED: _l("Dilepas"),
    HoldState.RETURNED: _l("Kembali"),
}
ORDER_STATUS = {
    OrderStatus.PLACED: _l("Berjalan"),
    OrderStatus.COMPLETED: _l("Selesai"),
    OrderStatus.CANCELLED: _l("Dibatalkan"),
    OrderStatus.EXPIRED: _l("Lewat batas waktu"),
}
PAYMENT_STATUS = {
    PaymentStatus.UNPAID: _l("Menunggu pembayaran"),
    PaymentStatus.IN_REVIEW: _l("Menunggu konfirmasi"),
    PaymentStatus.DEPOSIT_PAID: _l("Uang muka dibayar"),
    PaymentStatus.PAID: _l("Lunas"),
    PaymentStatus.PARTLY_REFUNDED: _l("Dikembalikan sebagian"),
    PaymentStatus.REFUNDED: _l("Uang dikembalikan"),
}
FULFILMENT_STATUS = {
    FulfilmentStatus.UNFULFILLED: _l("Belum dikemas"),
    FulfilmentStatus.PACKED: _l("Dikemas"),
    FulfilmentStatus.SHIPPED: _l("Dikirim"),
    FulfilmentStatus.DELIVERED: _l("Sampai"),
    FulfilmentStatus.RETURNED: _l("Kembali ke kami"),
}
STAGE = {
    Stage.TO_QUOTE: _l("Hitung ongkir"),
    Stage.TO_PAY: _l("Menunggu bayar"),
    Stage.IN_REVIEW: _l("Periksa bukti"),
    Stage.IN_THE_MAKING: _l("Sedang dibuat"),
    Stage.TO_PACK: _l("Kemas"),
    Stage.TO_SHIP: _l("Kirim"),
    Stage.ON_THE_WAY: _l("Di jalan"),
    Stage.COMPLETED: _l("Selesai"),
    Stage.GIVEN_BACK: _l("Dikembalikan"),
    Stage.CLOSED: _l("Batal"),
}
CHANNEL = {
    Channel.SHOP: _l("Toko daring"),
    Channel.FAIR: _l("Pameran"),
    Channel.WHATSAPP: _l("WhatsApp"),
}
DESTINATION = {
    Destination.VILLAGE: _l("Dikirim di Indonesia"),
    Destination.ABROAD: _l("Dikirim ke luar negeri"),
    Destination.PICKUP: _l("Diambil sendiri"),
}
EVENT_KIND = {
    EventKind.PLACED: _l("Pesanan dibuat"),
    EventKind.QUOTED: _l("Ongkos kirim ditentukan"),
    EventKind.PROOF_RECEIVED: _l("Bukti transfer diterima"),
    EventKind.PROOF_REJECTED: _l("Bukti transfer ditolak"),
    EventKind.DEPOSIT_PAID: _l("Uang muka diterima"),
    EventKind.MADE: _l("Sudah jadi"),
    EventKind.REST_AWAITED: _l("Diingatkan membayar sisanya"),
    EventKind.PAID: _l("Pembayaran diterima"),
    EventKind.LATE_MONEY: _l("Uang datang setelah batas waktu"),
    EventKind.REVIVED: _l("Pesanan dihidupkan lagi"),
    EventKind.PACKED: _l("Dikemas"),
    EventKind.SHIPPED: _l("Dikirim"),
    EventKind.DELIVERED: _l("Sampai"),
    EventKind.CANCELLED: _l("Dibatalkan"),
    EventKind.EXPIRED: _l("Lewat batas waktu"),
    EventKind.RETURNED: _l("Kembali ke kami"),
    EventKind.REFUNDED: _l("Uang dikembalikan"),
}
PAYMENT_STATE = {
    PaymentState.OPEN: _l("Menunggu"),
    PaymentState.SETTLED: _l("Diterima"),
    PaymentState.CLOSED: _l("Ditutup"),
}
REFUND_STATE = {
    RefundState.PENDING: _l("Sedang diproses"),
    RefundState.DONE: _l("Selesai"),
    RefundState.FAILED: _l("Gagal"),
}
TASK_KIND = {
    TaskKind.MISMATCH: _l("Jumlah tidak cocok"),
    TaskKind.LATE_MONEY: _l("Uang terlambat"),
    TaskKind.DOUBLE_PAYMENT: _l("Dibayar dua kali"),
    TaskKind.REFUND_DUE: _l("Uang harus dikembalikan"),
    TaskKind.REFUND_FAILED: _l("Pengembalian uang gagal"),
    TaskKind.UNMATCHED: _l("Uang tanpa pesanan"),
    TaskKind.REFUSED: _l("Layanan pembayaran menolak"),
    TaskKind.SOLD_TWICE: _l("Satu kain, dua pembeli"),
}
MESSAGE_STATE = {
    MessageState.KEPT: _l("Disimpan"),
    MessageState.QUEUED: _l("Menunggu dikirim"),
    MessageState.SENT: _l("Terkirim"),
    MessageState.FAILED: _l("Gagal"),
}
DELIVERY_STATE = {
    DeliveryState.QUEUED: _l("Menunggu dikirim"),
    DeliveryState.DELIVERED: _l("Diterima"),
    DeliveryState.FAILED: _l("Gagal"),
}
REVIEW_STATE = {
    ReviewState.WAITING: _l("Menunggu diperiksa"),
    ReviewState.SHOWN: _l("Tampil di toko"),
    ReviewState.REJECTED: _l("Ditolak"),
    ReviewState.WITHDRAWN: _l("Ditarik penulisnya"),
}
REASON = {
    Reason.PERSONAL: _l("Memuat data pribadi orang lain"),
    Reason.INSULT: _l("Menghina atau mengancam"),
    Reason.ADVERTISING: _l("Iklan atau tautan"),
    Reason.OFF_TOPIC: _l("Bukan tentang kain atau pesanannya"),
    Reason.PICTURE: _l("Fotonya tidak pantas atau milik orang lain"),
}
TROUBLE = {
    Trouble.BROKEN: _l("Foto ini rusak: tidak bisa dibaca. Kirim lagi dari aslinya."),
    Trouble.HEAVY: _l("Foto ini terlalu berat untuk disiapkan. Kirim yang lebih kecil."),
    Trouble.LOST: _l("Berkas foto ini hilang. Kirim lagi."),
}

# By type first: members of two enums with the same value are equal to each other.
WORDS: dict[type[enum.StrEnum], Mapping[Any, Any]] = {
    Kind: KIND,
    Technique: TECHNIQUE,
    Dye: DYE,
    Colour: COLOUR,
    StockModel: STOCK_MODEL,
    ProductStatus: PRODUCT_STATUS,
    Step: STEP,
    Use: USE,
    Role: ROLE,
    Cause: CAUSE,
    HoldState: HOLD_STATE,
    ExhibitionStatus: EXHIBITION_STATUS,
    CostKind: COST_KIND,
    Target: TARGET,
    Bearer: BEARER,
    PublicationKind: PUBLICATION_KIND,
    Part: PART,
    OrderStatus: ORDER_STATUS,
    PaymentStatus: PAYMENT_STATUS,
    FulfilmentStatus: FULFILMENT_STATUS,
    Stage: STAGE,
    Channel: CHANNEL,
    Destination: DESTINATION,
    EventKind: EVENT_KIND,
    PaymentState: PAYMENT_STATE,
    RefundState: REFUND_STATE,
    TaskKind: TASK_KIND,
    MessageState: MESSAGE_STATE,
    DeliveryState: DELIVERY_STATE,
    ReviewState: REVIEW_STATE,
    Reason: REASON,
    Trouble: TROUBLE,
    Page: PAGE_NAME,
    LeadStatus: LEAD_STATUS,
    WhyNot: WHY_NOT,
    QuoteStatus: QUOTE_STATUS,
    How: HOW,
}


def word(member: enum.StrEnum) -> Any:
    """What a kind or a state is called in the language of the page."""
    return WORDS[type(member)][member]


def choices(kind: type[enum.StrEnum]) -> list[tuple[str, Any]]:
    """Every member of an enum with its word, for a form to choose from."""
    return [(member.value, text) for member, text in WORDS[kind].items()]


def came_by(order: Order) -> Any:
    """What brought an order's buyer, as far as anybody can say."""
    if order.last_campaign:
        return order.last_campaign.name
    if order.source.startswith("site:"):
        return order.source.removeprefix("site:")
    return CAME_BY.get(order.source, CAME_BY[UNKNOWN])


def country(code: str) -> str:
    """What a country is called in the language of the page."""
    names: Mapping[str, str] = (get_locale() or Locale("id")).territories
    return names.get(code, code)


def init_app(app: Flask) -> None:
    app.add_template_filter(came_by, "came_by")
    app.add_template_filter(country, "country")
    app.add_template_filter(word, "word")
