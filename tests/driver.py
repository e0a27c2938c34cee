"""The shop used from outside, in verbs: over HTTP and the command line, knowing nothing of its code.

driver = Driver(shop)                          # a shop started by tests.servers.start_shop
cloth = driver.make_product(price=350_000)     # by an admin, through the admin's own pages
buyer = driver.visitor()
buyer.put(cloth)
order = buyer.place("stripe")
order.pay()
assert order.state().payment == "paid"
driver.pack(order)
"""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cached_property
from itertools import count
from time import sleep
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tests.browsing import PATIENCE, Filled, Page, Refused
from tests.buyer import PASSWORD, Order, Product, Visitor, a_picture
from tests.shell import Shell

if TYPE_CHECKING:  # so that the many processes of a race start fast
    from tests.servers import Shop

_numbers = count(1)


class Driver:
    """Everybody else of a running shop: its staff, its commands, its post."""

    def __init__(self, shop: "Shop") -> None:
        self.shop, self.stripe = shop, shop.stripe.control

    def __enter__(self) -> "Driver":
        return self

    def __exit__(self, *_: object) -> None:
        if "shell" in vars(self):
            self.shell.stop()

    # People

    def visitor(self, language: str = "") -> Visitor:
        return Visitor(self.shop.url, language)

    @cached_property
    def admin(self) -> Visitor:
        """An admin, signed in."""
        return self.visitor().sign_in(self.admin_email)

    @cached_property
    def admin_email(self) -> str:
        """The address of an admin, made from the shell."""
        email = f"pengurus{next(_numbers)}@contoh.id"
        self.flask("admin", "create", "--email", email, "--name", "Bu Pengurus", "--password", PASSWORD)
        return email

    def person(self, role: str) -> Visitor:
        """Somebody with a role (admin, officer, maker, customer), signed in."""
        email, visitor = f"{role}{next(_numbers)}@contoh.id", self.visitor()
        said = {"name": f"Orang {role}", "email": email, "password": PASSWORD}
        if role == "customer":
            return self._sign_up(visitor, email)
        self.admin.submit(self.admin.get("/admin/people/new"), "/people", role=role, **said)
        return visitor.sign_in(email)

    def _sign_up(self, visitor: Visitor, email: str) -> Visitor:
        """Make a customer's account from the mail that is sent to its address."""
        visitor.submit(visitor.get("/daftar"), "/daftar", email=email)
        self.job("deliver")
        (mail,) = self.shop.mailbox.to(email)
        (link,) = re.findall(r"http\S+/daftar/\S+", mail.get_body(["plain"]).get_content())
        visitor.submit(visitor.get(link), urlsplit(link).path, name="Orang customer", password=PASSWORD)
        return visitor

    # Goods

    def make_product(
        self, price: int = 350_000, *, stock: int = 1, model: str = "one", **facts: str
    ) -> Product:
        """Make a product with a picture, receive so many pieces, and publish it."""
        title = facts.pop("title_id", f"Kain Percobaan {next(_numbers)}")
        said = {
            "title_id": title,
            "title_en": f"{title} EN",
            "story_id": "Cerita kain.",
            "story_en": "A story.",
        }
        numbers = {"price": str(price), "weight_g": "400", "stock_model": model}
        page = self.admin.get("/admin/products/new")
        page = self.admin.submit(page, "/admin/products", **{**said, **numbers, **facts})
        number = int(page.url.rpartition("/")[2])
        page = self.admin.submit(page, "/photos", files={"files": a_picture()})
        page = self.admin.submit(self._developed(page.url), "/publish")
        found = re.search(r"/variants/(\d+)", page.text)
        if found is None:
            raise LookupError("the product has no variant")
        product = Product(title, number, int(found[1]), page.link("/batik/"))
        if model != "made_to_order" and stock:
            self.receive(product.variant, stock)
        return product

    def make_voucher(self, **rules: str) -> str:
        """Make a voucher of a tenth of the goods, valid now; returns its code."""
        code, today = f"COBA{next(_numbers)}", datetime.now(UTC)
        days = {"first_day": f"{today - timedelta(days=2):%Y-%m-%d}", "last_day": f"{today:%Y}-12-31"}
        page = self.admin.get("/admin/vouchers/new")
        self.admin.submit(page, "/admin/vouchers", code=code, percent="10", **{**days, **rules})
        return code

    def photograph(self, product: Product) -> None:
        """Hang one more picture on a product."""
        page = self.admin.get(f"/admin/products/{product.id}")
        self._developed(self.admin.submit(page, "/photos", files={"files": a_picture(30)}).url)

    def _developed(self, address: str) -> Page:
        """An admin's page once its pictures are ready. Others may come first, and the shop's own worker be at them."""
        for _ in range(PATIENCE):
            done = self.job("develop")
            page = self.admin.get(address)
            if not page.document.xpath("//*[@data-preparing]"):
                return page
            if not done:
                sleep(1)
        raise TimeoutError(f"{address} still waits for its pictures")

    def make_maker(self, **facts: str) -> tuple[int, Visitor]:
        """Make a maker with a portrait who allows everything from an account of her own: her id, and herself."""
        herself, email = self.visitor(), f"perajin{next(_numbers)}@contoh.id"
        person = {"name": "Perajin", "email": email, "password": PASSWORD, "role": "maker"}
        self.admin.submit(self.admin.get("/admin/people/new"), "/people", **person)
        page = self.admin.get("/admin/makers/new")
        (user,) = page.document.xpath("//option[text()=$email]/@value", email=email)
        page = self.admin.submit(page, "/makers", user_id=user, **facts)
        page = self.admin.submit(page, "/portrait", files={"portrait": a_picture(222)})
        page = self._developed(page.url)
        herself.sign_in(email)
        for form in herself.get("/akun/cerita").document.forms:
            if "/setuju/" in form.action:
                herself.send(Filled(form.action, form.form_values(), []))
        return int(page.url.rpartition("/")[2]), herself

    def receive(self, variant: int, quantity: int) -> None:
        self.admin.submit(self.admin.get(f"/admin/stock/{variant}"), "/receive", quantity=str(quantity))

    def edit_price(self, product: Product, price: int) -> None:
        name = f"variant-{product.variant}-price"
        page = self.admin.get(f"/admin/products/{product.id}")
        self.admin.submit(page, f"/variants/{product.variant}", **{name: str(price)})

    def stock(self, product: Product) -> tuple[int, int, int]:
        """How many there are, how many are held, and how many are free, as the admin's stock page says."""
        page = self.admin.get(f"/admin/stock/{product.variant}")
        figures = page.document.xpath("//dl[@class='sums']//dd/text()")
        on_hand, held, free = (int(figure.replace(".", "")) for figure in figures)
        return on_hand, held, free

    def set_up_couriers(self) -> None:
        """Take the suggested table of what sending costs, and offer its couriers."""
        page = self.admin.submit(self.admin.get("/admin/shipping"), "/suggest")
        for courier in page.document.xpath("//th/a[contains(@href, '/couriers/')]/@href"):
            self.admin.submit(self.admin.get(courier), urlsplit(courier).path, active=True)

    # Orders, as buyers make them who do not look around

    def order(
        self, product: Product, by: str = "stripe", *, buyer: Visitor | None = None, **fields: str
    ) -> Order:
        """Order a piece, without looking at where that leads."""
        buyer = buyer or self.visitor()
        buyer.put(product)
        return self.placed(buyer, buyer.press(buyer.checkout(by, **fields)))

    def placed(self, buyer: Visitor, answer: Page) -> Order:
        """The order that an answer leads to, without going there. The payment service knows the way back to it."""
        if answer.status != 303:
            raise Refused(answer)
        to = urljoin(f"{self.shop.url}/", answer.answer.headers["Location"])
        if to.startswith(self.shop.url):
            return Order(buyer, to)
        order = Order(buyer, "", to)
        order.address = self.stripe.object(order.session)["cancel_url"].partition("?")[0]
        return order

    def pay(self, order: Order) -> None:
        """Somebody pays with a card, and closes the browser."""
        self.stripe.approve(order.session)

    # Orders, as staff see them

    def find(self, order: Order) -> Page:
        """The admin's page of an order."""
        found = self.admin.get("/admin/orders", params={"q": order.number}).document
        return self.admin.get(found.xpath("//a[normalize-space()=$number]/@href", number=order.number)[0])

    def _do(self, order: Order, verb: str, **said: str) -> Page:
        return self.admin.submit(self.find(order), f"/{verb}", **said)

    def quote(self, order: Order, shipping: int) -> Page:
        return self._do(order, "quote", shipping=str(shipping))

    def confirm(self, order: Order, received: int | None = None, reference: str = "") -> Page:
        """The money of a transfer was found in the bank's statement."""
        amount = order.state().total if received is None else received
        return self._do(
            order, "confirm", received=str(amount), reference=reference or f"MUTASI {next(_numbers)}"
        )

    def reject(self, order: Order) -> Page:
        return self._do(order, "reject", note="Uangnya tidak ada di mutasi.")

    def pack(self, order: Order) -> Page:
        return self._do(order, "pack")

    def ship(self, order: Order, airway_bill: str = "JX1234567890") -> Page:
        return self._do(order, "ship", courier_name="JNE", airway_bill=airway_bill)

    def deliver(self, order: Order) -> Page:
        return self._do(order, "deliver")

    def cancel(self, order: Order) -> Page:
        return self._do(order, "cancel", reason="Kainnya cacat.")

    def refund(self, order: Order, amount: int | None = None, **said: str) -> Page:
        """Give money back: all that is left, unless told otherwise; a transfer's needs `bank_reference`."""
        asked = {} if amount is None else {"amount": str(amount)}
        return self._do(order, "refund", reason="Pembeli berubah pikiran.", **asked, **said)

    def take_back(self, order: Order) -> Page:
        return self._do(order, "take-back", note="Kembali utuh.")

    def report(self, table: str = "channels", **days: str) -> list[dict[str, str]]:
        """A table of the revenue view, as its CSV says."""
        answer = self.admin.get(f"/admin/revenue/{table}.csv", params=days).answer
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def net(self) -> int:
        """This month's net revenue."""
        return sum(int(row["Bersih"]) for row in self.report())

    # The machine

    @cached_property
    def shell(self) -> Shell:
        return Shell(self.shop)

    def flask(self, *words: str) -> str:
        """Run one of the shop's own commands, which must end well; what it says."""
        code, said = self.shell.run(*words)
        if code:
            raise RuntimeError(f"flask {' '.join(words)} ended with {code}: {said}")
        return said.strip()

    def job(self, name: str) -> int:
        """Run one of the worker's jobs once; how much there was to do."""
        return int(self.flask("job", name).rpartition(":")[2])

    def mails(self, *, about: Order | None = None) -> list[EmailMessage]:
        """Every mail that has arrived, or those that name an order."""
        self.job("write")
        self.job("deliver")
        kept = self.shop.mailbox.messages
        return [mail for mail in kept if about is None or about.number in str(mail["Subject"])]

    def check(self) -> str:
        """What the shop finds when it proves its own counters and money."""
        return self.shell.run("check")[1].strip()

    def be_at(self, moment: datetime, *, still: bool = False) -> None:
        """Set the clock of a shop that serves `tests.travel:app`; it goes on from there, or stands still."""
        # Whoever looks at the clock at this very moment sees one time or the other.
        new = self.shop.folder / "clock.new"
        new.write_text(moment.isoformat() + " still" * still)
        new.replace(self.shop.folder / "clock")
