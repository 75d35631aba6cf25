"""What can go wrong inside the classifier.

::

    CopydeskError
     +-- ArtifactError      the model's files are missing, damaged, foreign or too new
"""

__all__ = ["ArtifactError", "CopydeskError"]


class CopydeskError(Exception):
    """The root of every error that copydesk raises on purpose."""


class ArtifactError(CopydeskError):
    """A model artifact cannot be used.

    Parameters
    ----------
    file : str
        The file or folder that is at fault.
    problem : str
        What is wrong with it, and what to do.
    """

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem
