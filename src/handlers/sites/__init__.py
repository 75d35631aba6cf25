"""Which sites send hooks, how they are verified, and what is written back to them."""
