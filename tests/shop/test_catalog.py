import re
from datetime import timedelta

import pytest

from app import clock
from app.accounts.models import Role
from app.catalog.models import Credit, Dye, Kind, Photo, StockModel, Technique, Variant
from app.inventory import actions as inventory
from app.makers import actions as makers
from app.makers.models import Step, Use
from app.money import Money
from tests.factories import a_maker, a_motif, a_picture, a_product, a_user, sign_in
from tests.pages import page, select, words
from tests.people import allow, statements


def titles(client, address="/batik"):
    return [words(title) for title in select(page(client, address), ".cloths h3")]


def many(count, motif):
    for _ in range(count):
        a_product(maker_id=a_maker().id, motif_id=motif.id)


def buying(shown):
    return select(shown, "main form[method=post]")


def test_the_catalogue_shows_what_is_published_and_marks_what_is_sold(client):
    a_product(title_id="Konsep", published=False)
    a_product(title_id="Ada", price=1_250_000)
    a_product(title_id="Laku", stock_model=StockModel.ONE, stock=0)

    shown = page(client, "/batik")

    assert [words(card) for card in select(shown, ".cloths .cloth")] == [
        "Laku Rp 450.000 Terjual",
        "Ada Rp 1.250.000 Tersedia",
    ]


def test_each_language_has_its_titles(client):
    a_product(title_id="Malam", title_en="Night")
    a_product(title_id="Pagi", title_en="")

    assert titles(client) == ["Pagi", "Malam"]
    assert titles(client, "/en/batik") == ["Pagi", "Night"]


def test_what_is_chosen_comes_from_the_address_and_stays_in_the_form(client):
    motif = a_motif(slug="kawung", name="Kawung")
    a_product(title_id="Kawung Malam", motif_id=motif.id, colours=["soga", "gading"])
    a_product(title_id="Parang Malam", colours=["soga"])

    shown = page(client, "/batik?motif=kawung&q=malam&tersedia=siap&urut=termurah&warna=hijau&warna=soga")

    assert [words(title) for title in select(shown, ".cloths h3")] == ["Kawung Malam"]
    (q,) = select(shown, "input[name=q]")
    chosen = select(shown, ".sieve [checked]") + select(shown, "main [selected]")
    assert (q.get("value"), q.get("form")) == ("malam", select(shown, ".sieve form")[0].get("id"))
    assert [(field.get("name"), field.get("value")) for field in chosen] == [
        ("warna", "soga"),
        ("warna", "hijau"),
        ("motif", "kawung"),
        ("tersedia", "siap"),
        (None, "termurah"),
    ]
    assert [(words(choice), choice.get("href")) for choice in select(shown, ".chosen a")] == [
        ("“malam” lepaskan", "/batik?motif=kawung&tersedia=siap&urut=termurah&warna=hijau&warna=soga"),
        ("Cokelat soga lepaskan", "/batik?motif=kawung&q=malam&tersedia=siap&urut=termurah&warna=hijau"),
        ("Hijau lepaskan", "/batik?motif=kawung&q=malam&tersedia=siap&urut=termurah&warna=soga"),
        ("Kawung lepaskan", "/batik?q=malam&tersedia=siap&urut=termurah&warna=hijau&warna=soga"),
        ("Siap dikirim lepaskan", "/batik?motif=kawung&q=malam&urut=termurah&warna=hijau&warna=soga"),
        ("Lepaskan semua", "/batik"),
    ]
    assert words(select(shown, ".sieve summary")[0]) == "Saring 4 dipilih"


def test_every_value_says_how_many_there_are_and_what_leads_to_nothing_cannot_be_chosen(client):
    a_product(technique=Technique.TULIS, kind=Kind.KAIN)
    a_product(technique=Technique.CAP, kind=Kind.SYAL)

    def values(address, name):
        labels = select(page(client, address), ".value")
        found = [(words(label), *select(label, f"input[name={name}]")) for label in labels]
        return [(text, *sorted({"checked", "disabled"} & set(one[0].keys()))) for text, *one in found if one]

    assert values("/batik", "teknik") == [("Batik tulis 1",), ("Batik cap 1",)]
    assert values("/batik?jenis=syal", "teknik") == [("Batik tulis 0", "disabled"), ("Batik cap 1",)]
    assert values("/batik?jenis=syal", "jenis") == [("Kain panjang 1",), ("Syal 1", "checked")]
    assert values("/batik?jenis=sarung&teknik=cap", "jenis") == [
        ("Kain panjang 0", "disabled"),
        ("Sarung 0", "checked"),
        ("Syal 1",),
    ]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("q=&teknik=tulis&urut=", "teknik=tulis"),
        ("warna=soga&teknik=tulis&warna=indigo", "teknik=tulis&warna=indigo&warna=soga"),
        ("tersedia=ya", "tersedia=pesan&tersedia=siap"),
        ("teknik=lukis&hal=0", ""),
        ("q=++batik++laut+", "q=batik+laut"),
    ],
)
def test_every_choice_has_one_address(client, asked, answered):
    answer = client.get(f"/en/batik?{asked}")

    assert (answer.status_code, answer.location) == (302, "/en/batik" + (answered and f"?{answered}"))
    assert client.get(answer.location).status_code == 200
    assert client.get(f"/batik?{answered}&utm=surel").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "teknik=lukis&jenis=mobil&urut=acak&hal=nol&tersedia=mungkin",
        "hal=-1",
        "hal=99999",
        "hal=" + "9" * 3000,
        "hal=1&hal=2",
        "q[]=x",
        "q=%F0%9F%A7%B5%E2%80%AE%EA%A6%A7",
        "unknown=1",
        "q=" + "a" * 10_000,
        "motif=" + "b" * 5000,
    ],
)
def test_absurd_filters_are_answered_politely(client, query):
    a_product()

    assert client.get(f"/batik?{query}", follow_redirects=True).status_code == 200


