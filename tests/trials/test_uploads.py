"""U: files that people send. What is in a file is tried where it is looked at (tests/pictures, tests/test_darkroom).

Here a running shop is sent too much of it.
"""

import http.client
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.driver import Driver

MIB = 0x100000


def test_u06_a_body_that_does_not_say_how_long_it_is_is_cut_off_at_once(driver: Driver) -> None:
    buyer = driver.visitor()
    buyer.put(driver.make_product())
    order = buyer.place()
    originals = Path(driver.shop.folder, "media", "originals")
    before = sorted(originals.glob("*"))
    site, sent = urlsplit(driver.shop.url), 0
    line = http.client.HTTPConnection(site.hostname or "", site.port, timeout=30)
    line.putrequest("POST", f"{urlsplit(order.address).path}/bukti")
    line.putheader("Content-Type", "multipart/form-data; boundary=x")
    line.putheader("Transfer-Encoding", "chunked")
    line.endheaders()
    with suppress(OSError):  # it hangs up
        while sent < 100:
            line.send(f"{MIB:x}\r\n".encode() + b"x" * MIB + b"\r\n")
            sent += 1
    answer = line.getresponse()
    answer.close()
    line.close()
    assert answer.status == 411
    assert sent < 30
    assert sorted(originals.glob("*")) == before
    assert order.state().payment == "unpaid"
