"""What needs PyTorch: the encoder that is served, its teacher, and the one that places articles.

Not needed to refit or to serve the heads over it: the linear heads' teacher is kept in
``training/places``, the answers of the encoder's own in ``training/taught``.
"""
