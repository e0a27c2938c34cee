"""Why an entry of a telephone was refused, in words for the officer who wrote it down."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

UNREAD = _l("Catatan ini tidak terbaca. Tulis lagi sebagai catatan baru.")
OTHER_FAIR = _l("Catatan ini milik pameran lain.")
OTHER_ENTRY = _l("Catatan lain dengan nomor yang sama sudah masuk. Tulis lagi sebagai catatan baru.")
FIELDS: Mapping[str, Any] = {
    "at": _l("Jam catatan ini tidak terbaca. Betulkan jam ponsel, lalu tulis lagi."),
    "method": _l("Cara membayarnya tidak kami kenal."),
    "lines": _l("Daftar kainnya tidak terbaca."),
    "variant": _l("Kainnya tidak kami kenal."),
    "quantity": _l("Jumlah kainnya harus bilangan bulat, paling sedikit 1."),
    "price": _l("Harganya harus rupiah bulat, lebih dari nol."),
    "shipping": _l("Ongkos kirimnya harus rupiah bulat."),
    "village": _l("Alamatnya kosong atau terlalu panjang (paling banyak 1.000 huruf)."),
    "name": _l("Namanya kosong atau terlalu panjang (paling banyak 120 huruf)."),
    "phone": _l("Nomor teleponnya terlalu panjang (paling banyak 40 huruf)."),
    "contact": _l("Nomor atau surelnya terlalu pendek atau terlalu panjang (3 sampai 120 huruf)."),
    "interest": _l("Minatnya terlalu panjang (paling banyak 1.000 huruf)."),
    "note": _l("Catatannya terlalu panjang (paling banyak 1.000 huruf)."),
    "consent": _l("Persetujuannya tidak ada; tanpa itu datanya tidak boleh kami simpan."),
    "visitors": _l("Jumlah pengunjungnya tidak masuk akal."),
    "day": _l("Tanggalnya tidak terbaca."),
    "expected": _l("Jumlah uangnya harus rupiah bulat."),
    "counted": _l("Jumlah uangnya harus rupiah bulat."),
}


def why(error: ValidationError) -> str:
    """What is wrong with it, each thing once."""
    said = [_of(each["loc"]) for each in error.errors(include_input=False, include_url=False)]
    return " ".join(dict.fromkeys(map(str, said)))


def unknown(number: int) -> str:
    return str(_l("Kain nomor %(number)s tidak kami kenal.", number=number))


def _of(place: tuple[int | str, ...]) -> Any:
    names = [each for each in place if isinstance(each, str)]
    if not place:
        return _l("Jumlah kain atau uangnya terlalu besar untuk satu penjualan.")
    return FIELDS.get(names[-1], UNREAD) if names else UNREAD