def test_nothing_found_says_so_and_leads_on(client):
    a_product()

    shown = page(client, "/batik?q=tidakada")

    assert select(shown, ".cloths") == []
    assert "Tidak ada kain yang cocok" in words(shown)


def test_what_a_visitor_looks_for_is_shown_but_never_run(client):
    shown = client.get("/batik?q=<script>alert(1)</script>").text

    assert "<script>alert(1)" not in shown


def test_24_to_a_page_and_the_next_keeps_the_filters(client):
    for _ in range(25):
        a_product(dye=Dye.NATURAL)

    first = page(client, "/batik?teknik=tulis")
    (onward,) = select(first, "a[rel=next]")

    assert len(select(first, ".cloths .cloth")) == 24
    assert onward.get("href") == "/batik?hal=2&teknik=tulis"
    assert len(select(page(client, onward.get("href")), ".cloths .cloth")) == 1


def test_a_page_of_100_takes_as_many_statements_as_a_page_of_one(client):
    motif = a_motif()
    many(1, motif)
    page(client, "/batik")
    with statements() as for_one:
        page(client, "/batik")
    many(99, motif)
    with statements() as for_hundred:
        page(client, "/batik")

    assert (len(for_one), len(for_hundred)) == (4, 4)


def test_a_product_takes_as_many_statements_whatever_hangs_on_it(client):
    motif = a_motif()
    first = a_product(slug="satu", motif_id=motif.id, maker_id=a_maker().id)
    page(client, "/batik/satu")
    with statements() as for_one:
        page(client, "/batik/satu")
    many(5, motif)
    for n in range(6):
        first.photos.append(Photo(picture=a_picture(), position=n + 1))
        first.variants.append(Variant(sku=f"X{n}", price=Money(1), weight_g=1, position=n + 1))
        first.credits.append(Credit(step=Step.NYOGA, maker_id=a_maker().id, position=n))
    with statements() as for_many:
        page(client, "/batik/satu")

    assert (len(for_one), len(for_many)) == (10, 10)


def test_a_product_tells_everything(client):
    maker = a_maker(slug="melati", pseudonym="Melati", name="Siti Rahasia", story_id="Saya pulang.")
    allow(maker, Use.STORY)
    motif = a_motif(name="Kawung", meaning_id="Buah aren yang dibelah.", source="Museum Batik, 2019")
    product = a_product(
        slug="kawung-malam",
        title_id="Kawung Malam",
        story_id="Dicanting *di teras*.",
        price=1_250_000,
        dye_detail_id="indigo dan jolawe",
        stock_model=StockModel.ONE,
        motif_id=motif.id,
        maker_id=maker.id,
        credits=[
            Credit(step=Step.NGLOWONG, maker_id=maker.id),
            Credit(step=Step.NYOGA, maker_id=a_maker().id),
        ],
    )

    shown = page(client, "/batik/kawung-malam")
    told = words(shown)

    assert words(select(shown, "h1")[0]) == "Kawung Malam"
    for part in [
        "Rp 1.250.000",
        "Hanya satu, tiada duanya",
        "240 × 115 cm, 300 gram terbungkus",
        "Batik tulis",
        "Pewarna alami: indigo dan jolawe",
        "Dicanting di teras.",
        "Buah aren yang dibelah.",
        "Sumber: Museum Batik, 2019",
        "lerak",
        "karya Melati",
        product.variants[0].sku,
    ]:
        assert part in told
    assert [words(hand) for hand in select(shown, ".hands small")] == ["Melati", "perajin koperasi"]
    assert "Rahasia" not in told
    (form,) = buying(shown)
    assert dict(form.form_values()) == {"variant": str(product.variants[0].id), "quantity": "1"}


def test_without_a_yes_nothing_of_a_maker_is_in_the_page_or_its_data(client):
    maker = a_maker(slug="melati", pseudonym="Melati", name="Siti Rahasia", story_id="Saya pulang.")
    a_product(slug="kain", maker_id=maker.id, credits=[Credit(step=Step.NYOGA, maker_id=maker.id)])
    allow(maker, Use.NAME)
    allow(maker, Use.STORY)
    allowed = client.get("/batik/kain").text + client.get("/batik").text
    makers.withdraw(maker, list(Use), by="tests")
    refused = client.get("/batik/kain").text + client.get("/batik").text

    assert "Siti Rahasia" in allowed
    assert [word for word in ("Siti", "Rahasia", "Melati", "melati") if word in refused] == []


def test_a_sold_piece_stays_with_its_story_and_offers_no_purchase(client):
    a_product(slug="laku", story_id="Cerita yang tinggal.", stock_model=StockModel.ONE, stock=0)

    shown = page(client, "/batik/laku")

    assert "Terjual" in words(shown)
    assert "Cerita yang tinggal." in words(shown)
    assert buying(shown) == select(shown, ".terms") == []


def test_a_piece_that_waits_for_a_payment_is_not_called_sold(client):
    product = a_product(slug="ditahan", stock_model=StockModel.ONE)
    inventory.hold({product.variants[0]: 1}, until=clock.now() + timedelta(hours=1))

    shown = page(client, "/batik/ditahan")

    assert "Sedang dipesan" in words(shown)
    assert buying(shown) == select(shown, ".terms") == []


def test_a_hold_whose_time_is_over_keeps_nobody_from_buying(client):
    product = a_product(slug="bebas", stock_model=StockModel.ONE)
    inventory.hold({product.variants[0]: 1}, until=clock.now() - timedelta(seconds=1))

    shown = page(client, "/batik/bebas")

    assert len(buying(shown)) == 1
    assert len(select(shown, ".terms li")) == 3


@pytest.mark.parametrize(
    ("stock", "told", "most"),
    [(2, "Tersedia, sisa 2", "2"), (9, "Tersedia", "9")],
)
def test_how_many_are_left_is_told_when_it_matters(client, stock, told, most):
    a_product(slug="kain", stock=stock)

    shown = page(client, "/batik/kain")

    assert told in words(shown)
    assert select(shown, "input[name=quantity]")[0].get("max") == most


def test_what_is_made_to_order_says_how_long_it_takes(client):
    a_product(slug="pesan", stock_model=StockModel.MADE_TO_ORDER, lead_days=45)

    shown = page(client, "/batik/pesan")

    assert "Dikerjakan setelah dibayar, kira-kira 45 hari." in words(shown)
    assert select(shown, "input[name=quantity]")[0].get("max") == "99"


def test_of_several_variants_the_first_that_is_there_is_chosen(client):
    gone = Variant(sku="A", label_id="Kecil", price=Money(100_000), weight_g=100, position=0)
    there = Variant(sku="B", label_id="Besar", price=Money(200_000), weight_g=200, position=1)
    a_product(slug="kain", variants=[gone, there], stock=0)
    inventory.receive(there, 1, by="tests")

    shown = page(client, "/batik/kain")

    assert [
        (radio.get("value"), sorted({"checked", "disabled"} & set(radio.keys()))) for radio in radios(shown)
    ] == [
        (str(gone.id), ["disabled"]),
        (str(there.id), ["checked"]),
    ]


def radios(shown):
    return select(shown, "input[type=radio][name=variant]")


def test_only_published_products_have_a_page(client):
    a_product(slug="konsep", published=False)

    assert [client.get(f"/batik/{slug}").status_code for slug in ["konsep", "tidak-ada", "a" * 3000]] == [
        404
    ] * 3


def test_the_pages_are_the_same_bytes_for_everybody(client, app):
    maker = a_maker(story_id="Saya pulang.")
    allow(maker, Use.STORY)
    a_product(slug="kain", maker_id=maker.id)
    visitor = app.test_client()
    sign_in(visitor, a_user(Role.ADMIN))
    with visitor.session_transaction() as session:
        session["basket"] = "x"

    for address in [
        "/batik",
        "/batik/kain",
        "/en/batik?q=kain",
        "/en/batik/kain",
        "/batik/saran.json?q=kain",
    ]:
        stranger, known = client.get(address), visitor.get(address)
        assert stranger.data == known.data
        assert ("Set-Cookie" in known.headers, known.headers.get("Vary")) == (False, "Accept-Encoding")
        assert "no-store" not in known.headers.get("Cache-Control", "")


