"""The list of pages that `make shots` and `make audit` look at."""

from tests.permissions_matrix import ALLOWED
from tests.test_permissions import rules
from tools.pages import NO_PAGES, PAGES


def test_every_route_that_is_read_is_a_page_of_the_list_or_none_at_all() -> None:
    read = {rule.endpoint for rule in rules() if "GET" in (rule.methods or set())}
    listed = {known.endpoint for known in PAGES if not known.endpoint.isdigit()}
    assert (read - listed - NO_PAGES, listed & NO_PAGES, NO_PAGES - read) == (set(), set(), set())


def test_a_page_is_looked_at_by_somebody_who_may_see_it() -> None:
    # Somebody with something in the basket is a stranger, too.
    shown = {(known.endpoint, known.who.replace("buyer", "stranger")) for known in PAGES}
    assert {pair for pair in shown if not pair[0].isdigit() and pair[1] not in ALLOWED[pair[0]]} == set()
