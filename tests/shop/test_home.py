from app.accounts.models import Role
from app.catalog.models import StockModel
from app.makers import actions as makers
from app.makers.models import Use
from tests.factories import a_maker, a_motif, a_product, a_user, sign_in
from tests.pages import page, select, words
from tests.people import allow, statements


def home(client, address="/"):
    return page(client, address)


def test_an_empty_shop_has_a_front_page_that_leads_on(client):
    shown = home(client)

    assert "Kain berikutnya sedang dibatik" in words(shown)
    assert "/batik" in [link.get("href") for link in select(shown, "main a")]


def test_the_newest_pieces_that_can_be_bought_open_the_page(client):
    for title in ("Satu", "Dua"):
        a_product(title_id=title, title_en=f"{title} EN")
    a_product(title_id="Laku", stock_model=StockModel.ONE, stock=0)
    a_product(title_id="Konsep", published=False)

    assert [words(title) for title in select(home(client), ".cloths h3")] == ["Dua", "Satu"]
    assert [words(title) for title in select(home(client, "/en/"), ".cloths h3")] == ["Dua EN", "Satu EN"]


def test_a_maker_is_met_only_while_she_tells_her_story(client):
    maker = a_maker(pseudonym="Melati", story_id="Saya pulang pada 2015.", quote_id="Malam mengajari sabar.")
    a_product(maker_id=maker.id)
    assert "Melati" not in words(home(client))

    allow(maker, Use.STORY)
    assert "Malam mengajari sabar." in words(select(home(client), ".meet")[0])

    makers.withdraw(maker, Use.STORY, by="tests")
    assert select(home(client), ".meet") == []


def test_the_meaning_of_a_motif_is_told_with_its_source(client):
    motif = a_motif(name="Truntum", meaning_id="Tumbuh kembali.", source="Museum Batik, 2019")
    a_product(motif_id=motif.id)

    told = words(select(home(client), ".meaning")[0])

    assert "Tumbuh kembali." in told
    assert "Sumber: Museum Batik, 2019" in told


def test_it_takes_few_statements_and_as_many_for_one_product_as_for_a_hundred(client):
    a_product(maker_id=a_maker().id, motif_id=a_motif().id)
    home(client)
    with statements() as for_one:
        home(client)
    for _ in range(99):
        a_product(maker_id=a_maker().id, motif_id=a_motif().id)
    with statements() as for_hundred:
        home(client)

    assert (len(for_one), len(for_hundred)) == (5, 5)


def test_it_is_the_same_bytes_for_everybody(client, app):
    a_product()
    visitor = app.test_client()
    sign_in(visitor, a_user(Role.CUSTOMER))

    for address in ("/", "/en/"):
        assert client.get(address).data == visitor.get(address).data
