"""The claim check in S3. A rule of the bucket deletes what nobody fetched."""

from typing import Any, Final

__all__ = ["S3ClaimCheck"]

_FOLDER: Final = "claims/"


class S3ClaimCheck:
    """Contents as objects.

    Parameters
    ----------
    client
        botocore's for s3.
    bucket : str
    """

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, name: str, content: bytes) -> str:
        """Write an object."""
        key = f"{_FOLDER}{name}"
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=content, ContentType="application/json"
        )
        return key

    def get(self, where: str) -> bytes:
        """Read an object."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=where)
        except self._client.exceptions.NoSuchKey:
            raise LookupError(where) from None
        content: bytes = found["Body"].read()
        return content

    def drop(self, where: str) -> None:
        """Delete an object."""
        self._client.delete_object(Bucket=self._bucket, Key=where)
