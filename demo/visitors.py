"""Who left an address at the sample village's last fair, and what was said to them since."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.accounts.models import Role, User
from app.catalog import wishes
from app.db import db
from app.exhibitions.models import Exhibition, ExhibitionStatus
from app.leads import actions as leads
from app.leads import quotes
from app.leads.actions import Told, Words
from app.leads.models import How, Lead, WhyNot
from app.leads.quotes import Line, Offered
from app.money import Money
from app.payments import actions as payments
from app.payments.models import TRANSFER
from demo.furnish import BY, noon

WORDING = (
    "Saya setuju nama dan nomor saya disimpan paling lama satu tahun, dan dihubungi koperasi ini tentang batiknya. "
    "Saya boleh minta dihapus kapan saja."
)
MET = (
    ("Bu Wiji (contoh)", "wiji@contoh.test", "Sarung motif kawung", "id"),
    ("Grace (sample)", "grace@contoh.test", "A shawl in indigo", "en"),
    ("Pak Darto (contoh)", "+6281200042424", "Selendang untuk tamu pernikahan, 24 lembar", "id"),
    ("Ratna (contoh)", "ratna@contoh.test", "Seragam keluarga, 12 lembar, sebelum Maret", "id"),
)
GREETING = Words(
    name="Sesudah pameran (contoh)",
    text_id="Halo {nama}, senang bertemu Anda di pameran. Tentang {kain}: kami sudah pilihkan di sini: {tautan}",
    text_en="Hello {nama}, it was good to meet you at the fair. About {kain}: see here: {tautan}",
)


def to_be_made(quantity: int, price: Money, title: str) -> Line:
    wish = wishes.variant(by=BY)
    wish.product.sample = True
    return Line(wish.id, quantity, price, title)


def take_a_wedding(lead: Lead) -> None:
    """A quote that was accepted, and whose deposit came; the cloth is being made."""
    cloth = to_be_made(24, Money(95_000), "Selendang cap truntum untuk tamu")
    day = clock.today()
    offered = Offered(
        [cloth],
        valid_until=day + timedelta(days=14),
        delivery_on=day + timedelta(days=40),
        deposit_percent=50,
    )
    quote = quotes.write(lead, offered, by=BY)
    order = quotes.accept(quote, quote.version, address="", until=clock.now() + timedelta(days=1))
    paid = payments.first_payment(order, TRANSFER)
    payments.confirm_transfer(paid, reference="CONTOH-DP", received=paid.amount, by=BY)


UNIFORMS = "Terima kasih sudah bertanya. Motifnya kawung cokelat seperti di stan, dikerjakan enam minggu."


def offer_uniforms(lead: Lead) -> None:
    """A quote that waits for an answer."""
    cloth = to_be_made(12, Money(185_000), "Kain seragam cap kawung cokelat, 2 meter")
    day = clock.today()
    offered = Offered(
        [cloth],
        valid_until=day + timedelta(days=14),
        delivery_on=day + timedelta(days=45),
        deposit_percent=50,
        shipping=Money(60_000),
        words=UNIFORMS,
    )
    quotes.write(lead, offered, by=BY)


def meet() -> None:
    """Write down three of them: one still to be written to, one who was, and one who said no."""
    held = sa.select(Exhibition).where(Exhibition.sample, Exhibition.status == ExhibitionStatus.CLOSED)
    fair = db.session.scalars(held.order_by(Exhibition.last_day.desc()).limit(1)).first()
    officer = db.session.scalar(sa.select(User).where(User.sample, User.role == Role.OFFICER))
    leads.write_template(GREETING, by=BY).sample = True
    if fair is None:
        return
    with clock.pretend(min(noon(fair.last_day), clock.now())):
        written, gone, wedding, new = (
            leads.receive(
                Told(name, contact, WORDING, interest, language=language), fair=fair, officer=officer
            )
            for name, contact, interest, language in MET
        )
    said = "Halo Bu Wiji, kawungnya sudah ada lagi."
    offer_uniforms(new)
    take_a_wedding(wedding)
    leads.follow_up(written, How.MAIL, said, by=BY, again_on=clock.today() + leads.AGAIN)
    leads.decline(gone, WhyNot.SHIPPING)
