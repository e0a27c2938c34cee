"""An order that is being written: what the form and the basket amount to at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from app import clock
from app.accounts.address_book import Place
from app.accounts.models import UserAddress
from app.cart import contents as cart
from app.cart.contents import Content
from app.cart.models import Basket
from app.cart.quote import Quote, quote
from app.checkout_form import CheckoutForm
from app.languages import locale
from app.money import Money
from app.orders.models import Destination
from app.orders.terms import Address, Terms
from app.payments import providers
from app.phones import show_phone
from app.promotions import actions as vouchers
from app.promotions.actions import NotUsable, UnknownCode
from app.promotions.models import Voucher
from app.shipping import rates, regions
from app.shipping.arrival import Arrival, arrival
from app.shipping.rates import ShippingOption
from app.shipping.regions import Region, Village


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be ordered now, how it can be sent, and what it costs. `option` is None until a village is known."""

    form: CheckoutForm
    contents: list[Content]
    village: Village | None
    options: list[ShippingOption]
    option: ShippingOption | None
    quote: Quote

    @property
    def awaits_quote(self) -> bool:
        """Will somebody say later what sending costs?"""
        return self.option is not None and self.option.price is None

    def arrival_with(self, option: ShippingOption) -> Arrival | None:
        """When it would be there, if it is paid today."""
        if option.days_min is None or option.days_max is None:
            return None
        return arrival(clock.today(), self.quote.making_days, (option.days_min, option.days_max))

    def total_with(self, option: ShippingOption) -> Money:
        return self.quote.goods - self.quote.discount + (option.price or Money(0))

    @property
    def provider(self) -> str:
        """How the buyer wants to pay; empty when that is still to be said."""
        offered, chosen = providers.ready(), self.form.provider.data
        return chosen if chosen in offered else offered[0] if len(offered) == 1 else ""

    def terms(self, customer_id: int | None, placed_from: str | None) -> Terms:
        form, option = self.form, self.option
        return Terms(
            name=form.name.data or "",
            phone=form.number,
            email=form.email.data or "",
            address=self._address(),
            # A page that did not say a total showed none that could be right.
            expected_total=form.seen_total or Money(-1),
            checkout_token=form.checkout_token.data or "",
            locale=locale(),
            note=form.note.data or "",
            gift=bool(form.gift.data),
            gift_note=(form.gift_note.data or "") if form.gift.data else "",
            courier_id=option.courier_id if option else None,
            courier_name=option.title if option else "",
            days_min=option.days_min if option else None,
            days_max=option.days_max if option else None,
            customer_id=customer_id,
            placed_from=placed_from,
        )

    def _address(self) -> Address:
        to, found = self.form.to, self.village
        if to is Destination.ABROAD:
            return Address(to, street=self.form.address_abroad.data or "", country=self.form.country.data)
        if to is Destination.PICKUP or found is None:
            return Address(to)
        return Address(
            to,
            village_code=found.code,
            village=found.name,
            district=found.district,
            regency=found.regency,
            province=found.province,
            postcode=found.postcode,
            street=self.form.street.data or "",
        )


def draft_of(form: CheckoutForm, basket: Basket | None, own: dict[int, int]) -> Draft:
    found = cart.contents(basket, own)
    wanted = cart.wanted(found)
    village = settle_region(form)
    options = ways(form.to, village, quote(wanted, None).weight_g)
    chosen = (option for option in options if str(option.courier_id) == form.courier.data)
    option = next(chosen, options[0] if options else None)
    price = option.price if option else None
    plain = quote(wanted, price)
    voucher = voucher_of(form, plain.goods)
    return Draft(form, found, village, options, option, quote(wanted, price, voucher) if voucher else plain)


