"""What we write when something happens to an order: to whom, and in which words."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.orders.models import Destination, EventKind, Order


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words; `%(number)s` is the order's number. `collected` opens it where the order is picked up, if that is
    said otherwise."""

    kind: str
    subject: LazyString
    opening: LazyString
    action: LazyString
    to_staff: bool = False
    collected: LazyString | None = None

    def opening_of(self, order: Order) -> LazyString:
        return self.collected if self.collected and order.destination is Destination.PICKUP else self.opening


# To an address with which somebody wants to sign up: only its owner learns whether it has an account.
WELCOME = Letter(
    "sign_up",
    _l("Akun Anda di toko kami"),
    _l("Ada yang ingin membuat akun dengan alamat surel ini. Bila itu Anda, lanjutkan dalam 24 jam."),
    _l("Buat akun"),
)
WELCOME_BACK = Letter(
    "sign_up",
    _l("Akun Anda di toko kami"),
    _l("Ada yang ingin membuat akun dengan alamat surel ini, tetapi Anda sudah punya. Silakan masuk saja."),
    _l("Masuk"),
)

# Once, when the cloth has been there for some days.
ASK = Letter(
    "ask_review",
    _l("Bagaimana kain Anda dari pesanan %(number)s?"),
    _l(
        "Kain Anda sudah beberapa hari di rumah. Bila berkenan, ceritakan bagaimana kainnya: perajinnya dan pembeli "
        "lain membacanya. Nama samaran boleh."
    ),
    _l("Tulis ulasan"),
)

LETTERS: dict[EventKind, tuple[Letter, ...]] = {
    EventKind.PLACED: (
        Letter(
            "received",
            _l("Pesanan %(number)s kami terima"),
            _l("Terima kasih. Pesanan Anda sudah kami catat; kainnya kami simpan sampai batas waktu bayar."),
            _l("Lihat dan bayar pesanan"),
        ),
        Letter(
            "new_order",
            _l("Pesanan baru %(number)s"),
            _l("Ada pesanan baru."),
            _l("Buka pesanan"),
            to_staff=True,
        ),
    ),
    EventKind.QUOTED: (
        Letter(
            "quoted",
            _l("Ongkos kirim pesanan %(number)s"),
            _l(
                "Ongkos kirim ke alamat Anda sudah kami hitung. Totalnya ada di bawah; bila Anda setuju, silakan bayar."
            ),
            _l("Lihat total dan bayar"),
        ),
    ),
    EventKind.PROOF_RECEIVED: (
        Letter(
            "proof_to_check",
            _l("Bukti transfer %(number)s perlu diperiksa"),
            _l("Pembeli mengirim bukti transfer. Cocokkan dengan mutasi rekening sebelum mengonfirmasi."),
            _l("Buka pesanan"),
            to_staff=True,
        ),
    ),
    EventKind.PROOF_REJECTED: (
        Letter(
            "proof_rejected",
            _l("Transfer untuk pesanan %(number)s belum kami temukan"),
            _l(
                "Kami belum menemukan uang masuk yang cocok dengan bukti Anda. "
                "Mohon periksa jumlah dan rekening tujuannya."
            ),
            _l("Lihat pesanan"),
        ),
    ),
    EventKind.DEPOSIT_PAID: (
        Letter(
            "deposit_paid",
            _l("Uang muka pesanan %(number)s kami terima"),
            _l(
                "Uang muka Anda sudah kami terima, dan pesanan Anda kami kerjakan. Sisanya dibayar sebelum dikirim."
            ),
            _l("Lihat pesanan"),
            collected=_l(
                "Uang muka Anda sudah kami terima, dan pesanan Anda kami kerjakan. Sisanya dibayar sebelum diambil."
            ),
        ),
    ),
    EventKind.MADE: (
        Letter(
            "made",
            _l("Pesanan %(number)s sudah jadi"),
            _l("Yang Anda pesan sudah jadi. Silakan bayar sisanya; sesudah itu kami kemas dan kirim."),
            _l("Bayar sisanya"),
            collected=_l(
                "Yang Anda pesan sudah jadi. Silakan bayar sisanya; sesudah itu kami kemas dan bisa Anda ambil."
            ),
        ),
    ),
    EventKind.REST_AWAITED: (
        Letter(
            "rest_awaited",
            _l("Pesanan %(number)s menunggu sisanya"),
            _l(
                "Yang Anda pesan sudah beberapa hari jadi, dan sisanya belum kami terima. Bila ada yang ingin Anda "
                "tanyakan, hubungi kami. Kami hanya mengingatkan sekali."
            ),
            _l("Bayar sisanya"),
        ),
    ),
    EventKind.PAID: (
        Letter(
            "paid",
            _l("Pembayaran pesanan %(number)s kami terima"),
            _l("Pembayaran Anda sudah kami terima. Kami mengemas kainnya dan mengabari Anda saat dikirim."),
            _l("Lihat pesanan"),
            collected=_l(
                "Pembayaran Anda sudah kami terima. Kami mengemas kainnya; begitu siap diambil, halaman pesanan Anda "
                "mengatakannya."
            ),
        ),
    ),
    EventKind.LATE_MONEY: (
        Letter(
            "late_money",
            _l("Pembayaran pesanan %(number)s datang terlambat"),
            _l(
                "Uang Anda sampai setelah batas waktu, dan kainnya sudah menjadi milik orang lain. "
                "Uang Anda kami kembalikan sepenuhnya; kami segera menghubungi Anda."
            ),
            _l("Lihat pesanan"),
        ),
    ),
    EventKind.SHIPPED: (
        Letter(
            "shipped",
            _l("Pesanan %(number)s sudah dikirim"),
            _l("Paket Anda sudah kami serahkan ke kurir. Nomor resinya ada di bawah."),
            _l("Lihat pesanan"),
        ),
    ),
    EventKind.CANCELLED: (
        Letter(
            "cancelled",
            _l("Pesanan %(number)s dibatalkan"),
            _l("Pesanan ini dibatalkan. Bila Anda sudah membayar, uangnya kami kembalikan."),
            _l("Lihat pesanan"),
        ),
    ),
    EventKind.EXPIRED: (
        Letter(
            "expired",
            _l("Batas waktu pesanan %(number)s sudah lewat"),
            _l(
                "Pembayaran belum kami terima sampai batas waktunya, jadi kainnya kami lepas kembali ke toko."
            ),
            _l("Lihat pesanan"),
        ),
    ),
    EventKind.REFUNDED: (
        Letter(
            "refunded",
            _l("Uang pesanan %(number)s dikembalikan"),
            _l("Uang Anda sudah kami kirim kembali. Bank atau kartu Anda bisa perlu beberapa hari kerja."),
            _l("Lihat pesanan"),
        ),
    ),
}
