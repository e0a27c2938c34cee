import pytest
import sqlalchemy as sa

from app.db import db
from app.inventory.models import Movement, Stock
from app.money import Money
from app.orders.models import Order, OrderLine
from app.payments import actions as payments
from app.payments.models import Payment, Task
from tests.factories import a_product
from tests.trade import an_order, paid


@pytest.fixture
def order():
    order = an_order(a_product(price=350_000), quantity=2)
    paid(order)
    return order


def checked(runner):
    result = runner.invoke(args=["check"])
    return result.exit_code, result.output.strip().splitlines()


def test_what_the_shop_did_agrees(runner, order):
    payments.cancel_order(order, by="pengurus", reason="cacat")
    an_order(a_product())
    assert checked(runner) == (0, ["all agrees"])


def broken(order):
    variant = order.lines[0].variant_id
    return {
        "a movement is missing": sa.delete(Movement).where(Movement.quantity < 0),
        "held": sa.update(Stock).where(Stock.variant_id == variant).values(held=1),
        "goods": sa.update(OrderLine).where(OrderLine.order_id == order.id).values(price=Money(1)),
        "discount": sa.update(OrderLine).where(OrderLine.order_id == order.id).values(reduction=Money(0)),
        "received": sa.update(Payment).where(Payment.order_id == order.id).values(received=Money(1)),
    }


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("a movement is missing", "variant {variant}: 1 on hand, movements say 3; 0 held, holds say 0"),
        ("held", "variant {variant}: 1 on hand, movements say 1; 1 held, holds say 0"),
        ("goods", "order {number}: its goods are not the sum of its lines"),
        ("discount", "order {number}: its discount is not shared out to its lines"),
        ("received", "order {number}: it is paid with less than its total"),
    ],
)
def test_every_disagreement_is_found_and_named(runner, order, fault, said):
    db.session.execute(broken(order)[fault])
    line = said.format(variant=order.lines[0].variant_id, number=order.number)
    assert checked(runner) == (1, [line, "1 disagreements"])


def test_money_of_a_closed_order_without_a_task_is_found(runner, order):
    payments.cancel_order(order, by="pengurus", reason="cacat")
    db.session.execute(sa.delete(Task))
    number = db.session.scalar(sa.select(Order.number).where(Order.id == order.id))
    assert checked(runner) == (
        1,
        [f"order {number}: it is closed, has money, and nobody has to decide about it", "1 disagreements"],
    )
