"""A hook's way: verify -> normalise -> deduplicate -> queue -> classify -> write back."""
