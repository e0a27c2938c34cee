"""(c): an admin packs, ships and refunds, and stock and revenue agree at each step."""

import re

from playwright.sync_api import Page, expect

from tests.buyer import Order
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import Window

A4 = (594, 841)


def net(page: Page, url: str) -> int:
    """What the revenue page says is left of this month."""
    page.goto(f"{url}/admin/revenue")
    shown = page.locator(".sums .net dd").inner_text()
    return int(re.sub(r"[^0-9-]", "", shown.replace("−", "-")))


def stock(page: Page, url: str, variant: int) -> list[int]:
    """How many there are, are held, and are free, as the stock page says."""
    page.goto(f"{url}/admin/stock/{variant}")
    return [int(text) for text in page.locator(".sums dd").all_inner_texts()]


def test_packing_shipping_and_refunding_move_stock_and_revenue_together(
    driver: Driver, window: Window
) -> None:
    url, price, shipping = driver.shop.url, 465_000, 7_000
    product = driver.make_product(price)
    buyer = driver.visitor()
    page = window.open(f"{url}/admin")
    steps.sign_in(page, driver.admin_email)
    before = net(page, url)
    assert stock(page, url, product.variant) == [1, 0, 1]

    buyer.put(product)
    order = buyer.place("stripe", to="village")
    assert (stock(page, url, product.variant), net(page, url)) == ([1, 1, 0], before)
    order.pay()
    driver.stripe.wait_for_webhooks(60)
    assert (stock(page, url, product.variant), net(page, url)) == ([0, 0, 0], before + price + shipping)

    work(page, driver, order)
    assert (stock(page, url, product.variant), net(page, url)) == ([0, 0, 0], before + price + shipping)
    give_back(page, driver, order)
    driver.stripe.wait_for_webhooks(60)
    assert (stock(page, url, product.variant), net(page, url)) == ([1, 0, 1], before)
    assert order.state().payment == "refunded"
    assert buyer.get(product.address).form("/keranjang") is not None
    subjects = [str(mail["Subject"]) for mail in driver.mails(about=order)]
    assert len(subjects) == len(set(subjects)) >= 4


def work(page: Page, driver: Driver, order: Order) -> None:
    """From the list of what is to pack, through its slip, packing and shipping."""
    page.goto(f"{driver.shop.url}/admin/orders")
    page.get_by_role("link", name=order.number).first.click()
    page.get_by_role("link", name="Lembar kemas").click()
    page.wait_for_url("**/slip")
    assert sheets(page.pdf(prefer_css_page_size=True)) == [A4]
    page.get_by_role("link", name="Kembali ke pesanan").click()
    page.get_by_role("button", name="Sudah dikemas").click()
    expect(page.get_by_role("button", name="Sudah dikirim")).to_be_visible()
    page.get_by_label("Nomor resi").fill(f"JX{order.number[-4:]}123456")
    page.get_by_role("button", name="Sudah dikirim").click()
    expect(page.get_by_role("button", name="Sudah sampai")).to_be_visible()
    assert (order.state().status, order.state().fulfilment) == ("placed", "shipped")


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    return [
        (int(width), int(height))
        for width, height in re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)[\d.]*\]", pdf)
    ]


def give_back(page: Page, driver: Driver, order: Order) -> None:
    """All of the money, and the piece is here again."""
    page.goto(driver.find(order).url)
    page.locator("details.more", has_text="Kembalikan uang").locator("summary").first.click()
    form = page.locator("form[id^=refund-]")
    form.get_by_label("Alasan").fill("Warnanya lain.")
    form.get_by_label("Kainnya sudah kembali").check()
    form.get_by_role("button", name="Kembalikan uang").click()
    expect(page.locator("form[id^=refund-]")).to_have_count(0)
