"""Requests are read against the parameter types of the installed ``stripe`` package.

What the package does not know, Stripe would refuse: an unknown name, a missing one, a wrong type, a word that
is not on a closed list. Upgrading the package moves the check with it.
"""

import re
import types
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin

import stripe
from stripe import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

from .errors import Json, Refusal, not_spoken, refused_parameter

WHOLE_NUMBER = re.compile(r"-?[0-9]+")
# The options are declared in another module, whose names their annotations use.
NAMES_IN_OPTIONS = {"StripeContext": object, "Mapping": Mapping}
SEGMENT = re.compile(r"[^\[\]]+|\[\]")


def shape_of(name: str) -> Any:
    """Find a parameter type of the package by its dotted name, as in ``checkout.SessionCreateParams``."""
    place: Any = stripe.params
    for part in name.split("."):
        place = getattr(place, part)
    return place


def decode(pairs: Iterable[tuple[str, str]]) -> Json:
    """Turn ``line_items[0][quantity]=1`` back into the nested thing that was sent."""
    root: Json = {}
    for name, value in pairs:
        *path, last = SEGMENT.findall(name) or [name]
        place = root
        for part in path:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise refused_parameter(f"Invalid object: {name}", name)
        place[str(len(place)) if last == "[]" else last] = value
    return cast(Json, _lists(root))


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    nested = {name: _lists(part) for name, part in value.items()}
    if nested and all(WHOLE_NUMBER.fullmatch(name) for name in nested):
        return [nested[name] for name in sorted(nested, key=int)]
    return nested


def read(shape: Any, raw: Any, path: str = "") -> Any:
    """Give the value that was meant, typed, or refuse it in Stripe's words."""
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(shape), raw, path)
    if origin is Literal:
        return _read_word(get_args(shape), raw, path)
    if is_typeddict(shape):
        return _read_object(shape, raw, path)
    if origin is list:
        if not isinstance(raw, list):
            raise refused_parameter("Invalid array", path, "parameter_invalid_array")
        return [read(get_args(shape)[0], part, f"{path}[{place}]") for place, part in enumerate(raw)]
    if origin is dict:
        return {name: read(get_args(shape)[1], part, f"{path}[{name}]") for name, part in _mapping(raw, path)}
    return _read_plain(shape, raw, path)


def _read_object(shape: Any, raw: Any, path: str) -> Json:
    fields = _fields(shape)
    given = dict(_mapping(raw, path))
    for name in given:
        if name not in fields:
            raise refused_parameter(
                f"Received unknown parameter: {_under(path, name)}", _under(path, name), "parameter_unknown"
            )
    for name in shape.__required_keys__:
        if name not in given:
            raise refused_parameter(
                f"Missing required param: {_under(path, name)}.", _under(path, name), "parameter_missing"
            )
    return {name: read(fields[name], part, _under(path, name)) for name, part in given.items()}


@cache
def _fields(shape: Any) -> Json:
    """List what may be sent, leaving out the options that travel as headers."""
    fields = get_type_hints(shape, localns=NAMES_IN_OPTIONS)
    if RequestOptions in getattr(shape, "__orig_bases__", ()):
        fields = {name: kind for name, kind in fields.items() if name not in RequestOptions.__annotations__}
    return fields


def _read_union(choices: tuple[Any, ...], raw: Any, path: str) -> Any:
    """Try each choice; a list of words beside a plain ``str`` stays a closed list."""
    words = [word for choice in choices if get_origin(choice) is Literal for word in get_args(choice)]
    if any(words):
        choices = tuple(choice for choice in choices if choice is not str)
    refusals = []
    for choice in sorted(choices, key=lambda choice: not _fits(choice, raw)):
        try:
            return read(choice, raw, path)
        except Refusal as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _fits(choice: Any, raw: Any) -> bool:
    if isinstance(raw, dict):
        return is_typeddict(choice) or get_origin(choice) is dict
    if isinstance(raw, list):
        return get_origin(choice) is list
    return "" in get_args(choice) if raw == "" else choice in (str, int, bool, float, Decimal)


def _read_word(words: tuple[str, ...], raw: Any, path: str) -> Any:
    if raw in words:
        return raw
    listed = ", ".join(f"`{word}`" for word in words)
    raise refused_parameter(f"Invalid {path}: must be one of {listed}", path)


def _read_plain(kind: Any, raw: Any, path: str) -> Any:
    readers = {int: _read_integer, bool: _read_boolean, float: _read_decimal, Decimal: _read_decimal}
    if kind is not str and kind not in readers:
        return raw
    if not isinstance(raw, str):
        raise refused_parameter(f"Invalid string: {raw}", path)
    if raw == "":
        raise refused_parameter(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a "
            f"parameter; however '{path}' cannot be unset.",
            path,
            "parameter_invalid_empty",
        )
    return readers[kind](raw, path) if kind in readers else raw


def _read_integer(raw: str, path: str) -> int:
    if not WHOLE_NUMBER.fullmatch(raw):
        raise refused_parameter(f"Invalid integer: {raw}", path, "parameter_invalid_integer")
    return int(raw)


def _read_boolean(raw: str, path: str) -> bool:
    if raw not in ("true", "false"):
        raise refused_parameter(f"Invalid boolean: {raw}", path, "parameter_invalid_boolean")
    return raw == "true"


def _read_decimal(raw: str, path: str) -> Decimal:
    try:
        return Decimal(raw)
    except InvalidOperation:
        raise refused_parameter(f"Invalid decimal: {raw}", path) from None


def _mapping(raw: Any, path: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(raw, dict):
        raise refused_parameter("Invalid object", path)
    return raw.items()


def _under(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def only_spoken(params: Any, spoken: Json, path: str = "") -> None:
    """Refuse parameters that Stripe knows and this stand-in would have to ignore."""
    for name, value in params.items():
        if name not in spoken:
            raise not_spoken(_under(path, name))
        inner = spoken[name]
        for place, part in enumerate(value if isinstance(value, list) else [value]):
            if inner and isinstance(part, dict):
                step = f"{name}[{place}]" if isinstance(value, list) else name
                only_spoken(part, inner, f"{path}[{step}]" if path else step)
