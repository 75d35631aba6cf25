"""The worker's Lambda function: what Lambda imports, in the phase that it gives to initialisation.

Like `handlers.entry` it acts when it is imported, and reads the environment then; nothing of ours
imports it.
"""

import os

from handlers.lifecycle import started
from handlers.worker import LambdaWorker

__all__ = ["handler"]

handler = started(LambdaWorker(os.environ), os.environ)
