"""Webhook endpoints: https://docs.stripe.com/api/webhook_endpoints"""

import stripe

from .double import Double
from .errors import Json
from .limits import check_metadata, check_url
from .parameters import only_spoken
from .samples import build, new_id

SPOKEN: Json = dict.fromkeys(("url", "enabled_events", "description", "metadata", "disabled", "expand"))


def create(double: Double, params: Json) -> Json:
    """Register an endpoint; its secret is told this once."""
    only_spoken(params, SPOKEN)
    metadata = check_metadata(params.get("metadata"))
    endpoint = register(double, params["url"], new_id("secret"), params["enabled_events"])
    endpoint |= {"description": params.get("description"), "metadata": metadata}
    return endpoint | {"secret": double.secrets[endpoint["id"]]}


def register(double: Double, url: str, secret: str, enabled_events: list[str]) -> Json:
    """Keep an endpoint and its secret apart from each other."""
    check_url(url, "url")
    endpoint = build(
        "webhook_endpoint",
        api_version=stripe.api_version,
        created=double.now(),
        enabled_events=enabled_events,
        status="enabled",
        url=url,
    )
    double.secrets[endpoint["id"]] = secret
    return double.keep(endpoint)


def forget(double: Double, url: str) -> None:
    """Drop the endpoints of an address that is about to be given anew."""
    for endpoint in double.all("webhook_endpoint"):
        if endpoint["url"] == url:
            del double.objects[endpoint["id"]]


def update(double: Double, params: Json, endpoint_id: str) -> Json:
    """Change where events go, which ones, and whether they go at all."""
    only_spoken(params, SPOKEN)
    endpoint = double.find("webhook_endpoint", endpoint_id)
    if "url" in params:
        check_url(params["url"], "url")
    if "disabled" in params:
        endpoint["status"] = "disabled" if params["disabled"] else "enabled"
    endpoint |= {name: params[name] for name in params if name not in ("disabled", "expand", "metadata")}
    endpoint["metadata"] = check_metadata(endpoint["metadata"] | (params.get("metadata") or {}))
    return endpoint


def delete(double: Double, params: Json, endpoint_id: str) -> Json:
    """Send nothing there any more."""
    del double.objects[double.find("webhook_endpoint", endpoint_id)["id"]]
    return {"id": endpoint_id, "object": "webhook_endpoint", "deleted": True}
