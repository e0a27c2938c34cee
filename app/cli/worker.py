"""The worker: does, again and again, what nobody should have to wait for.

Rows are the queue: every job looks for rows that want something done and may be run at any time, by several workers at
once, and after any accident. So there is no broker, and nothing is lost with one.
"""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
import structlog
from flask import Blueprint, current_app

from app import darkroom, edition, herald, post, printer, submissions, till
from app.accounts import throttle
from app.cart import actions as cart
from app.catalog import actions as catalog
from app.catalog import register as catalog_register
from app.db import db
from app.leads import actions as leads
from app.notifications import actions as notifications
from app.orders import deposits
from app.reviews import flags
from app.stall import actions as stall
from app.webhooks import actions as webhooks

bp = Blueprint("worker", __name__, cli_group=None)
log = structlog.get_logger()


def forget() -> int:
    """Forget tries, invitations, baskets, editions, people, what was said against reviews, deliveries and forms too
    old to matter; returns how many baskets."""
    throttle.prune()
    edition.forget_old()
    notifications.forget_invitations()
    leads.forget_old()
    flags.forget_old()
    webhooks.forget_old()
    submissions.forget_old()
    forgotten = cart.forget_old()
    db.session.commit()
    return forgotten


def hand_over() -> int:
    """Make leads of what tills brought in before leads had a room, as after an upgrade that brought it."""
    handed_over = 0
    while count := stall.hand_over_old():
        db.session.commit()
        handed_over += count
    db.session.commit()
    return handed_over


def match() -> int:
    """Find out who of those met at fairs has bought since."""
    found = leads.match()
    db.session.commit()
    return found


def remind() -> int:
    """Ask once more for the rest of orders that are made."""
    reminded = deposits.await_rests()
    db.session.commit()
    return reminded


def fold() -> int:
    """Bring what changed in the catalogue into the sets that it is counted by."""
    folded = catalog_register.fold()
    db.session.commit()
    return folded


def register() -> int:
    """Take up products that are not in the register yet, as after an upgrade that brought it."""
    taken = 0
    while count := catalog.derive_new():
        db.session.commit()
        taken += count
    db.session.commit()
    return taken


@dataclass(slots=True)
class Job:
    """Something to do every so many seconds; `run` says how much there was."""

    name: str
    run: Callable[[], int]
    every: int
    due: float = 0

    def work(self) -> int:
        try:
            done = self.run()
        except Exception:
            # One job's fault, or a database that is away for a moment, must not keep the others from their work.
            log.exception("job failed", job=self.name)
            db.session.rollback()
            return 0
        finally:
            db.session.remove()
        if done:
            log.info("job done", job=self.name, count=done)
        return done


def jobs(seconds: int) -> list[Job]:
    return [
        Job("register", register, every=3600),
        Job("fold", fold, every=seconds),
        Job("expire", till.expire, every=seconds),
        Job("write", post.write, every=seconds),
        Job("hand_over", hand_over, every=3600),
        Job("match", match, every=300),
        Job("ask", post.ask, every=3600),
        Job("remind", remind, every=3600),
        Job("deliver", post.deliver, every=seconds),
        Job("announce", herald.write, every=seconds),
        Job("call", herald.deliver, every=seconds),
        Job("reconcile", till.reconcile, every=60),
        Job("develop", darkroom.develop, every=1),
        Job("print", printer.make, every=1),
        Job("posters", darkroom.draw_posters, every=2 * seconds),
        Job("clear", darkroom.clear, every=seconds),
        Job("sweep", darkroom.sweep, every=3600),
        Job("forget_papers", printer.forget, every=3600),
        Job("forget", forget, every=3600),
    ]


@bp.cli.command("worker")
def worker() -> None:
    """Free unpaid pieces, send mails and webhooks, ask payment services, develop pictures, tidy up; until stopped."""
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    seconds = current_app.config["WORKER_SECONDS"]
    todo = jobs(seconds)
    log.info("worker starts", every=seconds)
    while not stopped.is_set():
        for job in todo:
            if job.due <= time.monotonic() and not stopped.is_set():
                job.work()
                job.due = time.monotonic() + job.every
        stopped.wait(1)
    log.info("worker stops")


@bp.cli.command("job")
@click.argument("name", type=click.Choice([job.name for job in jobs(1)]))
def run_once(name: str) -> None:
    """Do one of the worker's jobs once, and say how much there was."""
    job = next(job for job in jobs(1) if job.name == name)
    click.echo(f"{name}: {job.run()}")
