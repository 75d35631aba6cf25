"""What a user of ``python -m training`` can put right."""

__all__ = ["TrainingError"]


class TrainingError(Exception):
    """Something given to a command cannot be used; the message says what to change."""
