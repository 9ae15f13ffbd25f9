"""One POST on real sockets: where the connection goes, what TLS asks for, and what is read."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.webhooks.address import Reach
from api.webhooks.network import Resolver
from api.webhooks.post import Answer, Poster
from tests.integration.webhooks.conftest import LOOPBACK
from tests.webhook_receiver import Receiver, receiving

NAME = "receiver.example"
BROKEN = Answer(None, "No connection, or a broken one (ReadError).")
REFUSED = Answer(None, "The host's address is one that webhooks may not reach.")


class Names:
    """Says another address each time; remembers how often it was asked."""

    def __init__(self, *answers: str) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)

    async def __call__(self, host: str, port: int):
        self.asked.append(host)
        return [ip_address(self._answers.pop(0))]


async def post(url: str, resolve, reach: Reach = LOOPBACK, timeout_s: float = 10) -> Answer:
    async with Poster(reach, resolve, timeout_s=timeout_s, places=2) as send:
        return await send(url, {"webhook-id": "1"}, "{}")


async def test_a_name_that_changes_after_the_check_gains_nothing(receiver: Receiver) -> None:
    """Checked and permitted is 127.0.0.2, where nobody listens; asked again the name would lead to the receiver."""
    names, reach = Names("127.0.0.2", "127.0.0.1"), Reach((ip_network("127.0.0.2/32"),))

    answer = await post(f"http://{NAME}:{receiver.port}/", names, reach)

    assert answer == Answer(None, "No connection, or a broken one (ConnectError).")
    assert names.asked == [NAME]
    assert receiver.got == []
    # The next attempt asks anew, and what it hears is checked anew.
    assert await post(f"http://{NAME}:{receiver.port}/", names, reach) == REFUSED
    assert receiver.got == []


async def test_the_checked_address_is_reached_under_the_name(receiver: Receiver) -> None:
    answer = await post(f"http://{NAME}:{receiver.port}/hook?a=1", Names("127.0.0.1"))

    assert answer == Answer(204, None)
    assert [(got.path, got.headers["host"]) for got in receiver.got] == [("/hook?a=1", f"{NAME}:{receiver.port}")]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.1"])
async def test_loopback_by_any_name_is_refused(receiver: Receiver, host: str) -> None:
    """By the system's own resolver."""
    resolve = Resolver(1)
    for scheme in ("http", "https"):
        assert await post(f"{scheme}://{host}:{receiver.port}/", resolve, Reach()) == REFUSED
    resolve.close()
    assert receiver.got == []


async def test_tls_asks_for_the_name_and_verifies_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(_certificate(tmp_path)))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with receiving(tls) as receiver:
        right = await post(f"https://{NAME}:{receiver.port}/", Names("127.0.0.1"))
        wrong = await post(f"https://other.example:{receiver.port}/", Names("127.0.0.1"))
        assert right == Answer(204, None)
        assert wrong == Answer(None, "No connection, or a broken one (ConnectError).")
        assert receiver.server_names == [NAME, "other.example"]
        assert len(receiver.got) == 1


BOMB = gzip.compress(bytes(64 * 1024 * 1024))


@pytest.mark.parametrize(
    ("beginning", "then", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536, Answer(200, None)),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n" + BOMB, b" " * 65536, Answer(200, None)),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000, BROKEN),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 10_000, None),
    ],
    ids=["body", "compressed body", "early hints", "headers"],
)
async def test_an_answer_without_end_is_not_read(beginning: bytes, then: bytes, expected: Answer | None) -> None:
    sent = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(beginning)
        try:
            while True:
                writer.write(then)
                await writer.drain()
                sent += len(then)
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        found = await post(f"http://{NAME}:{port}/", Names("127.0.0.1"))
    assert found == expected or (expected is None and (found.reason or "").startswith("No connection, or a broken one"))
    # What the buffers of two sockets take.
    assert sent < 64 * 1024 * 1024


@pytest.mark.parametrize("said", [b"not http\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 300_000])
async def test_an_answer_that_is_none(said: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        found = await post(f"http://{NAME}:{port}/", Names("127.0.0.1"))
    assert found.status is None
    assert (found.reason or "").startswith("No connection, or a broken one")
    assert "not http" not in (found.reason or "")


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_receiver_that_says_a_letter_at_a_time_has_as_long_as_any_other(scheme: str) -> None:
    """Or none: of https it never says what TLS waits for."""
    heard = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if scheme == "http":
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\nx: ")
            while not reader.at_eof():
                heard.set()
                if scheme == "http":
                    writer.write(b"y")
                    await writer.drain()
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1024), 0.02)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        found = await post(f"{scheme}://{NAME}:{port}/", Names("127.0.0.1"), timeout_s=1)
    assert heard.is_set()
    assert found == Answer(None, "No answer within 1 s.")


async def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    asked = asyncio.Event()

    async def silent(host: str, port: int):
        asked.set()
        await asyncio.Event().wait()

    found = await post(f"https://{NAME}/", silent, timeout_s=0.2)
    assert asked.is_set()
    assert found == Answer(None, "No answer within 0.2 s.")


@pytest.mark.parametrize(
    ("status", "asked", "wait_s"), [(429, "120", 120), (503, "7", 7), (200, "120", 0), (500, "soon", 0), (307, "9", 9)]
)
async def test_the_wait_that_a_receiver_asks_for(receiver: Receiver, status: int, asked: str, wait_s: float) -> None:
    receiver.statuses, receiver.headers = [status], {"Retry-After": asked}

    found = await post(receiver.url, Names("127.0.0.1"))

    assert (found.status, found.wait_s) == (status, wait_s)


def _certificate(folder: Path) -> Path:
    """For the name, by itself; `key.pem` beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return folder / "cert.pem"
