"""powertools' REST resolver, with one request a thread instead of one a process."""

import threading
from collections.abc import Mapping
from typing import Any

from handlers.powertools import (
    APIGatewayProxyEvent,
    APIGatewayRestResolver,
    CORSConfig,
    ResponseBuilder,
    Route,
)

__all__ = ["Resolver"]


class _Request(threading.local):
    """What belongs to the request that this thread answers."""

    event: APIGatewayProxyEvent
    lambda_context: Any

    def __init__(self) -> None:
        self.context: dict[str, Any] = {}


class Resolver(APIGatewayRestResolver):
    """Routes events; may be shared between threads.

    powertools keeps the event in a class attribute (``BaseRouter.current_event``) and the
    request's context in the resolver. That is right in Lambda, where a process answers one
    request at a time; behind a threaded server callers would read each other's articles.
    """

    def __init__(self, cors: CORSConfig | None = None) -> None:
        self._request = _Request()
        self._building = threading.Lock()
        super().__init__(cors=cors)

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Answer an event in this thread."""
        self._request.event = APIGatewayProxyEvent(dict(event))
        self._request.lambda_context = context
        return super().resolve(event, context)

    def _call_route(self, route: Route, route_arguments: dict[str, str]) -> ResponseBuilder[Any]:
        # powertools wraps a route's function at its first call. Two first calls at once would wrap
        # it twice, and the route would fail from then on.
        with self._building:
            if not route._middleware_stack_built:  # noqa: SLF001 - it has no public name
                route._build_middleware_stack(self._router_middlewares, self)  # noqa: SLF001
        return super()._call_route(route, route_arguments)

    @property
    def current_event(self) -> APIGatewayProxyEvent:  # type: ignore[override]
        """The event that this thread answers."""
        return self._request.event

    @property
    def lambda_context(self) -> Any:  # type: ignore[override]
        """Its Lambda context."""
        return self._request.lambda_context

    @property
    def context(self) -> dict[str, Any]:
        """What the routes of this request share; emptied after it."""
        return self._request.context

    @context.setter
    def context(self, value: dict[str, Any]) -> None:
        self._request.context = value
