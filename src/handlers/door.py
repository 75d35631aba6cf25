"""One door for two handlers: hooks beside the API, as API Gateway routes them."""

from typing import Any

from handlers.flow.answer import PREFIX
from handlers.server import ApiPort

__all__ = ["Door"]


class Door:
    """Sends events to the handler whose path it is.

    Parameters
    ----------
    api : ApiPort
    hooks : callable
        `handlers.flow.answer.Hooks`.
    """

    def __init__(self, api: ApiPort, hooks: Any) -> None:
        self._api = api
        self._hooks = hooks
        self.settings = api.settings

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer an event."""
        asked = self._hooks if event["path"].startswith(PREFIX) else self._api
        reply: dict[str, Any] = asked(event, context)
        return reply
