"""The shop as a plugin: the README's own lines put it under /toko of another site, and both go on working."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browsing import Browser
from tests.conftest import Database
from tests.servers import start_shop

LINKS = re.compile(r'(?:href|src|action|content|data-[a-z]+)="(/[^"]*|http://127[^"]*)"')


@pytest.mark.one_database
@pytest.mark.parametrize("lines", ["in_flask", "elsewhere"])
def test_the_lines_of_the_readme_put_the_shop_under_a_prefix(database: Database, lines: str) -> None:
    with (
        database.copy() as url,
        start_shop(url, application=f"tests.mounted:{lines}", prefix="/toko") as shop,
    ):
        visitor = Browser(shop.url)
        host = f"{urlsplit(shop.url).scheme}://{urlsplit(shop.url).netloc}"
        village, nothing = visitor.get(f"{host}/"), visitor.get(f"{host}/batik")
        assert (village.words, nothing.status) == ("Desa Kalibangkang", 404)
        for page, language in (("/", "id"), ("/batik", "id"), ("/en/", "en"), ("/en/batik", "en")):
            answer = visitor.get(page)
            assert (answer.status, answer.document.get("lang")) == (200, language)
            paths = {urlsplit(link).path for link in LINKS.findall(answer.text)}
            assert len(paths) > 10
            assert [path for path in paths if not path.startswith("/toko/")] == []
        style = visitor.get("/").document.xpath("//link[@rel='stylesheet']/@href")[0]
        assert visitor.get(style).status == 200
        assert visitor.get("/healthz").answer.json()["status"] == "ok"
