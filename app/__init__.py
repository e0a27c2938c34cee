"""Canting: the web shop of a village batik cooperative."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    admin,
    api,
    build,
    db,
    edition,
    fragments,
    late,
    logs,
    page_cache,
    sheets,
    shop,
    texts,
    web,
    words,
)
from app.accounts import queries as accounts
from app.extensions import login
from app.payments import providers
from config import ROOT, Settings


def create_app(settings: Settings | None = None, *, shell: bool = True) -> Flask:
    """The shop as a WSGI application; it can be mounted under any prefix of another one.

    A server does without what only the shell needs (`shell=False`): commands, migrations and the sample village make a
    process a third larger, and slower to start.
    """
    settings = settings or Settings()
    app = sheets.Shop(__name__, template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.from_mapping(settings.for_flask())
    app.jinja_environment = texts.Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.do"]}
    # Static addresses change with their content (texts.asset), so browsers may keep what they name for a year.
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    logs.configure()
    build.init_app(app)
    late.init_app(app)
    db.init_app(app)
    edition.init_app(app)
    web.init_app(app)
    page_cache.init_app(app)
    texts.init_app(app)
    fragments.init_app(app)
    words.init_app(app)
    login.user_loader(accounts.by_session_id)
    providers.init_app(app)
    for face in (shop, admin, api):
        app.register_blueprint(face.bp)
    if shell:
        from app import cli  # noqa: PLC0415

        cli.init_app(app)
    if settings.TRUSTED_PROXIES:
        hops = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    return app
