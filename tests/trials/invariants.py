"""What must hold after every case, read from the database, from the payment service, from the files and from the logs.

None of it is the shop's own arithmetic: `flask check` is asked besides.
"""

import json
import re
from typing import Any, NamedTuple

import sqlalchemy as sa

from tests.browsing import Page
from tests.buyer import PASSWORD, Order, Product
from tests.driver import Driver
from tests.trials.never import NEVER

CARD = "4242424242424242"
PERSONAL = ("ani contoh", "ani@contoh.id", "81234567890")
SECRETS = ("SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
# Of each charge of the payment service: what the shop must know of it.
CHARGE = ("payment_intent", "amount", "currency", "status")


class Row(NamedTuple):
    """What is kept of an order."""

    id: int
    number: str
    status: str
    payment: str
    total: int


class Invariants:
    """Looks at one shop; of its logs only at what is new."""

    def __init__(self, driver: Driver, database_url: str) -> None:
        self.driver = driver
        self.engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
        self._read = {"server": 0, "shell": 0}

    def broken(self, *, faults: bool = False) -> list[str]:
        self.driver.stripe.release_webhooks()
        self.driver.stripe.wait_for_webhooks(60)
        self.driver.job("write")
        said = self.driver.check()
        wrong = [] if said == "all agrees" else [f"flask check: {said}"]
        wrong += [f"{what}: {found}" for what, query in NEVER.items() if (found := self.ask(query))]
        return [
            *wrong,
            *self._of_money(),
            *self._of_files(),
            *self._of_logs(faults),
            *self._of_the_database(),
        ]

    def ask(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query), values)]

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table, to see whether something changed."""
        tables = sa.inspect(self.engine).get_table_names()
        return {table: sorted(map(repr, self.ask(f'SELECT * FROM "{table}"'))) for table in tables}

    def order(self, order: Order) -> "Row":
        """An order as it is kept: quicker than its page, for races of many rounds."""
        query = 'SELECT id, number, status, payment_status, total FROM "order" WHERE token = :token'
        (row,) = self.ask(query, token=order.token)
        return Row(*row)

    def desk(self, order: Order) -> Page:
        """The admin's page of an order, without looking for it."""
        return self.driver.admin.get(f"/admin/orders/{self.order(order).id}")

    def stock(self, product: Product) -> tuple[int, int]:
        """How many there are, and how many are held."""
        (counters,) = self.ask("SELECT on_hand, held FROM stock WHERE variant_id = :id", id=product.variant)
        return counters

    def told(self, orders: list[Order], kinds: tuple[str, ...]) -> list[list[str]]:
        """Which of these kinds of mail were written about each of these orders."""
        self.driver.job("write")
        mails: dict[str, list[str]] = {order.token: [] for order in orders}
        query = (
            'SELECT o.token, kind FROM message JOIN "order" o ON o.id = message.order_id ORDER BY message.id'
        )
        for token, kind in self.ask(query):
            if token in mails and kind in kinds:
                mails[token].append(kind)
        return list(mails.values())

    def _of_money(self) -> list[str]:
        """I4 and I5, both ways: each charge and each refund is the shop's too, or somebody decides about it."""
        stripe, charged = self.driver.stripe, set()
        for charge in stripe.objects("charge", *CHARGE):
            if charge.pop("status") == "succeeded":
                charged.add((charge["payment_intent"], charge["amount"], charge["currency"]))
        sessions = {
            session["payment_intent"]: session["id"]
            for session in stripe.objects("checkout.session", "id", "payment_intent")
        }
        known = self.ask(
            "SELECT charge, received, reference FROM payment WHERE provider = 'stripe' AND state = 'settled'"
        )
        kept = {(charge, received * 100, "idr") for charge, received, _ in known}
        watched = {
            reference
            for row in self.ask(
                "SELECT payment.reference, task.note FROM task LEFT JOIN payment ON payment.id = task.payment_id "
                "WHERE task.closed_at IS NULL"
            )
            for reference in row
        }
        lost = [charge for charge in charged - kept if sessions.get(charge[0]) not in watched]
        misnamed = [charge for charge, _, reference in known if sessions.get(charge) != reference]
        gave = {
            (refund["id"], refund["amount"], refund["payment_intent"])
            for refund in stripe.objects("refund", "id", "amount", "payment_intent", "status")
            if refund["status"] != "failed"
        }
        noted = {
            (reference, amount * 100, charge)
            for reference, amount, charge in self.ask(
                "SELECT refund.reference, refund.amount, payment.charge FROM refund "
                "JOIN payment ON payment.id = refund.payment_id "
                "WHERE refund.provider = 'stripe' AND refund.state <> 'failed' AND refund.reference IS NOT NULL"
            )
        }
        return [
            *(f"I4 a charge that the shop does not know: {charge}" for charge in lost),
            *(f"I4 a payment without a charge: {charge}" for charge in kept - charged),
            *(f"I4 a payment that names another session: {charge}" for charge in misnamed),
            *(f"I5 a refund on one side only: {refund}" for refund in gave ^ noted),
        ]

    def _of_files(self) -> list[str]:
        """I9: each print has a picture, and each picture its files. What was sent twice is swept away in a day."""
        folder = self.driver.shop.folder / "media"
        stored = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
        pictures = self.ask("SELECT key, original, state FROM picture")
        printed = {file.rpartition("-")[0] for file in stored if not file.startswith("originals/")}
        lacking = {key for key, _, state in pictures if state == "ready"} - printed
        lacking |= {original for _, original, _ in pictures if original} - stored
        return [
            *(f"I9 a file of no picture: {key}" for key in printed - {key for key, *_ in pictures}),
            *(f"I9 a picture without its file: {key}" for key in lacking),
        ]

    def _of_logs(self, faults: bool) -> list[str]:
        """I14 and I18: nothing broke, and nothing secret or personal was written down."""
        log, said = self.new_log("server"), self.new_log("shell")
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        failed = [line for line in lines if line["event"] == "request" and line["status"] >= 500]
        wrong = [f"I14 {line}" for line in failed if not (faults and line["status"] in {502, 503})]
        everything = f"{log}\n{said}".lower()
        wrong += ["I14 a traceback in the log"] if "traceback" in everything else []
        tokens = {token for row in self.ask('SELECT token, checkout_token FROM "order"') for token in row}
        leaked = {token.lower() for token in tokens} & set(re.findall(r"[\w-]{20,}", everything))
        secrets = [self.driver.shop.environment[name] for name in SECRETS]
        leaked |= {canary for canary in (*PERSONAL, *secrets, PASSWORD, CARD) if canary.lower() in everything}
        return wrong + [f"I18 in the log: {canary}" for canary in leaked]

    def new_log(self, name: str) -> str:
        """What a log says that was not looked at before."""
        log = self.driver.shop.log(name)
        new, self._read[name] = log[self._read[name] :], len(log)
        return new

    def _of_the_database(self) -> list[str]:
        """I16: the database itself says that it is whole; and I3: every amount in it is a whole number."""
        if self.engine.dialect.name == "sqlite":
            found = [*self.ask("PRAGMA integrity_check"), *self.ask("PRAGMA foreign_key_check")]
            return ([] if found == [("ok",)] else [f"I16 {found}"]) + self._fractions()
        wrong = self.ask("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")
        wrong += self.ask("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        return [f"I16 {found}" for found in wrong] + self._rotten_indexes()

    def _fractions(self) -> list[str]:
        """SQLite keeps in any column whatever it is given."""
        inspector = sa.inspect(self.engine)
        return [
            f"I3 {table}.{column['name']} is no whole number"
            for table in inspector.get_table_names()
            for column in inspector.get_columns(table)
            if isinstance(column["type"], sa.Integer)
            if self.ask(
                f"""SELECT 1 FROM "{table}" WHERE typeof("{column["name"]}") NOT IN ('integer', 'null')"""
            )
        ]

    def _rotten_indexes(self) -> list[str]:
        """Where the server brings amcheck, each index is held against its table."""
        if not self.ask("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'"):
            return []
        self.ask_nothing("CREATE EXTENSION IF NOT EXISTS amcheck")
        try:
            self.ask(
                "SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                "JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree' "
                "WHERE c.relnamespace = 'public'::regnamespace"
            )
        except sa.exc.DBAPIError as error:
            return [f"I16 {error.orig}"]
        return []

    def ask_nothing(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text(statement))
