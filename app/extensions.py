"""The Flask extensions, made once here and bound to the app in create_app."""

from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask_babel import Babel, Domain
from flask_login import LoginManager
from itsdangerous import URLSafeTimedSerializer

from app.languages import locale


class SessionLogin(LoginManager):
    """Signs people in by their session alone; "remember me" cookies are not used, and not looked for on every page."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


class Sessions(SecureCookieSessionInterface):
    """Keeps what signs its cookies: to make it anew for each request took as long as to read the cookie."""

    def __init__(self) -> None:
        self.signing: dict[tuple[str, ...], URLSafeTimedSerializer] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"])
        if keys not in self.signing and (made := super().get_signing_serializer(app)):
            self.signing[keys] = made
        return self.signing.get(keys)


class Texts(Domain):
    """The texts in the language of the page: a page asks a hundred times, and Flask-Babel's own way to them is long."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        code = locale()
        if code not in self.found:
            self.found[code] = super().get_translations()
        return self.found[code]


class SpokenWell(Babel):
    """Finds its texts by the domain above."""

    def init_app(self, app: Flask, *args: Any, **kwargs: Any) -> None:
        super().init_app(app, *args, **kwargs)
        self.domain_instance = texts


texts = Texts()
babel = SpokenWell()
login = SessionLogin()
