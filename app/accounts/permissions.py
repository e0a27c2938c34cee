"""What each role may do, in one table."""

import enum

from .models import Role


class Permission(enum.StrEnum):
    SEE_TODAY = "see today"
    SEE_ORDERS = "see orders"
    FULFIL_ORDERS = "fulfil orders"
    CONFIRM_MONEY = "confirm money"
    REFUND = "refund"
    EDIT_CATALOG = "edit the catalogue"
    OPEN_PRICES = "open prices"
    MOVE_STOCK = "move stock"
    SEE_MAKERS = "see makers"
    EDIT_MAKERS = "edit makers"
    EDIT_SHIPPING = "edit shipping"
    EDIT_PAGES = "edit pages"
    JUDGE_REVIEWS = "judge reviews"
    RUN_FAIRS = "run fairs"
    MANAGE_FAIRS = "manage fairs"
    GIVE_VOUCHERS = "give vouchers"
    SEE_REVENUE = "see revenue"
    SET_GOALS = "set goals"
    SEE_MESSAGES = "see messages"
    MANAGE_WEBHOOKS = "manage webhooks"
    SEE_ACTIVITY = "see activity"
    MANAGE_PEOPLE = "manage people"
    TELL_OWN_STORY = "tell one's own story"


MAY: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission) - {Permission.TELL_OWN_STORY},
    # An officer promotes and reports; buyers' data and money are the cooperative's own. Of the fairs she sees hers.
    Role.OFFICER: frozenset(
        {
            Permission.SEE_TODAY,
            Permission.EDIT_CATALOG,
            Permission.SEE_MAKERS,
            Permission.RUN_FAIRS,
            Permission.SEE_REVENUE,
        }
    ),
    Role.MAKER: frozenset({Permission.TELL_OWN_STORY}),
    Role.CUSTOMER: frozenset(),
}


def allows(role: Role, permission: Permission) -> bool:
    return permission in MAY[role]


def is_staff(role: Role) -> bool:
    """Does the role have a place in the back office?"""
    return Permission.SEE_TODAY in MAY[role]
