"""What needs PyTorch: the small encoder that teaches the linear heads.

Not needed to refit or to serve them: what it makes is kept in ``training/places``. Install the
extra ``encoder-training`` and run ``python -m training.encoder places`` or ``… targets``.
"""
