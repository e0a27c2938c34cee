"""What the sample village is made of. The words for kinds, steps and uses are those of the shop's own tables."""

import re
from dataclasses import dataclass
from datetime import date


def slug_of(name: str) -> str:
    """The part of an address that stands for a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; Markdown where it has paragraphs."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Motif:
    """A pattern. `family` is merakan, pelataran, jagatan, classic or sample."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    family: str
    meaning_id: str
    meaning_en: str
    source: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Emblem:
    """What draws a maker's emblem: see demo.cloth.emblem."""

    seed: int
    palette: str


@dataclass(frozen=True, slots=True)
class Maker:
    """A sample maker; `consents` are the uses she allows in the sample."""

    pseudonym: str
    name: str
    village: str
    work_country: str
    since: int
    steps: tuple[str, ...]
    consents: tuple[str, ...]
    emblem: Emblem
    story_id: str
    story_en: str
    quote_id: str
    quote_en: str
    sample: bool = True

    @property
    def slug(self) -> str:
        return slug_of(self.pseudonym)


@dataclass(frozen=True, slots=True)
class Variant:
    """What is bought. `stock` is what is left on the shelf; 0 for what is made to order."""

    length_cm: int
    width_cm: int
    weight_g: int
    price: int
    stock: int = 0
    label_id: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What draws the cloth, and the views of it, cover first: see demo.cloth.draw."""

    motif: str
    palette: str
    seed: int
    views: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A design for sale. `state` is what it shows: published, draft, sold or low (in stock)."""

    title_id: str
    title_en: str
    kind: str
    technique: str
    dye: str
    dye_detail_id: str
    dye_detail_en: str
    colours: tuple[str, ...]
    motif: str
    stock_model: str
    state: str
    demand: int
    variants: tuple[Variant, ...]
    maker: str
    steps: tuple[tuple[str, str], ...]
    picture: Picture
    story_id: str
    story_en: str
    published_on: date | None = None
    lead_days: int | None = None
    sample: bool = True

    @property
    def slug(self) -> str:
        return slug_of(self.title_id)

    @property
    def price_from(self) -> int:
        return min(variant.price for variant in self.variants)

    @property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)


@dataclass(frozen=True, slots=True)
class Fair:
    """A made-up fair; `weight` is the number of orders written at its stand."""

    name: str
    place: str
    first_day: date
    last_day: date
    weight: int


@dataclass(frozen=True, slots=True)
class Month:
    """Orders of one month outside the fairs, by channel."""

    month: date
    shop: int
    whatsapp: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of sales: from `first_day` to `last_day`, peaks at fairs and growth between them."""

    fairs: tuple[Fair, ...]
    months: tuple[Month, ...]
    first_day: date
    last_day: date

    @property
    def channels(self) -> dict[str, int]:
        """How many orders come through each channel."""
        return {
            "shop": sum(month.shop for month in self.months),
            "fair": sum(fair.weight for fair in self.fairs),
            "whatsapp": sum(month.whatsapp for month in self.months),
        }


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    heading: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the shop's own words; `labels` are the short texts of the home page."""

    title: Text
    lead: Text
    sections: tuple[Section, ...]
    labels: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells: what the law wants said on the shop's pages."""

    name: str
    address: str
    registration: Text
    phone: str
    email: str
    hours: Text


@dataclass(frozen=True, slots=True)
class Complaint:
    """Where to complain: to us, then to the authority."""

    title: Text
    body: Text
    authority: str
    authority_whatsapp: str
    authority_email: str
    authority_site: str


@dataclass(frozen=True, slots=True)
class Place:
    """A village (Kepmendagri code) that parcels go to, and how often."""

    code: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Abroad:
    """A foreign address, the language its buyer reads, and the block that the telephone number comes from."""

    country: str
    language: str
    address: tuple[str, ...]
    phone_prefix: str
    phone_digits: int
    weight: int


@dataclass(frozen=True, slots=True)
class Buyers:
    """The parts that sample buyers are put together from."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    landmarks: tuple[str, ...]
    mail_domains: tuple[str, ...]
    phone_prefix: str
    phone_digits: int
    places: tuple[Place, ...]
    abroad: tuple[Abroad, ...]
    notes_id: tuple[str, ...]
    notes_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What a sample buyer says of a maker's cloth, and what she answers, if anything."""

    maker: str
    stars: int
    name: str
    language: str
    text: str
    reply: str


@dataclass(frozen=True, slots=True)
class Village:
    """The whole sample. `pages` by name (home, about, help, privacy, terms), `care` by dye."""

    motifs: tuple[Motif, ...]
    makers: tuple[Maker, ...]
    products: tuple[Product, ...]
    year: Year
    pages: dict[str, Page]
    care: dict[str, Text]
    seller: Seller
    complaint: Complaint
    buyers: Buyers
    reviews: tuple[Review, ...]
