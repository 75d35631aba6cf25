"""What must not change an answer, and what must: ``python -m training robustness``.

Changes are small functions from text to text; `changes` puts them together.
"""

from training.robustness.command import run

__all__ = ["run"]
