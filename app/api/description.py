"""The description of the API in the words of OpenAPI 3.1, made of the routes and of what each says of itself."""

from typing import Any

from flask import Blueprint, Response, current_app, json
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from app.addresses import public_url
from app.languages import LANGUAGES
from app.page_cache import public
from app.webhooks.bodies import TRIAL, TYPES, Notice

from .answers import SLUG, Shape, Told, open_to_all

bp = open_to_all(Blueprint("description", __name__))

WHERE = "#/components/schemas/{model}"
WHAT = (
    "Everything here may be read by anybody, from any page, and is what the shop's own pages say at that moment. "
    "Ask again with If-None-Match: what has not changed is answered with 304. Under /en texts are English. "
    "A maker is named only while she allows it beyond the shop."
)
PROBLEM = {
    "type": "object",
    "title": "Problem (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": ["string", "null"]},
    },
}


@bp.get("/api/openapi.json")
@public
def show() -> Response:
    told = [(rule, view.told) for rule in current_app.url_map.iter_rules() if (view := _view(rule))]
    shapes: list[type[BaseModel]] = [Notice, *(about.gives for _, about in told)]
    _, schemas = models_json_schema([(shape, "serialization") for shape in shapes], ref_template=WHERE)
    servers = [
        {"url": public_url("shop.home.show", locale=code).rstrip("/"), "description": code}
        for code in LANGUAGES
    ]
    document = {
        "openapi": "3.1.0",
        "info": {"title": current_app.config["SHOP_NAME"], "version": "1", "description": WHAT},
        "servers": servers,
        "paths": {_path(rule): {"get": _operation(rule, about)} for rule, about in told},
        "webhooks": {name: {"post": _webhook(name)} for name in (*TYPES.values(), TRIAL)},
        "components": {"schemas": {**schemas["$defs"], "Problem": PROBLEM}},
    }
    return Response(json.dumps(document), mimetype="application/json")


def _view(rule: Rule) -> Any:
    view = current_app.view_functions[rule.endpoint]
    return view if hasattr(view, "told") else None


def _path(rule: Rule) -> str:
    return rule.rule.replace("<", "{").replace(">", "}")


def _operation(rule: Rule, about: Told) -> dict[str, Any]:
    _, face, view = rule.endpoint.split(".")
    refused = {"400": "What was asked makes no sense.", "404": "There is no such thing."}
    return {
        "operationId": f"{face}_{view}",
        "summary": about.summary,
        "parameters": [*map(_in_path, sorted(rule.arguments)), *_in_query(about.asks)],
        "responses": {
            "200": {"description": "It.", "content": _json("application/json", about.gives.__name__)},
            "304": {"description": "Unchanged since the ETag that was sent as If-None-Match."},
            **{
                code: {"description": why, "content": _json("application/problem+json", "Problem")}
                for code, why in refused.items()
            },
        },
    }


def _webhook(name: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "requestBody": {"required": True, "content": _json("application/json", Notice.__name__)},
        "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
    }


def _json(mimetype: str, name: str) -> dict[str, Any]:
    return {mimetype: {"schema": {"$ref": WHERE.format(model=name)}}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": SLUG}}


def _in_query(asks: type[Shape] | None) -> list[dict[str, Any]]:
    if asks is None:
        return []
    schema = asks.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "description": field.get("description", ""),
            "schema": _plain(field, schema),
        }
        for name, field in schema["properties"].items()
    ]


def _plain(field: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What a word in an address may be: absent rather than null, and told on the spot."""
    (said,) = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    if "$ref" in said:
        said = schema["$defs"][said["$ref"].rpartition("/")[2]]
    return {name: value for name, value in said.items() if name not in {"title", "description"}}
