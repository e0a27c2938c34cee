"""A telephone's clock, put right by ours."""

from datetime import date, datetime, timedelta

from app import clock
from app.exhibitions.models import Exhibition

# A telephone whose clock is off by less is taken at its word.
CLOCK_MAY_BE_OFF = timedelta(seconds=90)


def put_right(said: datetime, off: timedelta, fair: Exhibition) -> datetime:
    """A telephone's time by our clock. What is still in the future, or before the fair was thought of, is no time: it
    was when it came in."""
    now = clock.now()
    moment = said - off if abs(off) > CLOCK_MAY_BE_OFF else said
    return moment if fair.created_at - timedelta(days=1) <= moment <= now else now


def day_of(said: date, said_at: datetime, at: datetime, fair: Exhibition) -> date:
    """The day that a telephone closes, by our calendar: as far from the moment's own day as it is from the
    telephone's. One that is to come, or before the fair was thought of, is no day: it was the moment's own."""
    own = clock.shop_day(at)
    ago = clock.shop_day(said_at) - said
    return own - ago if timedelta(0) <= ago <= own - clock.shop_day(fair.created_at) else own
