"""The Stripe stand-in as a program: it starts fast, stands a crowd, and leaves nothing behind."""

import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from doubles.stripe import process
from tests.doubles.conftest import make_client, order

ROOT = Path(__file__).resolve().parents[2]
CLIENTS, ROUNDS = 8, 50


def alive(url: str) -> bool:
    try:
        return requests.get(f"{url}/_double/health", timeout=2).json()["double"] == "stripe"
    except requests.ConnectionError:
        return False


def test_it_is_up_when_started_and_ends_when_stopped():
    running = process.start()
    assert alive(running.url)
    running.stop()
    assert not alive(running.url)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quietly_on_a_signal(number):
    child = subprocess.Popen(
        [sys.executable, "-m", "doubles.stripe"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    child.stdout.readline()
    child.send_signal(number)
    _, said = child.communicate(timeout=5)
    assert (child.returncode, said) == (0, "")


def test_it_ends_with_its_parent():
    parent = subprocess.run(
        [sys.executable, "-c", "import os; from doubles.stripe import process; "
         "print(process.start().url, flush=True); os._exit(0)"],
        cwd=ROOT, capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip
    url = parent.stdout.strip()
    deadline = time.monotonic() + 5
    while alive(url) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(url)


def test_it_takes_a_port_and_an_address_for_browsers():
    with process.start("--public-url", "http://pay.example:8010/") as running:
        assert running.url == "http://pay.example:8010"


def test_a_secret_without_a_webhook_is_a_mistake():
    told = subprocess.run(
        [sys.executable, "-m", "doubles.stripe", "--webhook-secret", "whsec_x"],
        cwd=ROOT, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert told.returncode == 2
    assert "go together" in told.stderr


def test_eight_processes_of_fifty_rounds_each_get_one_session_a_round(control):
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        made = pool.starmap(buy_in_rounds, [(control.url, number) for number in range(CLIENTS)])

    assert all(len(sessions) == ROUNDS for sessions in made)
    assert {one["client_reference_id"] for one in control.sessions()} == {
        f"R-{round_}" for round_ in range(ROUNDS)
    }
    assert len(control.sessions()) == len(control.charges()) == ROUNDS
    assert len({tuple(sessions) for sessions in made}) == 1


def buy_in_rounds(url: str, number: int) -> list[str]:
    """Ask for the same session as the others do in each round, under the same key, and pay it."""
    client = make_client(url, retries=8)
    seen = []
    for round_ in range(ROUNDS):
        wanted = order(client_reference_id=f"R-{round_}")
        session = client.v1.checkout.sessions.create(wanted, {"idempotency_key": f"key-{round_}"})
        paid = requests.post(session.url, data={"outcome": "approve"}, allow_redirects=False, timeout=30)
        assert paid.status_code == 303
        seen.append(session.id)
    return seen


def test_the_control_says_what_it_did_not_understand(control):
    for wrong in (
        lambda: control._tell("faults", mtach="*"),
        lambda: control._tell("webhooks", hodl=True),
        lambda: control.approve("cs_test_none"),
        lambda: control._ask("nothing"),
    ):
        with pytest.raises(ValueError, match="The stand-in answered 4"):
            wrong()


def test_a_form_from_a_browser_cannot_move_the_switches(control):
    answer = requests.post(f"{control.url}/_double/reset", data={"keep_endpoints": "false"}, timeout=5)
    assert answer.status_code == 415


def test_a_file_keeps_the_account_over_a_restart(tmp_path):
    options = (
        "--state",
        str(tmp_path / "stripe.json"),
        "--webhook",
        "http://127.0.0.1:9/",
        "--webhook-secret",
        "whsec_x",
    )
    with process.start(*options) as first:
        client = make_client(first.url)
        session = client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"})
        first.control.approve(session.id)
        client.v1.checkout.sessions.create(order())
    with process.start(*options) as second:
        client = make_client(second.url)
        found = client.v1.checkout.sessions.list().data
        assert [one.payment_status for one in found] == ["unpaid", "paid"]
        assert client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"}).id == session.id
        assert client.v1.refunds.create({"payment_intent": found[1].payment_intent}).status == "succeeded"
        assert len(client.v1.webhook_endpoints.list().data) == 1
