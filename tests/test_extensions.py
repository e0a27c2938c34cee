from flask import Flask, session

from app.extensions import Sessions

OLD, NEW = "o" * 32, "n" * 32


def site(key: str, *before: str) -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(before))
    app.session_interface = Sessions()

    @app.get("/")
    def show() -> str:
        session["seen"] = session.get("seen", 0) + 1
        return str(session["seen"])

    return app


def answers(app: Flask, cookie: str) -> tuple[str, str]:
    """What the site says to who comes with this cookie, and the cookie that it gives."""
    client = app.test_client()
    if cookie:
        client.set_cookie("session", cookie)
    said = client.get("/").text
    kept = client.get_cookie("session")
    return said, kept.value if kept else ""


def test_a_session_lives_on_while_its_key_is_being_changed_and_no_longer() -> None:
    said, cookie = answers(site(OLD), "")
    assert said == "1"
    said, renewed = answers(site(NEW, OLD), cookie)
    assert said == "2"
    # What the site answers is signed by the new key: the old one is needed no more.
    assert answers(site(NEW), renewed)[0] == "3"
    assert answers(site(NEW), cookie)[0] == "1"


def test_keys_that_are_changed_while_the_shop_runs_count_at_once() -> None:
    app = site(OLD)
    _, cookie = answers(app, "")
    app.config["SECRET_KEY"] = NEW
    assert answers(app, cookie)[0] == "1"
