"""How machines ask and are answered: what a view takes and gives is said beside it, once, and described from there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from flask import Blueprint, Response, abort, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

View = TypeVar("View", bound=Callable[..., Any])
SLUG = "^[a-z0-9-]{1,200}$"


class Shape(BaseModel):
    """What is asked or answered: these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Asked = TypeVar("Asked", bound=Shape)


@dataclass(frozen=True, slots=True)
class Told:
    """What a view gives, and what can be asked of it."""

    summary: str
    gives: type[Shape]
    asks: type[Shape] | None


def tells(summary: str, gives: type[Shape], asks: type[Shape] | None = None) -> Callable[[View], View]:
    """Say what a view gives and what it can be asked; the description of the API is made of this."""

    def mark(view: View) -> View:
        view.told = Told(summary, gives, asks)  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(blueprint: Blueprint) -> Blueprint:
    """Let pages of any site read what this blueprint answers: nothing in it depends on who reads it."""
    blueprint.after_request(_allow)
    return blueprint


def _allow(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def asked(kind: type[Asked]) -> Asked:
    """What was asked, or a refusal that says which word of it makes no sense."""
    words = {name: said[0] if len(said) == 1 else said for name, said in request.args.lists()}
    try:
        return kind.model_validate(words)
    except ValidationError as error:
        first = error.errors()[0]
        abort(400, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


def answer(shape: Shape) -> Response:
    return Response(shape.model_dump_json(), mimetype="application/json")


def _digits(value: Any) -> Any:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10):
        raise ValueError("not a whole number")
    return int(value)


# How many, and after which place.
Number = Annotated[int, Field(ge=1, le=100), BeforeValidator(_digits)]
Cursor = Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(_digits)]
Slug = Annotated[str, Field(pattern=SLUG)]
