"""What tests tell the stand-in, over HTTP."""

from typing import Any, cast

import requests

Json = dict[str, Any]
LONGEST_ANSWER = 60.0


class Control:
    """Verbs for the switches of a running stand-in."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False

    def reset(self, *, keep_endpoints: bool = True) -> None:
        """Forget all objects, calls, faults and deliveries; the webhook endpoints stay unless told otherwise."""
        self._tell("reset", keep_endpoints=keep_endpoints)

    def advance_clock(self, seconds: int) -> None:
        """Put the stand-in's clock ahead; sessions whose time has come expire."""
        self._tell("clock", seconds=seconds)

    # What it knows

    def calls(self, match: str = "") -> list[Json]:
        """List the API calls heard, or those that begin so, as in ``POST /v1/refunds``."""
        calls = self._ask("calls")["calls"]
        return [call for call in calls if f"{call['method']} {call['path']}".startswith(match)]

    def objects(self, kind: str, *fields: str, about: tuple[str, ...] = ()) -> list[Json]:
        """List all objects of a kind, oldest first, whole or only these fields; of events those about some objects."""
        return cast(list[Json], self._ask(f"objects/{kind}", field=fields, about=about)["objects"])

    def object(self, object_id: str) -> Json:
        """Show one object."""
        return self._ask(f"object/{object_id}")

    def sessions(self) -> list[Json]:
        """List the Checkout Sessions."""
        return self.objects("checkout.session")

    def charges(self) -> list[Json]:
        """List the charges, declined ones too."""
        return self.objects("charge")

    def refunds(self) -> list[Json]:
        """List the refunds."""
        return self.objects("refund")

    def events(self, kind: str = "", about: tuple[str, ...] = ()) -> list[Json]:
        """List the events, or those whose type begins so, or those about some objects."""
        found = self.objects("event", about=about)
        return [event for event in found if event["type"].startswith(kind)]

    def deliveries(self, event_id: str | None = None) -> list[Json]:
        """List what became of each event for each endpoint, or of one event."""
        return cast(list[Json], self._ask("deliveries", event=event_id)["deliveries"])

    # What happens without the shop

    def approve(self, session_id: str) -> Json:
        """Pay a session as a customer with a good card does."""
        return self._tell(f"sessions/{session_id}/approve")

    def decline(self, session_id: str) -> Json:
        """Try to pay a session with a card that is declined; it stays open."""
        return self._tell(f"sessions/{session_id}/decline")

    def expire(self, session_id: str) -> Json:
        """Let a session run out."""
        return self._tell(f"sessions/{session_id}/expire")

    def make_refunds_pending(self, count: int = 1) -> None:
        """Let the next refunds begin as pending."""
        self._tell("refunds/pending", count=count)

    def finish_refund(self, refund_id: str, status: str = "succeeded") -> Json:
        """Let a refund become ``succeeded`` or ``failed`` after all."""
        return self._tell(f"refunds/{refund_id}/{status}")

    def alter(self, object_id: str, **fields: Any) -> Json:
        """Change an object behind everybody's back, as in ``alter(session_id, amount_total=1)``."""
        return self._tell(f"objects/{object_id}", **fields)

    def invent_event(self, kind: str, about: Json, **fields: Any) -> Json:
        """Send an event about anything; fields such as ``livemode=True`` overrule the event's own."""
        return self._tell("events", kind=kind, about=about, **fields)

    # How the API misbehaves

    def fail_next(
        self,
        match: str = "* /v1/*",
        times: int = 1,
        *,
        after: bool = False,
        status: int = 500,
        saved: bool = False,
    ) -> None:
        """Answer with an error, before or after doing what was asked; ``saved``: the key keeps that error."""
        self._tell("faults", match=match, times=times, after=after, status=status, saved=saved)

    def delay_next(
        self, seconds: float, match: str = "* /v1/*", times: int = 1, *, after: bool = False
    ) -> None:
        """Let calls wait."""
        self._tell("faults", match=match, times=times, after=after, delay=seconds)

    def reset_next(self, match: str = "* /v1/*", times: int = 1, *, after: bool = True) -> None:
        """End the connection with no answer, after doing what was asked (or instead of it)."""
        self._tell("faults", match=match, times=times, after=after, reset=True)

    def refuse_next(self, match: str = "* /v1/*", times: int = 1) -> None:
        """End the connection at once, with nothing done."""
        self.reset_next(match, times, after=False)

    def cut_next(self, at_byte: int, match: str = "* /v1/*", times: int = 1) -> None:
        """Do what was asked and end the connection after so many bytes of the answer."""
        self._tell("faults", match=match, times=times, after=True, cut_at=at_byte)

    def garble_next(self, body: str, match: str = "* /v1/*", times: int = 1, *, after: bool = False) -> None:
        """Answer 200 with these words, JSON or not."""
        self._tell("faults", match=match, times=times, after=after, body=body)

    def deliver_before_answer(self, match: str, times: int = 1) -> None:
        """Let the site hear the events of a call before it reads the answer."""
        self._tell("faults", match=match, times=times, deliver_first=True)

    def approve_before_answer(self, times: int = 1) -> None:
        """Let a session be paid, and the site told so, before its create call is answered."""
        self._tell("faults", match="POST /v1/checkout/sessions", times=times, approve_first=True)

    def behave(self) -> None:
        """Forget the faults that are still to come, and end the waiting of those that have begun."""
        self._tell("faults/clear")

    # How the post misbehaves

    def hold_webhooks(self) -> None:
        """Deliver nothing until released."""
        self._tell("webhooks", hold=True)

    def release_webhooks(self, order: str = "made") -> None:
        """Deliver what was held, in the order ``made``, ``reversed`` or ``shuffled``."""
        self._tell("webhooks/release", order=order)

    def lose_webhooks(self) -> None:
        """Never deliver what was held."""
        self._tell("webhooks/lose")

    def duplicate_webhooks(self, copies: int = 2, *, at_once: bool = False) -> None:
        """Send each event several times, one after the other or side by side."""
        self._tell("webhooks", copies=copies, at_once=at_once)

    def delay_webhooks(self, seconds: float) -> None:
        """Let each event wait before its first try."""
        self._tell("webhooks", delay=seconds)

    def drop_webhooks(self, *kinds: str) -> None:
        """Lose the next event of each of these types (patterns such as ``checkout.*``)."""
        self._tell("webhooks", drop=list(kinds))

    def send_again(self, event_id: str, *, signature: str = "good", times: int = 1) -> list[int | None]:
        """Send an event once more, ``times`` at once, and give the site's answers.

        Signatures: good, forged, stale, altered, scheme, garbage, missing.
        """
        outcomes = self._tell("webhooks/send", event=event_id, signature=signature, times=times)["outcomes"]
        return [outcome["status"] for outcome in outcomes]

    def wait_for_webhooks(self, seconds: float = 10) -> None:
        """Wait until every delivery has arrived or was given up."""
        if not self._tell("webhooks/wait", seconds=seconds)["settled"]:
            raise TimeoutError(f"Webhooks are still under way after {seconds} s: {self.deliveries()[-5:]}")

    def _ask(self, path: str, **wanted: Any) -> Json:
        return _read(self._session.get(f"{self.url}/_double/{path}", params=wanted, timeout=LONGEST_ANSWER))

    def _tell(self, path: str, **said: Any) -> Json:
        return _read(self._session.post(f"{self.url}/_double/{path}", json=said, timeout=LONGEST_ANSWER))


def _read(answer: requests.Response) -> Json:
    if not answer.ok:
        raise ValueError(f"The stand-in answered {answer.status_code}: {answer.text}")
    return cast(Json, answer.json())
