"""Bank transfer: the buyer pays by hand, and an admin finds the money in the bank's statement."""

from collections.abc import Mapping
from typing import Any

from . import Ask, GiveBack, Notice, Opened, Provider, RefundOutcome, RefundReport, Report, ServiceRefused


class Transfer(Provider):
    """There is no service to ask: what counts is what an admin reads in the statement."""

    slug = "transfer"

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.account: str = config["BANK_ACCOUNT"]

    @property
    def ready(self) -> bool:
        return bool(self.account)

    def begin(self, ask: Ask) -> Opened:
        return Opened(reference="", url=None)

    def look_up(self, reference: str) -> Report | None:
        return None

    def withdraw(self, reference: str) -> Report | None:
        return None

    def give_back(self, ask: GiveBack) -> RefundReport:
        """The money was sent by hand before this is written down: the bank's reference is the key."""
        return RefundReport(ask.refund_id, ask.key, RefundOutcome.DONE)

    def look_up_refund(self, reference: str) -> RefundReport | None:
        return None

    def hear(self, body: bytes, signature: str) -> Notice:
        raise ServiceRefused
