from datetime import date

import pytest

from app.shipping.arrival import Arrival, arrival

MONDAY, FRIDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("paid_on", "making", "days", "first", "last"),
    [
        (MONDAY, 0, (1, 2), date(2026, 11, 24), date(2026, 11, 27)),
        (FRIDAY, 0, (0, 0), FRIDAY, date(2026, 12, 1)),
        (SUNDAY, 0, (2, 3), date(2026, 12, 2), date(2026, 12, 5)),
        (MONDAY, 30, (1, 2), date(2026, 12, 24), date(2026, 12, 27)),
    ],
)
def test_making_and_the_courier_count_all_days_and_packing_working_days(
    paid_on: date, making: int, days: tuple[int, int], first: date, last: date
) -> None:
    assert arrival(paid_on, making, days) == Arrival(first, last)