def test_every_address_in_english_stays_english(client):
    a_product(slug="kain")

    shown = page(client, "/en/batik/kain")

    paths = {link.get("href") for link in select(shown, "main a")}
    assert {path for path in paths if not re.match(r"(/en)?/|#", path)} == set()
    assert {path for path in paths if path.startswith("/batik")} == set()


def test_search_engines_learn_the_one_address_of_a_page_in_each_language(client):
    a_product(slug="kain")

    shown = page(client, "/en/batik/kain?from=somewhere")

    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in links(shown)] == [
        ("canonical", None, "http://localhost/en/batik/kain"),
        ("alternate", "id", "http://localhost/batik/kain"),
        ("alternate", "en", "http://localhost/en/batik/kain"),
        ("alternate", "x-default", "http://localhost/batik/kain"),
    ]


def links(shown):
    return select(shown, "link[rel=canonical]") + select(shown, "link[hreflang]")


def test_the_order_of_the_catalogue_is_no_other_page(client):
    a_product()

    shown = page(client, "/batik?teknik=tulis&urut=termurah")

    assert links(shown)[0].get("href") == "http://localhost/batik?teknik=tulis"


def test_a_misspelt_question_is_answered_and_said_with_a_way_to_what_was_typed(client):
    a_product(title_id="Kawung Malam")

    shown = page(client, "/batik?q=kwung")
    (note,) = select(shown, ".instead")
    (literally,) = select(note, "a")

    assert words(note) == (
        "Tidak ada yang tertulis “kwung”. Ini hasil untuk kawung. Cari persis seperti yang ditulis"
    )
    assert titles(client, "/batik?q=kwung") == ["Kawung Malam"]
    assert literally.get("href") == "/batik?persis=ya&q=kwung"
    assert titles(client, literally.get("href")) == []


def test_a_page_that_nobody_needs_to_find_is_kept_from_search_engines(client):
    a_product()

    def robots(address):
        return [meta.get("content") for meta in select(page(client, address), "meta[name=robots]")]

    assert [robots("/batik"), robots("/batik?teknik=tulis")] == [[], []]
    assert [robots("/batik?q=kain"), robots("/batik?teknik=cap&teknik=tulis")] == [["noindex"], ["noindex"]]


def test_a_product_leads_to_its_kin(client):
    motif, maker = a_motif(), a_maker(village="Kalibangkang")
    allow(maker, Use.VILLAGE)
    a_product(slug="kain", title_id="Ini", motif_id=motif.id, maker_id=maker.id)
    a_product(title_id="Setangan", maker_id=maker.id)
    a_product(title_id="Semotif", motif_id=motif.id)

    def sections():
        shown = page(client, "/batik/kain")
        found = [
            (words(title), section) for section in select(shown, "section") for title in select(section, "h2")
        ]
        return {title: [words(h3) for h3 in select(section, ".cloths h3")] for title, section in found}

    assert {title: kin for title, kin in sections().items() if kin} == {
        "Dari tangan yang sama": ["Setangan"],
        "Motif yang sama": ["Semotif"],
    }
    makers.withdraw(maker, list(Use), by="tests")
    assert {title: kin for title, kin in sections().items() if kin} == {"Motif yang sama": ["Semotif"]}


def test_suggestions_lead_to_names_and_products_and_are_the_same_for_everybody(client):
    motif, maker = (
        a_motif(slug="kawung", name="Kawung"),
        a_maker(slug="kawi", pseudonym="Kawi", village="Ayah"),
    )
    allow(maker, Use.VILLAGE)
    told = {"title_id": "Kawung Malam", "title_en": "Kawung at night"}
    a_product(slug="kawung-malam", motif_id=motif.id, maker_id=maker.id, **told)

    answer = client.get("/en/batik/saran.json?q=kaw")

    assert answer.json == [
        {"name": "Kawung", "note": "Motif, 1 cloth", "url": "/en/batik?motif=kawung"},
        {"name": "Kawi", "note": "Maker, 1 cloth", "url": "/en/perajin/kawi"},
        {"name": "Kawung at night", "note": "Rp\xa0450.000", "url": "/en/batik/kawung-malam"},
    ]
    assert (
        answer.headers["Cache-Control"],
        answer.headers.get("Vary"),
        answer.headers.get("Set-Cookie"),
    ) == (
        "public, no-cache",
        "Accept-Encoding",
        None,
    )
    makers.withdraw(maker, list(Use), by="tests")
    assert "Kawi" not in client.get("/batik/saran.json?q=kaw").text
    assert [client.get(f"/batik/saran.json?q={q}").json for q in ("", "%25", "🧵", "a" * 9_999)] == [[]] * 4
