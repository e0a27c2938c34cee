"""Every page of the shop and who sees it, found by walking a running sample village.

A new page needs a line in PAGES; a route that answers with something else than a page, in NO_PAGES. A test says so.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from app import create_app
from app.accounts import emails
from app.accounts.models import Role
from app.accounts.samples import PASSWORD, SAMPLES
from app.db import db
from app.orders.stages import Stage
from app.pictures.models import Picture
from config import Settings
from tests.browsing import Page as Answer
from tests.buyer import Visitor
from tools.village import Village

# The cookies of somebody, and of everybody.
Jar = dict[str, str]
Jars = dict[str, Jar]
STRANGER, BUYER = "stranger", "buyer"
LANGUAGES = ("id", "en")
LACKS_AVIF = re.compile(r"<picture>\s*<img")


@dataclass(frozen=True)
class Known:
    """A page that there is: its address, or a page with a link to one like it (or to the pages `via`
    which it is reached). `which` tells it from its like."""

    endpoint: str
    start: str
    who: str = STRANGER
    which: str = ""
    via: str = ""


STAGES = list(Stage)
PAGES = (
    Known("shop.home.show", "/"),
    Known("shop.catalog.browse", "/batik"),
    Known("shop.catalog.browse", "/batik?teknik=tulis&warna=soga&urut=termurah", which="chosen"),
    Known("shop.catalog.browse", "/batik?q=kereta+api", which="nothing found"),
    Known("shop.catalog.show", "/batik"),
    Known("shop.catalog.show", "/batik?tersedia=pesan", which="made to order"),
    Known("shop.makers.browse", "/perajin"),
    Known("shop.makers.show", "/perajin"),
    Known("shop.exhibitions.browse", "/pameran"),
    Known("shop.exhibitions.show", "/pameran"),
    Known("shop.campaigns.welcome", "/q/contoh/selamat-datang"),
    Known("shop.basket.show", "/keranjang", which="empty"),
    Known("shop.basket.show", "/keranjang", BUYER),
    Known("shop.basket.shared", "/keranjang/pilihan/1x1.2x1"),
    Known("shop.checkout.show", "/checkout", which="empty"),
    Known("shop.checkout.show", "/checkout", BUYER),
    Known("shop.orders.find", "/lacak"),
    *(Known("shop.orders.show", f"{{{stage}}}", which=stage.replace("_", " ")) for stage in STAGES),
    Known("shop.reviews.begin", "{completed}"),
    Known("shop.reviews.of_product", "/ulasan/1/lapor"),
    Known("shop.reviews.of_maker", "/perajin/mbak-sekar/ulasan"),
    Known("shop.flags.begin", "/ulasan/1/lapor"),
    Known("shop.flags.thanks", "/ulasan/1/lapor/terima-kasih"),
    Known("shop.replies.show", "/akun/ulasan", Role.MAKER),
    Known("shop.account.sign_in", "/masuk"),
    Known("shop.account.show", "/akun", Role.CUSTOMER),
    Known("shop.account.show", "/akun", Role.MAKER, which="maker"),
    Known("shop.account.password", "/akun/sandi", Role.CUSTOMER),
    Known("shop.profile.edit", "/akun/profil", Role.CUSTOMER),
    Known("shop.profile.ask", "/akun/hapus", Role.CUSTOMER),
    Known("shop.address_book.browse", "/akun/alamat", Role.CUSTOMER),
    Known("shop.address_book.begin", "/akun/alamat/baru", Role.CUSTOMER),
    Known("shop.address_book.edit", "/akun/alamat", Role.CUSTOMER),
    Known("shop.sign_up.show", "/daftar"),
    Known("shop.sign_up.confirm", "{sealed}"),
    Known("shop.story.show", "/akun/cerita", Role.MAKER),
    Known("shop.story.edit", "/akun/cerita/ubah", Role.MAKER),
    Known("shop.pages.about", "/tentang"),
    Known("shop.pages.help", "/bantuan"),
    Known("shop.pages.shipping", "/pengiriman"),
    Known("shop.pages.terms", "/syarat"),
    Known("shop.pages.privacy", "/privasi"),
    Known("shop.elsewhere.show", "/pasang"),
    Known("admin.today.show", "/admin/", Role.ADMIN),
    Known("admin.today.show", "/admin/", Role.OFFICER, which="officer"),
    Known("admin.orders.browse", "/admin/orders", Role.ADMIN),
    Known("admin.orders.browse", "/admin/orders?q=tidak-ada", Role.ADMIN, which="nothing found"),
    *(
        Known("admin.orders.show", f"/admin/orders?stage={stage}", Role.ADMIN, stage.replace("_", " "))
        for stage in STAGES
    ),
    Known("admin.new_order.show", "/admin/new-order?isi=1x1.2x1", Role.ADMIN),
    Known("admin.orders.slip", "/admin/orders?stage=to_pack", Role.ADMIN, via="admin.orders.show"),
    Known("admin.tasks.browse", "/admin/tasks", Role.ADMIN),
    Known("admin.products.browse", "/admin/products", Role.ADMIN),
    Known("admin.products.begin", "/admin/products/new", Role.ADMIN),
    Known("admin.products.edit", "/admin/products", Role.ADMIN),
    Known("admin.motifs.browse", "/admin/motifs", Role.ADMIN),
    Known("admin.motifs.begin", "/admin/motifs/new", Role.ADMIN),
    Known("admin.motifs.edit", "/admin/motifs", Role.ADMIN),
    Known("admin.stock.browse", "/admin/stock", Role.ADMIN),
    Known("admin.stock.show", "/admin/stock", Role.ADMIN),
    Known("admin.exhibitions.browse", "/admin/exhibitions", Role.ADMIN),
    Known("admin.exhibitions.begin", "/admin/exhibitions/new", Role.ADMIN),
    Known("admin.exhibitions.show", "/admin/exhibitions", Role.ADMIN),
    Known("admin.exhibitions.show", "/admin/exhibitions", Role.OFFICER, which="officer"),
    Known("admin.exhibitions.edit", "/admin/exhibitions", Role.ADMIN, via="admin.exhibitions.show"),
    Known("admin.worth.browse", "/admin/exhibitions/worth", Role.ADMIN),
    Known("admin.worth.show", "/admin/exhibitions/worth", Role.ADMIN),
    Known("admin.stall.show", "/admin/exhibitions", Role.ADMIN, via="admin.exhibitions.show"),
    Known(
        "admin.stall.close_day",
        "/admin/exhibitions",
        Role.ADMIN,
        via="admin.exhibitions.show admin.stall.show",
    ),
    Known("admin.packing.show", "/admin/exhibitions", Role.ADMIN, via="admin.exhibitions.show"),
    Known("admin.unpacking.show", "/admin/exhibitions", Role.ADMIN, via="admin.exhibitions.show"),
    Known("admin.tags.choose", "/admin/tags?product=1&product=2", Role.ADMIN),
    Known("admin.publicity.choose", "/admin/publicity?all=1", Role.ADMIN),
    Known("admin.publicity.share", "/admin/publicity/share?product=1", Role.ADMIN),
    Known("admin.publicity.show", "/admin/publicity", Role.ADMIN),
    Known("admin.leads.browse", "/admin/leads?all=1", Role.ADMIN),
    Known("admin.leads.begin", "/admin/leads/new", Role.ADMIN),
    Known("admin.leads.show", "/admin/leads?all=1", Role.ADMIN),
    Known("admin.leads.edit", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show"),
    Known("admin.quotes.begin", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show"),
    Known("admin.quotes.show", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show"),
    Known("admin.quotes.edit", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show admin.quotes.show"),
    Known("shop.quotes.show", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show admin.quotes.show"),
    Known("shop.farewell.show", "/admin/leads?all=1", Role.ADMIN, via="admin.leads.show"),
    Known("admin.lead_templates.browse", "/admin/leads/templates", Role.ADMIN),
    Known("admin.lead_templates.begin", "/admin/leads/templates/new", Role.ADMIN),
    Known("admin.lead_templates.edit", "/admin/leads/templates", Role.ADMIN),
    Known("admin.campaigns.browse", "/admin/campaigns", Role.ADMIN),
    Known("admin.campaigns.begin", "/admin/campaigns/new", Role.ADMIN),
    Known("admin.campaigns.show", "/admin/campaigns", Role.ADMIN),
    Known("admin.campaigns.edit", "/admin/campaigns", Role.ADMIN, via="admin.campaigns.show"),
    Known("admin.vouchers.browse", "/admin/vouchers", Role.ADMIN),
    Known("admin.vouchers.begin", "/admin/vouchers/new", Role.ADMIN),
    Known("admin.vouchers.show", "/admin/vouchers", Role.ADMIN),
    Known("admin.makers.browse", "/admin/makers", Role.ADMIN),
    Known("admin.makers.begin", "/admin/makers/new", Role.ADMIN),
    Known("admin.makers.edit", "/admin/makers", Role.ADMIN),
    Known("admin.openness.browse", "/admin/price-parts", Role.ADMIN),
    Known("admin.openness.edit_kind", "/admin/price-parts", Role.ADMIN),
    Known("admin.openness.edit", "/admin/price-parts/products/1", Role.ADMIN),
    Known("admin.reviews.browse", "/admin/reviews", Role.ADMIN),
    Known("admin.pages.browse", "/admin/pages", Role.ADMIN),
    Known("admin.pages.edit", "/admin/pages", Role.ADMIN),
    Known("admin.pages.show", "/admin/pages", Role.ADMIN, via="admin.pages.edit"),
    Known("admin.shipping.browse", "/admin/shipping", Role.ADMIN),
    Known("admin.shipping.new_courier", "/admin/shipping/couriers/new", Role.ADMIN),
    Known("admin.shipping.courier", "/admin/shipping", Role.ADMIN),
    Known("admin.shipping.new_zone", "/admin/shipping/zones/new", Role.ADMIN),
    Known("admin.shipping.zone", "/admin/shipping", Role.ADMIN),
    Known("admin.revenue.show", "/admin/revenue", Role.ADMIN),
    Known("admin.beyond.show", "/admin/revenue/beyond", Role.ADMIN),
    Known("admin.messages.browse", "/admin/messages", Role.ADMIN),
    Known("admin.messages.show", "/admin/messages", Role.ADMIN),
    Known("admin.webhooks.browse", "/admin/webhooks", Role.ADMIN),
    Known("admin.webhooks.begin", "/admin/webhooks/new", Role.ADMIN),
    Known("admin.webhooks.show", "/admin/webhooks", Role.ADMIN),
    Known("admin.webhooks.delivery", "/admin/webhooks", Role.ADMIN, via="admin.webhooks.show"),
    Known("admin.activity.browse", "/admin/activity", Role.ADMIN),
    Known("admin.people.browse", "/admin/people", Role.ADMIN),
    Known("admin.people.begin", "/admin/people/new", Role.ADMIN),
    Known("admin.people.show", "/admin/people", Role.ADMIN),
    Known("admin.handover.show", "/admin/people/2/handover", Role.ADMIN),
    # Pages that no route has: what is not there, and what is not for everybody.
    Known("404", "/tidak-ada"),
    Known("403", "/admin/", Role.CUSTOMER),
)
# Pictures, data, files to keep, pieces of a page; and a mail, which is no page of the shop.
NO_PAGES = {
    *("static", "shop.media.photo", "shop.makers.portrait", "shop.story.portrait", "admin.makers.portrait"),
    *("admin.orders.proof", "shop.catalog.suggest", "shop.checkout.regions", "shop.checkout.options"),
    *(
        "shop.visitor.state",
        "admin.revenue.download",
        "admin.order_sheet.download",
        "admin.leads.download",
        "admin.leads.photo",
        "admin.messages.html",
        "api.health.show",
    ),
    *(
        "shop.profile.download",
        "shop.feed.show",
        "shop.sitemap.show",
        "shop.sitemap.part",
        "shop.sitemap.robots",
    ),
    "admin.new_order.options",
    *("admin.stall.goods", "admin.stall.manifest", "admin.stall.worker"),
    *("shop.exhibitions.piece", "shop.campaigns.follow", "shop.campaigns.from_site"),
    *("admin.publicity.paper", "admin.publicity.picture", "admin.publicity.preview"),
    *("admin.campaigns.svg", "admin.campaigns.png", "admin.campaigns.poster"),
    *("api.feeds.google", "api.feeds.meta", "api.feeds.products", "api.description.show"),
    *("api.products.browse", "api.products.show", "api.makers.browse", "api.makers.show"),
    *("api.motifs.browse", "api.motifs.show", "api.embed.script", "api.embed.show", "api.oembed.show"),
    *(
        "shop.posters.piece",
        "shop.posters.maker",
        "shop.posters.shelf",
        "shop.reviews.photo",
        "admin.reviews.photo",
    ),
}


@dataclass(frozen=True)
class Page:
    """A page that was found: what it is called, its path and text, and who sees it."""

    name: str
    path: str
    language: str
    who: str
    status: int
    html: str


def _until(holds: Callable[[], bool], patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(1)
    return held


class Walk:
    """A walk through a village, with everybody who sees its pages."""

    def __init__(self, village: Village) -> None:
        self.url = village.url
        self.app = create_app(Settings.model_validate(village.settings))
        self.routes: MapAdapter = self.app.url_map.bind(urlsplit(self.url).netloc)
        self.people = {who: Visitor(self.url) for who in (STRANGER, BUYER, *Role)}
        for role, (mail, _) in SAMPLES.items():
            self.people[role].sign_in(mail, PASSWORD)
        self._buy()
        self._keep_address()
        self._write_a_page()
        self._try_a_webhook()
        self._wait_for_mail()

    def pages(self) -> Iterator[Page]:
        """Each known page in both languages. Raises LookupError where one is nowhere to be found."""
        for known in PAGES:
            path = self._path(known)
            for language in LANGUAGES:
                there = path if language == "id" else f"/en{path}"
                found = self.people[known.who].get(there)
                wanted = int(known.endpoint) if known.endpoint.isdigit() else 200
                if (found.status, urlsplit(found.url).path) != (wanted, urlsplit(there).path):
                    raise LookupError(f"{known}: {there} answered {found.status} at {found.url}")
                name = " ".join(filter(None, (known.endpoint, known.which, language)))
                yield Page(name, there, language, known.who, found.status, found.text)

    def jars(self) -> Jars:
        """The cookies of everybody, by which a real browser is taken for theirs."""
        return {
            who: {cookie.name: cookie.value or "" for cookie in visitor.session.cookies}
            for who, visitor in self.people.items()
        }

    def wait_for_prints(self, patience: float = 120) -> bool:
        """Have all pictures been printed in AVIF? That is the worker's, while the shop is open."""
        waiting = sa.select(sa.func.count()).where(Picture.original.is_not(None))

        def printed() -> bool:
            with self.app.app_context():
                return not db.session.scalar(waiting)

        return _until(printed, patience)

    def wait_for_prints_of(self, pages: Sequence[Page], patience: float = 120) -> bool:
        """Have the pictures of these pages been?"""
        return _until(
            lambda: not any(LACKS_AVIF.search(self.people[page.who].get(page.path).text) for page in pages),
            patience,
        )

    def _buy(self) -> None:
        """Somebody orders, so that mails are written, and puts another cloth in the basket; not those seen first."""
        buyer = self.people[BUYER]
        for turn in range(2):
            cloth = self._leads(buyer.get("/batik?tersedia=siap"), "shop.catalog.show")[-1 - turn]
            buyer.submit(buyer.get(cloth), "/keranjang")
            if turn == 0:
                buyer.place()

    def _write_a_page(self) -> None:
        """A sentence more on the first page of the list, so that there is a revision of it."""
        admin = self.people[Role.ADMIN]
        begun = admin.get(self._leads(admin.get("/admin/pages"), "admin.pages.edit")[0])
        path = urlsplit(begun.url).path
        admin.submit(begun, path, text_id=f"{begun.form(path).fields['text_id']}\n\nIni halaman contoh.")

    def _try_a_webhook(self) -> None:
        """An address at which nobody listens, and a try of it."""
        admin = self.people[Role.ADMIN]
        kept = admin.submit(
            admin.get("/admin/webhooks/new"), "/admin/webhooks", url="http://127.0.0.1:9/pembukuan"
        )
        admin.submit(kept, f"{urlsplit(kept.url).path}/test")

    def _keep_address(self) -> None:
        customer = self.people[Role.CUSTOMER]
        abroad = {"destination": "abroad", "country": "HK", "address_abroad": "12 Nathan Road, Kowloon"}
        begun = customer.get("/akun/alamat/baru")
        customer.submit(begun, "/alamat", press="place", name="Ani", phone="+852 5123 4567", **abroad)

    def _wait_for_mail(self, patience: float = 60) -> None:
        """The worker writes of an order within seconds."""
        deadline = time.monotonic() + patience
        while "/admin/messages/" not in self.people[Role.ADMIN].get("/admin/messages").text:
            if time.monotonic() > deadline:
                raise LookupError("no mail was written of an order")
            time.sleep(0.5)

    def _path(self, known: Known) -> str:
        if known.start.startswith("{"):
            order = self._secret(known)
            if self._endpoint(order) == known.endpoint:
                return order
            return self._leads(self.people[known.who].get(order), known.endpoint)[0]
        if known.endpoint.isdigit() or self._endpoint(known.start) == known.endpoint:
            return known.start
        found = self.people[known.who].get(known.start)
        for hop in known.via.split():
            found = self.people[known.who].get(self._leads(found, hop)[0])
        return self._leads(found, known.endpoint)[0]

    def _secret(self, known: Known) -> str:
        """An address that no page has a link to."""
        if known.endpoint == "shop.sign_up.confirm":
            with self.app.app_context():
                return f"/daftar/{emails.seal('baru@contoh.test')}"
        list_of_orders = self.people[Role.ADMIN].get(f"/admin/orders?stage={known.start.strip('{}')}")
        order = self.people[Role.ADMIN].get(self._leads(list_of_orders, "admin.orders.show")[0])
        number = order.document.findtext(".//h1").strip()
        phone = urlsplit(order.link("wa.me")).path.strip("/")
        find = self.people[STRANGER].get("/lacak")
        return urlsplit(
            self.people[STRANGER].submit(find, "/lacak", number=number, phone=f"+{phone}").url
        ).path

    def _leads(self, page: Answer, endpoint: str) -> list[str]:
        """The addresses of the pages of a kind to which a page has links."""
        here = [link for link in page.document.xpath("//main//a/@href") if link.startswith(f"{self.url}/")]
        paths = dict.fromkeys(link.removeprefix(self.url).partition("#")[0] for link in here)
        found = [path for path in paths if self._endpoint(path) == endpoint]
        if not found:
            raise LookupError(f"{page.url} ({page.status}) has no link to {endpoint}")
        return found

    def _endpoint(self, path: str) -> str:
        try:
            return str(self.routes.match(urlsplit(path).path, "GET")[0])
        except HTTPException:
            return ""
