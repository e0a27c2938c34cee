"""What each process of a rush does; apart, so that it starts without all that the tests need."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.buyer import Product, Visitor


def buy_all(
    number: int, meet: Callable[[], Any], url: str, products: Sequence[Product]
) -> list[tuple[int, str, bool]]:
    """One of several buyers who want the same pieces, and press the button together. Who gets one pays for it."""
    answers = []
    for product in products:
        buyer = Visitor(url)
        buyer.put(product)
        filled = buyer.checkout("stripe")
        meet()
        answer = buyer.press(filled)
        if answer.status == 303:
            buyer.ordered(answer).pay(back=False)
            answers.append((303, "", True))
        else:
            answers.append((answer.status, answer.words, product.title in buyer.basket().words))
    return answers
