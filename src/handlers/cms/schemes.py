"""How deliveries are signed. A site's configuration names the scheme; nothing is guessed.

Every scheme can verify and sign: `copydesk hooks test` and the tests send what a CMS would.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final, Protocol

from handlers.cms.base import Delivery, Stale, Unverified
from handlers.sites.config import Scheme as SchemeConfig

__all__ = [
    "Bearer",
    "Header",
    "HmacHeader",
    "Scheme",
    "StandardWebhooks",
    "scheme_of",
    "timestamp_hmac",
    "verify",
]

_FAR: Final = 1e11  # seconds; a number above it is milliseconds or nonsense


class Scheme(Protocol):
    """One way of proving who sent a delivery."""

    def moment(self, delivery: Delivery) -> float | None:
        """Give when it was signed, in seconds since 1970; None where the scheme has no time.

        Raises
        ------
        Unverified
            If the scheme has one and the delivery does not.
        """

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compare in constant time."""

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the headers that prove the delivery."""


def verify(scheme: Scheme, delivery: Delivery, secrets: Sequence[str], freshness: float) -> None:
    """Check a delivery against every valid secret.

    Parameters
    ----------
    scheme : Scheme
    delivery : Delivery
    secrets : sequence of str
    freshness : float
        How far the signature's time may be from now, in seconds.

    Raises
    ------
    Unverified
    Stale
    """
    moment = scheme.moment(delivery)
    # All of them, always: the time taken must not tell which one was near.
    matches = [scheme.matches(delivery, secret) for secret in secrets]
    if not any(matches):
        raise Unverified("The signature does not fit the body and any secret of this site.")
    if moment is not None and abs(delivery.at - moment) > freshness:
        seconds = round(delivery.at - moment)
        raise Stale(f"It was signed {seconds} s ago; at most {freshness:g} s are taken.")


class Bearer:
    """``Authorization: Bearer SECRET``. Signs neither body nor time."""

    def moment(self, delivery: Delivery) -> float | None:  # noqa: ARG002
        """There is none."""
        return None

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compare the token."""
        name, _, token = delivery.headers.get("authorization", "").partition(" ")
        return (name.lower() == "bearer") & _same(token.strip(), secret)

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:  # noqa: ARG002
        """Give the header."""
        return {"authorization": f"Bearer {secret}"}


class Header:
    """A fixed header that holds the secret. Signs neither body nor time.

    Parameters
    ----------
    name : str
    """

    def __init__(self, name: str) -> None:
        self._name = name.lower()

    def moment(self, delivery: Delivery) -> float | None:  # noqa: ARG002
        """There is none."""
        return None

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compare the header."""
        return _same(delivery.headers.get(self._name, ""), secret)

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:  # noqa: ARG002
        """Give the header."""
        return {self._name: secret}


class HmacHeader:
    """An HMAC of the body, perhaps with a time, in a header.

    Parameters
    ----------
    header : str
    algorithm, encoding, prefix, signed : str
        See `handlers.sites.config.Scheme`.
    timestamp_header : str, optional
    timestamp_unit : {"s", "ms"}
    """

    def __init__(
        self,
        header: str,
        *,
        algorithm: str = "sha256",
        encoding: str = "hex",
        prefix: str = "",
        signed: str = "{body}",
        timestamp_header: str | None = None,
        timestamp_unit: str = "s",
    ) -> None:
        self._header = header.lower()
        self._algorithm = algorithm
        self._encoding = encoding
        self._prefix = prefix
        self._before, _, self._after = signed.partition("{body}")
        self._time = timestamp_header.lower() if timestamp_header else None
        self._unit = 1000 if timestamp_unit == "ms" else 1

    def moment(self, delivery: Delivery) -> float | None:
        """Read the time's header."""
        if self._time is None:
            return None
        return number(delivery.headers.get(self._time), self._time) / self._unit

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compute and compare."""
        stamp = delivery.headers.get(self._time, "") if self._time else ""
        expected = self._prefix + self._signature(delivery.body, secret, stamp)
        return _same(delivery.headers.get(self._header, ""), expected)

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the headers."""
        stamp = str(int(at * self._unit))
        headers = {self._header: self._prefix + self._signature(delivery.body, secret, stamp)}
        return headers | ({self._time: stamp} if self._time else {})

    def _signature(self, body: bytes, secret: str, stamp: str) -> str:
        before, after = (
            part.replace("{timestamp}", stamp).encode() for part in (self._before, self._after)
        )
        made = hmac.new(secret.encode(), before + body + after, self._algorithm)
        if self._encoding == "hex":
            return made.hexdigest()
        return base64.b64encode(made.digest()).decode()


class StandardWebhooks:
    """https://www.standardwebhooks.com: webhook-id, webhook-timestamp, webhook-signature (v1).

    A secret is ``whsec_`` and base64, or any other text as it is.
    """

    def moment(self, delivery: Delivery) -> float | None:
        """Read webhook-timestamp."""
        return number(delivery.headers.get("webhook-timestamp"), "webhook-timestamp")

    def matches(self, delivery: Delivery, secret: str) -> bool:
        """Compare with each of the signatures given."""
        headers = delivery.headers
        id_, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        expected = self._signature(id_, stamp, delivery.body, secret)
        given = headers.get("webhook-signature", "").split(" ")[:10]
        matches = [_same(one, expected) for one in given]
        return any(matches) and bool(id_)

    def sign(self, delivery: Delivery, secret: str, at: float) -> dict[str, str]:
        """Give the headers; webhook-id is kept where the delivery has one."""
        id_ = delivery.headers.get("webhook-id") or (
            f"msg_{hashlib.sha256(delivery.body).hexdigest()[:24]}"
        )
        stamp = str(int(at))
        return {
            "webhook-id": id_,
            "webhook-timestamp": stamp,
            "webhook-signature": self._signature(id_, stamp, delivery.body, secret),
        }

    @staticmethod
    def _signature(id_: str, stamp: str, body: bytes, secret: str) -> str:
        signed = f"{id_}.{stamp}.".encode("utf-8", "surrogateescape") + body
        made = hmac.new(_key(secret), signed, hashlib.sha256).digest()
        return f"v1,{base64.b64encode(made).decode()}"


def timestamp_hmac() -> HmacHeader:
    """X-Hook-Timestamp and X-Hook-Signature: sha256=HMAC(secret, timestamp.body), in seconds."""
    return HmacHeader(
        "x-hook-signature",
        prefix="sha256=",
        signed="{timestamp}.{body}",
        timestamp_header="x-hook-timestamp",
    )


def scheme_of(config: SchemeConfig) -> Scheme:
    """Make the scheme that a site's configuration describes."""
    if config.type == "bearer":
        return Bearer()
    if config.type == "standardwebhooks":
        return StandardWebhooks()
    if config.type == "timestamp-hmac":
        return timestamp_hmac()
    header = config.header or ""
    if config.type == "header":
        return Header(header)
    return HmacHeader(
        header,
        algorithm=config.algorithm,
        encoding=config.encoding,
        prefix=config.prefix,
        signed=config.signed,
        timestamp_header=config.timestamp_header,
        timestamp_unit=config.timestamp_unit,
    )


def number(value: str | None, name: str) -> float:
    """Read a header that holds a time.

    Raises
    ------
    Unverified
    """
    if value is None or not (value.isascii() and value.isdigit()) or len(value) > 16:
        raise Unverified(f"The header {name} is missing or holds no time.")
    return float(value)


def _key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        encoded = secret.removeprefix("whsec_")
        try:
            return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(
        given.encode("utf-8", "surrogateescape"), expected.encode("utf-8", "surrogateescape")
    )
