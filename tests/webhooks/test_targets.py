"""Where a webhook may lead, and where not."""

from ipaddress import ip_address

import pytest

from app.webhooks.targets import BadAddress, check, is_public


@pytest.fixture(autouse=True)
def rollback() -> None:
    """Nothing here touches a database."""


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://192.168.1.1:8443/",
        "https://[fd00::1]/",
        "https://0.0.0.0/",
        "https://name:word@example.org/",
        "https://example.org/#here",
        "https://example.org:port/",
        "https://exam ple.org/",
        "https://example.org/\r\nHost: other",
        "https://",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_is_not_in_the_world_or_not_sealed_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        check(url, loopback=False)


def test_while_trying_things_out_this_machine_alone_is_allowed_too() -> None:
    assert check("https://example.org:8443/hook?x=1", loopback=False).port == 8443
    assert check("http://localhost:8000/", loopback=True).hostname == "localhost"
    for url in ("http://example.org/", "http://10.1.2.3/", "https://169.254.169.254/"):
        with pytest.raises(BadAddress):
            check(url, loopback=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("fe80::1", False),
    ],
)
def test_an_address_in_other_clothes_is_what_is_inside(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public
