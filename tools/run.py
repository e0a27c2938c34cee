"""Serve the sample village on this machine: what `make run` does once .venv is made.

Makes the database, fills it when it is empty, then runs the shop's server, its worker and, unless a Stripe key is
set, a stand-in for Stripe. All of them end with this program, and this program ends when one of them does.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dotenv import dotenv_values

from tools.processes import (
    PROGRAMS,
    Command,
    Failed,
    free_port,
    kill,
    last_lines,
    serving,
    start,
    stop,
    wait_until_answers,
)

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
LOGS = INSTANCE / "logs"
FLASK: Command = [PROGRAMS / "flask", "--app", "wsgi"]
SAMPLE_BANK = {
    "BANK_NAME": "Bank Contoh",
    "BANK_ACCOUNT": "0000 1234 5678",
    "BANK_HOLDER": "Koperasi Batik Contoh",
    # Of no bank that there is: nobody can pay by it.
    "QRIS_CODE": "00020101021126640017ID.CO.EXAMPLE.WWW0119936009990000000000102090000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10200123456780303UMI5204569953033605802ID5918BATIK KALIBANGKANG6007KEBUMEN"
    "610554473630478A8",
}
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    for number in ENDINGS:
        signal.signal(number, lambda *_: sys.exit(0))
    port = int(os.environ.get("PORT") or 8000)
    refuse_taken(port)
    settings = settings_for(port)
    programs = stand_in_for_stripe(settings)
    programs |= {"server": serving(port, processes=2), "worker": [*FLASK, "worker"]}
    prepare(settings)
    serve(programs, settings, f"http://127.0.0.1:{port}")


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(
                f"Port {port} is taken; perhaps the shop runs already. Another: make run PORT={port + 1}"
            )


def settings_for(port: int) -> dict[str, str]:
    """What the environment and .env say; where they are silent, the sample village's own settings."""
    said = {**dotenv_values(ROOT / ".env"), **os.environ}
    settings = {name: value for name, value in said.items() if value}
    settings.setdefault("ENVIRONMENT", "demo")
    settings.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    if settings["ENVIRONMENT"] == "demo":
        settings.setdefault("SECRET_KEY", secret_key())
        settings = SAMPLE_BANK | settings
    return settings


def secret_key() -> str:
    """A key of this machine's own, made once, so that sign-ins outlive a restart."""
    path = INSTANCE / "secret_key"
    INSTANCE.mkdir(exist_ok=True)
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text()


def stand_in_for_stripe(settings: dict[str, str]) -> dict[str, Command]:
    """Where the sample village has no Stripe key: let it pay through a stand-in, and say how to start that."""
    if "STRIPE_SECRET_KEY" in settings or settings["ENVIRONMENT"] != "demo":
        return {}
    port = free_port()
    settings["STRIPE_SECRET_KEY"] = f"sk_test_{secrets.token_hex(12)}"
    settings["STRIPE_WEBHOOK_SECRET"] = f"whsec_{secrets.token_hex(16)}"
    settings["STRIPE_API_BASE"] = f"http://127.0.0.1:{port}"
    webhook = ["--webhook", f"{settings['SITE_URL']}/api/stripe/webhook"]
    secret = ["--webhook-secret", settings["STRIPE_WEBHOOK_SECRET"]]
    return {"stripe": [sys.executable, "-m", "doubles.stripe", "--port", str(port), *webhook, *secret]}


def prepare(settings: dict[str, str], folder: Path = ROOT, width: int = 960) -> None:
    """Make the database; the sample village's pictures are drawn this wide."""
    commands = [["db", "upgrade"]]
    if settings["ENVIRONMENT"] == "demo":
        # Does nothing where there is something already.
        commands.append(["demo", "load", "--width", str(width)])
    for words in commands:
        command = subprocess.Popen([*FLASK, *words], cwd=folder, env=settings, start_new_session=True)
        try:
            if command.wait() != 0:
                sys.exit(f"This did not work: flask {' '.join(words)}")
        finally:
            # Also what it has started, when we are told to end in the middle.
            kill([command])


def serve(programs: dict[str, Command], settings: dict[str, str], site: str) -> None:
    try:
        with opened(programs, settings, site) as running:
            announce(site, settings, stand_in="stripe" in programs)
            lasting = dict(running)
            if settings["ENVIRONMENT"] == "demo":
                # Ends by itself: what takes long to draw is drawn while the shop is open, and gives way to it.
                enlarge: Command = ["nice", "-n", "19", *FLASK, "demo", "enlarge"]
                running["painter"] = start(enlarge, env=settings, log=LOGS / "painter.log", cwd=ROOT)
            watch(lasting)
    except Failed as failure:
        sys.exit(str(failure))


@contextmanager
def opened(
    programs: dict[str, Command], settings: dict[str, str], site: str, folder: Path = ROOT
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run these programs, of which `server` answers now; they end with the block, with those added to them."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    logs = folder / LOGS.relative_to(ROOT)
    try:
        for name, command in programs.items():
            running[name] = start(command, env=settings, log=logs / f"{name}.log", cwd=folder)
        wait_until_answers(f"{site}/healthz", running["server"], logs / "server.log")
        yield running
    finally:
        # A second Ctrl-C must not leave half of them behind.
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        stop(running.values())


def announce(site: str, settings: dict[str, str], stand_in: bool) -> None:
    lines = [f"The shop is open: {site}", f"      in English: {site}/en/", f"     back office: {site}/admin/"]
    if settings["ENVIRONMENT"] == "demo":
        lines += ["", "Sign in with:", *sign_ins()]
    if stand_in:
        lines += ["", "Card payments go to a stand-in for Stripe: no money moves."]
    lines += ["", f"Logs are in {LOGS.relative_to(ROOT)}/. Ctrl-C ends everything."]
    print("\n" + "\n".join(f"  {line}".rstrip() for line in lines) + "\n", flush=True)


def sign_ins() -> list[str]:
    from app.accounts.samples import PASSWORD, SAMPLES  # noqa: PLC0415  (the shop takes a moment to import)

    return [f"  {role.value:<9} {mail:<22} {PASSWORD}" for role, (mail, _) in SAMPLES.items()]


def watch(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until one of the programs ends by itself, which is a failure."""
    while True:
        for name, process in running.items():
            if process.poll() is not None:
                raise Failed(f"The {name} has ended, so all ends.\n{last_lines(LOGS / f'{name}.log')}")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