def voucher_of(form: CheckoutForm, goods: Money) -> Voucher | None:
    """The voucher whose code was typed, if it can be used; the form says why not."""
    typed, known = form.voucher.data or "", {"phone": form.number, "email": form.email.data or ""}
    if typed and form.no_voucher:
        form.voucher.errors = [form.no_voucher]
        return None
    try:
        return vouchers.look(typed, goods, **known) if typed and goods else None
    except NotUsable as error:
        form.voucher.errors, form.guessed = [error.message], isinstance(error, UnknownCode)
        return None


def is_complete(draft: Draft) -> bool:
    """Is all there that an order needs? What is missing, the form then says."""
    form = draft.form
    complete = form.validate()
    # Only now is it known whose uses count.
    if form.voucher.data and voucher_of(form, draft.quote.goods) is None:
        return False
    if not draft.provider and not draft.awaits_quote:
        form.provider.errors = [_("Pilih cara membayar.")]
        return False
    form.provider.data = draft.provider
    return bool(complete)


def fill_in(form: CheckoutForm, kept: UserAddress) -> None:
    """Write an address that is kept into the form."""
    form.name.data, form.phone.data = kept.name, show_phone(kept.phone)
    form.province.data = form.regency.data = form.district.data = ""
    form.village.data = kept.village_code
    if kept.village_code:
        form.destination.data, form.street.data = Destination.VILLAGE.value, kept.street
    else:
        form.destination.data, form.address_abroad.data = Destination.ABROAD.value, kept.street
        form.country.data = kept.country


def place_in(form: CheckoutForm) -> Place:
    """What a complete form says of where things go, to be kept."""
    name, number = form.name.data or "", form.number
    if form.to is Destination.ABROAD:
        return Place(name, number, form.address_abroad.data or "", country=form.country.data)
    return Place(name, number, form.street.data or "", village_code=form.village.data or "")


def take_village(form: CheckoutForm, code: str) -> None:
    """Fill in the village that was found, with all that it lies in."""
    if regions.village(code):
        form.province.data = form.regency.data = form.district.data = ""
        form.village.data = code


def ways(to: Destination, village: Village | None, weight_g: int) -> list[ShippingOption]:
    """How it can get there. Where no courier's price is known, somebody asks one, as for abroad."""
    if to is Destination.PICKUP:
        return [rates.PICKUP]
    if to is Destination.ABROAD:
        return [rates.ABROAD]
    return (rates.options(village, weight_g) or [rates.ABROAD]) if village else []


def settle_region(form: CheckoutForm) -> Village | None:
    """Make the four choices of a village fit each other, and offer what lies in each.

    A village says all that it lies in. One that contradicts a larger choice is from before that was changed: it goes.
    """
    larger = (form.province, form.regency, form.district)
    village = regions.village(form.village.data or "")
    if village and all(not field.data or village.code.startswith(f"{field.data}.") for field in larger):
        codes = (village.province_code, village.regency_code, village.district_code)
    else:
        codes, village = _consistent([field.data or "" for field in larger]), None
    chosen = (*codes, village.code if village else "")
    for field, code, inside in zip((*larger, form.village), chosen, (None, *codes), strict=True):
        field.data, field.choices = code, _choices(inside)
    return village


def _consistent(codes: list[str]) -> tuple[str, str, str]:
    """The chosen regions down to the first that is none, or lies elsewhere."""
    kept = ["", "", ""]
    above = ""
    for level, code in enumerate(codes):
        if len(code) != 2 + 3 * level or not code.startswith(above) or regions.region_name(code) is None:
            break
        kept[level], above = code, f"{code}."
    return kept[0], kept[1], kept[2]


@lru_cache(64)
def _choices(inside: str | None) -> list[SelectChoice]:
    """The regions in one; of the whole country for None, and nothing while it is not chosen."""
    found: Sequence[Region] = (
        regions.provinces() if inside is None else regions.children(inside) if inside else []
    )
    none = SelectChoice("", _l("Pilih") if found else "–")
    return [none, *(SelectChoice(region.code, region.name) for region in found)]
