"""A visitor's browser without a screen: pages as they were answered, and forms sent the way a browser sends them."""

from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html
from requests.cookies import extract_cookies_to_jar

PATIENCE = 60  # seconds; the machine may be busy


@dataclass
class Filled:
    """A form that is filled in and only has to be sent off."""

    url: str
    data: list[tuple[str, str]]
    files: list[tuple[str, Any]]

    def value(self, name: str) -> str:
        return next(value for each, value in self.data if each == name)

    def but(self, **values: str) -> "Filled":
        """The same with other values, also for names that the form does not have: what a forger sends."""
        return Filled(
            self.url, [pair for pair in self.data if pair[0] not in values] + [*values.items()], self.files
        )


class Page:
    """An answer, read as a page."""

    def __init__(self, answer: requests.Response) -> None:
        self.answer = answer
        self.status, self.url, self.text = answer.status_code, answer.url, answer.text

    @cached_property
    def document(self) -> Any:
        document = html.fromstring(self.text)
        document.make_links_absolute(self.url)
        return document

    @property
    def words(self) -> str:
        return " ".join(self.document.text_content().split())

    def form(self, ending: str) -> Any:
        """The form that is sent to an address with this ending."""
        for form in self.document.forms:
            if urlsplit(form.action or self.url).path.endswith(ending):
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form for {ending}")

    def link(self, part: str) -> str:
        """The address of the first link that contains this."""
        found = self.document.xpath("//a[contains(@href, $part)]/@href", part=part)
        if not found:
            raise LookupError(f"{self.url} ({self.status}) has no link to {part}")
        return str(found[0])

    def fill(
        self, ending: str, *, press: str = "", files: dict[str, bytes] | None = None, **values: Any
    ) -> Filled:
        """Fill in a form and press a button, by its value. Only fields that the form has can be filled in."""
        form = self.form(ending)
        for name, value in values.items():
            form.fields[name] = value
        url, data = (
            urljoin(self.url, form.action or ""),
            [(name, value or "") for name, value in form.form_values()],
        )
        if press:
            (button,) = form.xpath(".//button[@value=$value]", value=press)
            data.append((button.get("name"), press))
            url = button.get("formaction") or url
        sent = [(name, (f"{name}.jpg", content, "image/jpeg")) for name, content in (files or {}).items()]
        return Filled(url, [pair for pair in data if pair[0] not in (files or {})], sent)


class Browser:
    """Pages asked for one after another, with the cookies of one visitor."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        # Each request by a connection of its own: none is lost with one that the server has just given up.
        self.session.headers["Connection"] = "close"

    def get(self, address: str, **options: Any) -> Page:
        """A page of this shop, by its path, or of anywhere by its whole address."""
        return self._ask("GET", address, **options)

    def post(self, address: str, **options: Any) -> Page:
        return self._ask("POST", address, **options)

    def send(self, filled: Filled, **options: Any) -> Page:
        return self.post(filled.url, data=filled.data, files=filled.files or None, **options)

    def press(self, filled: Filled) -> Page:
        """Send a form off and stay at its answer."""
        return self.send(filled, allow_redirects=False)

    def poise(self, filled: Filled) -> "Poised":
        """Have the finger on the button."""
        return Poised(self, filled)

    def submit(self, page: Page, ending: str, **values: Any) -> Page:
        """Fill in a form of a page and send it; it must be taken."""
        answer = self.send(page.fill(ending, **values))
        if answer.status != 200:
            raise Refused(answer)
        return answer

    def _ask(self, method: str, address: str, **options: Any) -> Page:
        url = f"{self.url}{address}" if address.startswith("/") else address
        return Page(self.session.request(method, url, timeout=PATIENCE, **options))


class Poised:
    """A form that has been sent but for its last byte. To let go of several is one instant for all of them."""

    def __init__(self, browser: Browser, filled: Filled) -> None:
        asked = requests.Request("POST", filled.url, data=filled.data, files=filled.files or None)
        self._browser, self._asked = browser, browser.session.prepare_request(asked)
        self._asked.headers.pop("Accept-Encoding", None)
        body = self._asked.body or b""
        content = body.encode() if isinstance(body, str) else body
        self._line = HTTPConnection(urlsplit(filled.url).netloc, timeout=PATIENCE)
        self._line.putrequest("POST", self._asked.path_url, skip_accept_encoding=True)
        for name, value in self._asked.headers.items():
            self._line.putheader(name, value)
        self._line.endheaders(content[:-1])
        self._last_byte = content[-1:]

    def go(self) -> None:
        self._line.send(self._last_byte)

    def answer(self) -> Page:
        heard, answer = self._line.getresponse(), requests.Response()
        answer.status_code, answer.url, answer.encoding = heard.status, str(self._asked.url), "utf-8"
        answer.headers.update(heard.getheaders())
        answer._content = heard.read()
        self._line.close()
        extract_cookies_to_jar(
            self._browser.session.cookies, self._asked, SimpleNamespace(_original_response=heard)
        )
        return Page(answer)


class Refused(Exception):
    """The shop said no; `page` is how."""

    def __init__(self, page: Page) -> None:
        self.page = page
        super().__init__(f"{page.status} from {page.url}: {page.words[-700:]}")
