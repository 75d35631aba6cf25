"""The shipped model against labels in a file: ``python -m training evaluate --gold FILE``.

Whoever holds labels that nobody has tuned on runs this unchanged. Files are read as they are: an
article is classified as the product would classify it.
"""

from training.gold.command import Request, run

__all__ = ["Request", "run"]
