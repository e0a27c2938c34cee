"""The buyer's side of the driver: a visitor in one browser, and the order that he holds the link of."""

import io
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from PIL import Image

from tests.browsing import Browser, Filled, Page, Refused

PASSWORD = "sembilan kain dijemur"
VILLAGE = "Kalibangkang 54473"


def a_picture(shade: int = 90) -> bytes:
    """A small photo."""
    file = io.BytesIO()
    Image.new("RGB", (64, 80), (shade, 60, 30)).save(file, "JPEG")
    return file.getvalue()


@dataclass(frozen=True)
class Product:
    """Something for sale: where the public sees it, and where the admin edits it and its stock."""

    title: str
    id: int
    variant: int
    address: str


@dataclass(frozen=True)
class State:
    """What an order's page says of it."""

    number: str
    status: str
    payment: str
    fulfilment: str
    total: int


class Visitor(Browser):
    """Somebody in the shop, in one browser; `language` "en" reads it in English."""

    def __init__(self, url: str, language: str = "") -> None:
        super().__init__(f"{url}/{language}" if language else url)
        self.email = ""

    def put(self, product: Product, quantity: int = 1) -> Page:
        """Put so many in the basket, as the button on the product's page does, without looking into it."""
        said = {"variant": product.variant, "quantity": quantity}
        return self.post("/keranjang", data=said, allow_redirects=False)

    def basket(self) -> Page:
        return self.get("/keranjang")

    def checkout(self, by: str = "transfer", to: str = "pickup", **fields: str) -> Filled:
        """Fill in the checkout, without sending it off."""
        page = self.get("/checkout")
        if to == "village":
            page = self.submit(page, "/checkout", press="find", find=VILLAGE)
            page = self.submit(page, "/checkout", press="33.05.01.2009")
            fields = {"street": "RT 02 RW 01", **fields}
        if to == "abroad":
            fields = {"country": "HK", "address_abroad": "12 Nathan Road, Kowloon", **fields}
        person = {"name": "Ani Contoh", "phone": "0812-3456-7890", "email": "ani@contoh.id"}
        return page.fill("/checkout", press="place", destination=to, provider=by, **{**person, **fields})

    def place(self, by: str = "transfer", to: str = "pickup", **fields: str) -> "Order":
        """Order what is in the basket. Raises Refused."""
        return self.ordered(self.press(self.checkout(by, to, **fields)))

    def ordered(self, answer: Page) -> "Order":
        """The order that an answer leads to: to its own page, or to where it is paid."""
        if answer.status != 303:
            raise Refused(answer)
        following = self.get(answer.answer.headers["Location"])
        if following.url.startswith(self.url):
            return Order(self, following.url)
        back = following.document.get_element_by_id("abandon", None)
        if back is None:
            raise Refused(following)
        page = self.submit(following, urlsplit(following.url).path, press="abandon")
        return Order(self, page.url.partition("?")[0], following.url)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        filled = self.get("/masuk").fill("/masuk", email=email, password=password)
        answer = self.press(filled)
        if answer.status != 303:
            raise Refused(answer)
        self.email = email
        return self


@dataclass
class Order:
    """An order, for who holds its link. `pay_at` is the payment service's page, where one was opened."""

    buyer: Visitor
    address: str
    pay_at: str = ""

    @property
    def token(self) -> str:
        """What opens it."""
        return self.address.rpartition("/")[2]

    def page(self) -> Page:
        return self.buyer.get(self.address)

    def state(self) -> State:
        (article,) = self.page().document.xpath("//article[@data-number]")
        said = (
            article.get(f"data-{name}") for name in ("number", "status", "payment", "fulfilment", "total")
        )
        number, status, payment, fulfilment, total = said
        self.number = number
        return State(number, status, payment, fulfilment, int(total))

    @cached_property
    def number(self) -> str:
        return self.state().number

    @property
    def session(self) -> str:
        """The payment service's id of the session that `pay_at` shows."""
        return urlsplit(self.pay_at).path.rpartition("/")[2]

    def pay(self, *, press: str = "approve", back: bool = True) -> Page:
        """Pay with a card, or `decline`; without `back` the browser is closed before it comes back to the shop."""
        page = self.buyer.get(self.pay_at)
        filled = page.fill(urlsplit(self.pay_at).path, press=press)
        answer = self.buyer.press(filled)
        if answer.status == 303 and back:
            answer = self.buyer.get(answer.answer.headers["Location"])
        return answer

    def pay_again(self, by: str) -> "Order":
        """Open another payment, from the order's page."""
        return self.buyer.ordered(self.buyer.press(self.page().fill("/bayar", provider=by)))

    def check(self) -> Page:
        """What the page does by itself for a buyer who comes back from paying."""
        page = self.buyer.get(f"{self.address}?kembali=1")
        return self.buyer.submit(page, "/periksa") if "/periksa" in page.text else page

    def send_proof(self, picture: bytes | None = None) -> Page:
        return self.buyer.submit(self.page(), "/bukti", files={"proof": picture or a_picture()})

    def cancel(self) -> Page:
        return self.buyer.submit(self.page(), "/batal")
