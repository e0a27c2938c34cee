"""What Stripe says when it refuses: https://docs.stripe.com/api/errors"""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer other than 200, in the shape that Stripe gives it.

    ``saved`` tells whether an idempotency key remembers the refusal. Stripe saves an answer only after the
    endpoint began to work, so a refused parameter is not saved and a declined card is.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        saved: bool = True,
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        self.body: Json = {"error": {"message": message, "type": kind, **details}}


def refused_parameter(message: str, param: str, code: str | None = None, **details: Any) -> Refusal:
    """Name the parameter that keeps a request from being begun."""
    if code:
        details["code"] = code
    return Refusal(message, saved=False, param=param, **details)


def no_such(kind: str, object_id: str, param: str = "id") -> Refusal:
    """Say that an id leads nowhere: 404 for the address itself, 400 for an id among the parameters."""
    status = 404 if param == "id" else 400
    return Refusal(
        f"No such {kind}: '{object_id}'", status=status, saved=False, param=param, code="resource_missing"
    )


def not_spoken(param: str) -> Refusal:
    """Refuse what Stripe knows and this stand-in does not, rather than take it and ignore it."""
    return refused_parameter(
        f"The Stripe stand-in does not speak '{param}'. Stripe itself may: hold the case against its test mode.",
        param,
        "double_not_spoken",
    )
