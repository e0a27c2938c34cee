"""(d): who was met at a fair is written to, opens the link, buys with the voucher; the fair's page shows each step."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from app import clock
from app.catalog import hangtags
from tests.buyer import Order
from tests.driver import Driver
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, Window

PHONE = {"width": 360, "height": 740}


@pytest.mark.one_database
def test_a_lead_is_followed_up_buys_with_the_voucher_and_the_fair_shows_each_step(
    driver: Driver, browser: Browser
) -> None:
    product, code, admin = driver.make_product(title_id="Kain Mega"), driver.make_voucher(), driver.admin
    today = clock.today().isoformat()
    told = {"name": "Pekan Contoh", "place": "Kebumen", "first_day": today, "last_day": today}
    fair = admin.submit(admin.get("/admin/exhibitions/new"), "/admin/exhibitions", **told).url
    words = {"name": "Sapaan", "text_id": "Halo {nama}, {kain} ada di {tautan} dengan kode {voucher}"}
    admin.submit(
        admin.get("/admin/leads/templates/new"), "/templates/new", voucher=code, active=True, **words
    )

    windows = [Window(browser.new_context(viewport=PHONE, locale="id-ID")) for _who in range(2)]
    for window in windows:
        window.context.set_default_timeout(PATIENCE)
    desk, phone = windows
    page = desk.open(f"{driver.shop.url}/masuk")
    steps.sign_in(page, driver.admin_email)
    page.goto(f"{driver.shop.url}/admin/leads/new")
    page.get_by_label("Nama", exact=True).fill("Ani Contoh")
    page.get_by_label("Nomor WhatsApp atau surel").fill("0812-3456-7890")
    page.get_by_label("Kain yang ditanyakan").fill(hangtags.code_of(product.variant))
    page.get_by_label("Pameran").select_option("Pekan Contoh")
    page.get_by_text("Saya setuju nama dan nomor saya").click()
    page.get_by_role("button", name="Simpan").click()
    page.goto(f"{driver.shop.url}/admin/leads?all=1")
    page.get_by_role("link", name="Ani Contoh").click()
    page.get_by_role("link", name="Sapaan").click()
    page.get_by_role("button", name="Catat").click()
    opens = page.get_by_role("link", name="Buka WhatsApp").get_attribute("href") or ""
    message = parse_qs(urlsplit(opens).query)["text"][0]
    assert "Kain Mega" in message
    assert code in message

    bought = phone.open(next(word for word in message.split() if word.startswith("http")))
    expect(bought.get_by_role("heading", level=1)).to_have_text("Kain Mega")
    bought.get_by_role("button", name="Masukkan ke keranjang").click()
    bought.get_by_text("Punya kode voucher?").click()
    bought.get_by_label("Kode voucher").fill(code)
    bought.get_by_role("button", name="Pakai").click()
    steps.fill_in(bought)
    steps.order(bought, "Transfer bank")
    expect(bought.locator("article.order")).to_have_attribute("data-payment", "unpaid")
    driver.confirm(Order(driver.visitor(), bought.url))
    assert driver.job("match") == 1

    page.goto(f"{fair}/worth")
    funnel = page.locator("section", has=page.get_by_role("heading", name="Peminat", exact=True))
    assert funnel.locator("dd").all_inner_texts() == ["1", "1", "1", "0", "0"]
    for window in windows:
        window.context.close()
        assert window.problems == []
