"""The Flask extensions, made once here and bound to the app in create_app."""

from flask import Response
from flask_babel import Babel
from flask_login import LoginManager


class SessionLogin(LoginManager):
    """Signs people in by their session alone; "remember me" cookies are not used, and not looked for on every page."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


babel = Babel()
login = SessionLogin()
