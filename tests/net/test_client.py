"""The way out: configured hosts, checked addresses, bounded answers."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from handlers.flow.backoff import PermanentError, RetryableError
from handlers.net import client as module
from handlers.net.addresses import BlockedAddressError, allowed, resolve
from handlers.net.client import Client
from tests.hooks.cms_server import Asked, Told, serving


@pytest.fixture
def told() -> list[Told]:
    return [Told(200, {"ok": True})]


@pytest.fixture
def asked() -> list[Asked]:
    return []


@pytest.fixture
def url(told: list[Told], asked: list[Asked]) -> Iterator[str]:
    def answer(one: Asked) -> Told:
        asked.append(one)
        return told[0] if len(told) == 1 else told.pop(0)

    with serving(answer) as address:
        yield address


def local(url: str) -> Client:
    return Client([(url, False)], local=True)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "127.0.0.1", "::1", "::", "fe80::1",
        "fc00::1", "fd12::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2002:a00:1::", "192.0.2.1", "198.18.0.1", "fe80::1%eth0", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_called_from_aws(address: str) -> None:
    assert not allowed(address, private=False, loopback=False)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_addresses_outside_are(address: str) -> None:
    assert allowed(address, private=False, loopback=False)


def test_private_networks_are_called_where_that_is_configured_but_never_metadata() -> None:
    assert allowed("10.0.0.1", private=True, loopback=False)
    assert not allowed("127.0.0.1", private=True, loopback=False)
    for address in ("169.254.169.254", "::ffff:169.254.169.254", "fe80::1"):
        assert not allowed(address, private=True, loopback=True)


@given(st.ip_addresses(v=4))
def test_every_dress_of_an_ipv4_address_is_judged_alike(ip: Any) -> None:
    plain = allowed(str(ip), private=False, loopback=False)
    assert allowed(f"::ffff:{ip}", private=False, loopback=False) is plain
    number = int(ip)
    assert (
        allowed(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}", private=False, loopback=False)
        is plain
    )


def test_a_name_that_leads_in_and_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(BlockedAddressError):
        resolve("cms.example", 443, private=False, loopback=False)


def test_a_name_that_changes_between_check_and_connection_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, url: str, asked: list[Asked]
) -> None:
    """Rebinding: the name is looked up once, and what was checked is connected to."""
    port = int(url.rpartition(":")[2])
    lookups: list[str] = []

    def answers(host: str, *_: Any, **__: Any) -> list[Any]:
        lookups.append(host)
        ip = "93.184.216.34" if len(lookups) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    connected: list[Any] = []

    def connect(_self: Any, target: Any) -> None:
        connected.append(target)
        raise TimeoutError("not here")

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket.socket, "connect", connect)
    client = Client([(f"https://cms.example:{port}", False)], local=False)
    with pytest.raises(RetryableError):
        client.call("GET", f"https://cms.example:{port}/")
    assert connected == [("93.184.216.34", port)]
    assert lookups == ["cms.example"]
    assert asked == []


def test_only_configured_origins_are_called(url: str, asked: list[Asked]) -> None:
    client = local(url)
    for other in (url.replace("127.0.0.1", "localhost"), url + "1", url.replace("http", "https")):
        with pytest.raises(PermanentError, match="not a configured address"):
            client.call("GET", other)
    assert asked == []
    assert client.call("GET", f"{url}/any/path?x=1").json() == {"ok": True}


def test_in_aws_neither_http_nor_this_machine_is_called(url: str) -> None:
    with pytest.raises(PermanentError, match="only https"):
        Client([(url, True)], local=False).call("GET", url)
    secure = url.replace("http", "https")
    with pytest.raises(PermanentError, match="may not be called"):
        Client([(secure, True)], local=False).call("GET", secure)


def test_a_redirect_elsewhere_is_not_followed(
    url: str, told: list[Told], asked: list[Asked]
) -> None:
    told[:] = [Told(302, None, {"Location": "http://169.254.169.254/latest/meta-data/"})]
    with pytest.raises(PermanentError, match="leads elsewhere"):
        local(url).call("GET", url)
    told[:] = [Told(307, None, {"Location": "/elsewhere"})]
    with pytest.raises(PermanentError, match="leads elsewhere"):
        local(url).call("POST", url, json={})
    assert len(asked) == 2


def test_a_redirect_to_the_same_place_is_followed_for_reading(
    url: str, told: list[Told], asked: list[Asked]
) -> None:
    told[:] = [Told(301, None, {"Location": "/there"}), Told(200, {"ok": 1})]
    assert local(url).call("GET", f"{url}/here").json() == {"ok": 1}
    assert [one.path for one in asked] == ["/here", "/there"]
    told[:] = [Told(301, None, {"Location": "/again"})]
    with pytest.raises(PermanentError, match="too many redirects"):
        local(url).call("GET", url)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, RetryableError), (503, RetryableError), (429, RetryableError), (401, RetryableError),
        (403, RetryableError), (400, PermanentError), (404, PermanentError), (422, PermanentError),
    ],
)  # fmt: skip
def test_statuses_say_whether_it_may_work_later(
    url: str, told: list[Told], status: int, error: type[Exception]
) -> None:
    told[:] = [Told(status, {"message": "the post says: Bridge"}, {"Retry-After": "17"})]
    with pytest.raises(error) as raised:
        local(url).call("GET", f"{url}/posts/1?token=hidden")
    assert "Bridge" not in str(raised.value)
    assert "hidden" not in str(raised.value)
    if isinstance(raised.value, RetryableError) and status in {429, 503}:
        assert raised.value.after == 17.0


def test_nothing_listening_may_work_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(RetryableError, match="refused"):
        local(f"http://127.0.0.1:{port}").call("GET", f"http://127.0.0.1:{port}/")


def test_an_answer_too_large_is_refused(
    url: str, told: list[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 1_000)
    told[:] = [Told(200, b"x" * 2_000)]
    with pytest.raises(PermanentError, match="over 1,000 bytes"):
        local(url).call("GET", url)


def test_an_answer_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WHOLE", 0.5)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(65_536)
                line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while not stop.wait(0.1):
                    try:
                        line.sendall(b"1\r\nx\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(RetryableError, match="not here after"):
            local(address).call("GET", address)
        stop.set()
        thread.join()


def test_no_proxy_of_the_environment_is_used(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert local(url).call("GET", url).status == 200


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    certificate = _self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            line, _ = listener.accept()
            with contextlib.suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            line.close()

        thread = threading.Thread(target=greet)
        thread.start()
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(RetryableError, match="SSL"):
            local(address).call("GET", address)
        thread.join()


def _self_signed(folder: Path) -> Path:
    """Make a key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return file
