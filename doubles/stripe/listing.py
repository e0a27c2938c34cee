"""Lists and expanded objects: https://docs.stripe.com/api/pagination, https://docs.stripe.com/api/expanding_objects"""

import operator
from copy import deepcopy
from fnmatch import fnmatchcase
from typing import Any

from .double import Double
from .errors import Json, Refusal, no_such, refused_parameter

USUAL, MOST = 10, 100
DEEPEST = 4
PAGING = ("limit", "starting_after", "ending_before", "expand")
COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
# Lists inside an object that are shown only on request.
INSIDE = {("checkout.session", "line_items"), ("charge", "refunds")}


def page(double: Double, kind: str, params: Json, url: str) -> Json:
    """Cut one page out of the objects of a kind, newest first."""
    found = [made for made in reversed(double.all(kind)) if _wanted(made, params)]
    return cut(found, params, url)


def cut(found: list[Json], params: Json, url: str) -> Json:
    """Cut one page out of a list."""
    limit = params.get("limit", USUAL)
    if not 1 <= limit <= MOST:
        raise refused_parameter(
            f"This value must be between 1 and {MOST}.", "limit", "parameter_invalid_integer"
        )
    ids = [made["id"] for made in found]
    start, stop = 0, len(found)
    if "starting_after" in params:
        start = _place(ids, params, "starting_after") + 1
    if "ending_before" in params:
        stop = _place(ids, params, "ending_before")
        start = max(0, stop - limit)
        return _list(found[start:stop], start > 0, url)
    return _list(found[start : start + limit], start + limit < stop, url)


def _place(ids: list[str], params: Json, name: str) -> int:
    if params[name] not in ids:
        raise no_such("object", params[name], name)
    return ids.index(params[name])


def _list(found: list[Json], has_more: bool, url: str) -> Json:
    return {"object": "list", "data": found, "has_more": has_more, "url": url}


def _wanted(made: Json, params: Json) -> bool:
    return all(_matches(made, name, value) for name, value in params.items() if name not in PAGING)


def _matches(made: Json, name: str, value: Any) -> bool:
    if name == "created" and isinstance(value, dict):
        return all(COMPARE[sign](made["created"], limit) for sign, limit in value.items())
    if name == "delivery_success":
        return bool((made["pending_webhooks"] == 0) == value)
    if name == "customer_details":
        return bool((made[name] or {}).get("email") == value["email"])
    if made["object"] == "event" and name in ("type", "types"):
        patterns = value if isinstance(value, list) else [value]
        return any(fnmatchcase(made["type"], pattern) for pattern in patterns)
    return bool(made.get(name) == value)


def expand(double: Double, answer: Json, paths: list[str]) -> Json:
    """Give a copy of an answer with objects in place of the ids that were asked for."""
    answer = deepcopy(answer)
    for path in paths:
        parts = path.split(".")
        if len(parts) > DEEPEST:
            raise Refusal(f"You cannot expand more than {DEEPEST} levels of a property.", param="expand")
        _expand(double, answer, parts, path)
    return answer


def _expand(double: Double, place: Any, parts: list[str], path: str) -> None:
    if isinstance(place, list):
        for part in place:
            _expand(double, part, parts, path)
    elif parts and place is not None:
        _expand(double, _unfold(double, place, parts[0], path), parts[1:], path)


def _unfold(double: Double, place: Any, name: str, path: str) -> Any:
    """Put the object itself where its id stands, or fetch the list that is shown on request."""
    if isinstance(place, dict) and (place.get("object"), name) in INSIDE:
        place.setdefault(name, inside(double, place, name, {}))
    unknown = not isinstance(place, dict) or name not in place
    if unknown or (isinstance(place[name], str) and place[name] not in double.objects):
        raise Refusal(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(place[name], str):
        place[name] = deepcopy(double.objects[place[name]])
    return place[name]


def inside(double: Double, owner: Json, name: str, params: Json) -> Json:
    """List what belongs to an object: the lines of a session, the refunds of a charge."""
    if name == "line_items":
        url = f"/v1/checkout/sessions/{owner['id']}/line_items"
        return cut(deepcopy(double.line_items[owner["id"]]), params, url)
    return deepcopy(
        page(double, "refund", params | {"charge": owner["id"]}, f"/v1/charges/{owner['id']}/refunds")
    )
