"""The API's Lambda function: what Lambda imports, in the phase that it gives to initialisation.

It acts when it is imported, and reads the environment then, as `handlers.worker_entry` does and no
other module; nothing of ours imports it.
"""

import os

from handlers.api import Api
from handlers.lifecycle import started
from handlers.settings import Settings

__all__ = ["handler"]

_SETTINGS = Settings.from_environ(os.environ)
_API = started(Api(_SETTINGS), os.environ)

handler = _API.traced() if _SETTINGS.tracing else _API
