"""The shipped model's heads, fitted to a publisher's own labels: no corpora, no PyTorch.

``python -m training fit --labels my.jsonl --output DIR``
"""

from training.custom.command import fit_labels

__all__ = ["fit_labels"]
