"""Where a webhook may lead: to the world, never into the house (this machine, its network, a cloud's own addresses)."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from flask_babel import lazy_gettext as _l

from app.errors import ShopError

MOST = 500
# What reaches an IPv4 address by way of a translator (RFC 6052, RFC 8215).
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
Address = IPv4Address | IPv6Address


class BadAddress(ShopError):
    status = 422


def check(url: str, *, loopback: bool) -> SplitResult:
    """Refuse what can be no webhook's address by how it is written. `loopback`: this machine is allowed too, as while
    trying things out."""
    where = _split(url)
    host = where.hostname or ""
    here = loopback and (host == "localhost" or (_literal(host) or ip_address("0.0.0.0")).is_loopback)
    if where.scheme != "https" and not (where.scheme == "http" and here):
        raise BadAddress(_l("Pakai alamat https."))
    if where.username is not None or where.password is not None or where.fragment:
        raise BadAddress(_l("Tulis alamatnya tanpa nama, kata sandi, dan tanda #."))
    literal = _literal(host)
    if not here and (host == "localhost" or (literal and not is_public(literal))):
        raise BadAddress(_l("Alamat ini ada di jaringan dalam, bukan di internet."))
    return where


def _split(url: str) -> SplitResult:
    try:
        where = urlsplit(url)
        where.port  # noqa: B018  (raises for what is none)
    except ValueError:
        where = SplitResult("", "", "", "", "")
    if not where.hostname or len(url) > MOST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadAddress(_l("Ini bukan alamat situs."))
    return where


def resolve(host: str, port: int, *, loopback: bool) -> list[str]:
    """The addresses of a host. All of them must be the world's: who may point a name at us cannot point it past us."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # What is behind a % is the interface by which a local address is reached.
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    for address in addresses:
        if not (is_public(address) or (loopback and address.is_loopback)):
            raise BadAddress(_l("Alamat ini ada di jaringan dalam, bukan di internet."))
    return [str(address) for address in addresses]


def is_public(address: Address) -> bool:
    """Is it the world's, also when it is an IPv4 address in the clothes of an IPv6 one?"""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and any(address in network for network in TRANSLATED):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
