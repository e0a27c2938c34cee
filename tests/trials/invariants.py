"""What must hold after every case, read from the database, from the payment service and from the logs.

None of it is the shop's own arithmetic: `flask check` is asked besides.
"""

import json
from typing import Any

import sqlalchemy as sa

from tests.buyer import PASSWORD
from tests.driver import Driver

# Each finds what must not be there. Order is a word of SQL, hence the quotes.
NEVER = {
    "I1 a one-of-a-kind piece belongs to two living orders": """
        SELECT line.product_id FROM order_line line
        JOIN "order" o ON o.id = line.order_id JOIN product ON product.id = line.product_id
        WHERE product.stock_model = 'one' AND o.status IN ('placed', 'completed')
          AND o.fulfilment_status <> 'returned'
        GROUP BY line.product_id HAVING sum(line.quantity) > 1""",
    "I2 what is on hand is not the sum of what moved": """
        SELECT stock.variant_id FROM stock
        LEFT JOIN movement ON movement.variant_id = stock.variant_id
        GROUP BY stock.variant_id, stock.on_hand
        HAVING stock.on_hand <> coalesce(sum(movement.quantity), 0) OR stock.on_hand < 0""",
    "I5 more went back than came": """
        SELECT payment.id FROM payment JOIN refund ON refund.payment_id = payment.id AND refund.state <> 'failed'
        GROUP BY payment.id, payment.received HAVING sum(refund.amount) > payment.received""",
    "I6 a total is not the sum of its parts": """
        SELECT number FROM "order" WHERE total < 0 OR total <>
          (SELECT sum(line.price * line.quantity) FROM order_line line WHERE line.order_id = "order".id)
          + coalesce(shipping, 0) - discount - unique_code""",
    "I7 an order is paid with less than its total": """
        SELECT number FROM "order" WHERE paid_at IS NOT NULL AND total >
          (SELECT coalesce(sum(received), 0) FROM payment WHERE order_id = "order".id AND state = 'settled')""",
    "I8 a closed order has money that nobody must decide about": """
        SELECT number FROM "order" WHERE status IN ('cancelled', 'expired')
          AND (SELECT coalesce(sum(received), 0) FROM payment WHERE order_id = "order".id AND state = 'settled')
            > (SELECT coalesce(sum(amount), 0) FROM refund WHERE order_id = "order".id AND state = 'done')
          AND NOT EXISTS (SELECT 1 FROM task WHERE order_id = "order".id AND closed_at IS NULL)""",
    "I9 an order has no lines": """
        SELECT number FROM "order" WHERE id NOT IN (SELECT order_id FROM order_line)""",
    "I9 a piece is held for nobody": """
        SELECT hold.id FROM hold WHERE state = 'live'
          AND NOT EXISTS (SELECT 1 FROM order_line WHERE hold_id = hold.id)""",
    "I10 the same news was mailed twice": """
        SELECT order_id FROM message WHERE kind IN ('received', 'paid', 'cancelled', 'expired')
        GROUP BY order_id, kind, recipient HAVING count(*) > 1""",
    "I17 an event of a provider was kept twice": """
        SELECT event_id FROM provider_event GROUP BY provider, event_id HAVING count(*) > 1""",
}
PERSONAL = ("ani contoh", "ani@contoh.id", "81234567890")
SECRETS = ("SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")


class Invariants:
    """Looks at one shop; of its log only at what is new."""

    def __init__(self, driver: Driver, database_url: str) -> None:
        self.driver = driver
        self.engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
        self._read = 0

    def broken(self, *, faults: bool = False) -> list[str]:
        self.driver.stripe.release_webhooks()
        self.driver.stripe.wait_for_webhooks(60)
        said = self.driver.check()
        wrong = [] if said == "all agrees" else [f"flask check: {said}"]
        wrong += [f"{what}: {found}" for what, query in NEVER.items() if (found := self.ask(query))]
        return wrong + self._of_money() + self._of_logs(faults) + self._of_sqlite()

    def ask(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query), values)]

    def _of_money(self) -> list[str]:
        """I4, both ways: every charge has its settled payment or somebody who decides; and the same of refunds."""
        stripe = self.driver.stripe
        sessions = {session["payment_intent"]: session for session in stripe.sessions()}
        charged = {
            (charge["payment_intent"], charge["amount"])
            for charge in stripe.charges()
            if charge["status"] == "succeeded"
        }
        settled = self.ask(
            "SELECT charge, received FROM payment WHERE provider = 'stripe' AND state = 'settled'"
        )
        kept = {(charge, received * 100) for charge, received in settled}
        watched = {row[0] for row in self.ask("SELECT payment_id FROM task WHERE closed_at IS NULL")}
        lost = [
            f"I4 a charge that the shop does not know: {intent}"
            for intent, _ in charged - kept
            if int(sessions[intent]["metadata"]["payment"]) not in watched
        ]
        invented = [f"I4 a payment without a charge: {charge}" for charge in kept - charged]
        sent = {
            (refund["id"], refund["amount"]) for refund in stripe.refunds() if refund["status"] != "failed"
        }
        noted = self.ask(
            "SELECT reference, amount FROM refund WHERE provider = 'stripe' AND state <> 'failed'"
        )
        there = {(reference, amount * 100) for reference, amount in noted if reference}
        return lost + invented + [f"I5 a refund on one side only: {refund}" for refund in sent ^ there]

    def _of_logs(self, faults: bool) -> list[str]:
        """I14 and I18: nothing broke, and nothing secret or personal was written down."""
        log = self.driver.shop.log()
        new, self._read = log[self._read :], len(log)
        lines = [json.loads(line) for line in new.splitlines() if line.startswith("{")]
        failed = [line for line in lines if line["event"] == "request" and line["status"] >= 500]
        wrong = [f"I14 {line}" for line in failed if not (faults and line["status"] in {502, 503})]
        everything = (log + self.driver.shell.log.read_text()).lower()
        wrong += ["I14 a traceback in the log"] if "traceback" in everything else []
        tokens = [token for row in self.ask('SELECT token, checkout_token FROM "order"') for token in row]
        canaries = [*tokens, *PERSONAL, PASSWORD, *(self.driver.shop.environment[name] for name in SECRETS)]
        return wrong + [f"I18 in the log: {canary}" for canary in canaries if canary.lower() in everything]

    def _of_sqlite(self) -> list[str]:
        if self.engine.dialect.name != "sqlite":
            return []
        found = [*self.ask("PRAGMA integrity_check"), *self.ask("PRAGMA foreign_key_check")]
        return [] if found == [("ok",)] else [f"I16 {found}"]
