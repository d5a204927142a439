"""The two clients that do the same requests: hc-fetch, and http.client of the Python that runs this."""

import hashlib
import http.client
import os
import re
import ssl
import subprocess
import sys
from dataclasses import dataclass

DEADLINE = 60
TIMEOUT = 30
# A longer body quotes no path, and is left as it is.
QUOTING = 4096
# What differs from one answer to the next, whoever asks.
VOLATILE = ("Date",)
# What each client puts in place of {client}: as long as the other, so that answers that quote it are, too.
FETCH, CPYTHON = CLIENTS = ("hc", "py")
NEWEST_EDITION = (3, 13)
EDITION = "%d.%d" % min(sys.version_info[:2], NEWEST_EDITION)


@dataclass(frozen=True)
class Request:
    """One request. `path` and texts of `fields` may hold {client}, which is a name for each client."""

    port: int
    path: str = "/"
    method: str = "GET"
    fields: tuple = ()
    data: str = None
    upload: str = None  # a file to send
    chunked: bool = False  # without its size
    http10: bool = False
    secure: bool = False
    host: str = "127.0.0.1"
    authority: str = None
    certificate: str = None
    default_context: bool = False  # the one that http.client makes by itself: post-handshake authentication, ALPN
    proxy: int = None
    proxy_fields: tuple = ()

    def for_client(self, client):
        """(path, fields) as `client` sends them."""
        return (self.path.replace("{client}", client),
                [(name, value.replace("{client}", client)) for name, value in self.fields])


@dataclass(frozen=True)
class Answer:
    """What came of a request: an answer, or the exception that came in its place."""

    status: int = None
    version: int = None
    reason: str = ""
    fields: tuple = ()
    size: int = 0
    digest: str = ""
    error: str = ""

    def field(self, name):
        return ", ".join(value for key, value in self.fields if key.lower() == name.lower())

    def differences(self, other, volatile=()):
        """Lines that tell where two answers differ, fields that are volatile aside."""
        unstable = frozenset(name.lower() for name in (*VOLATILE, *volatile))
        lines = [f"{what}: {getattr(self, what)!r} and {getattr(other, what)!r}"
                 for what in ("error", "status", "version", "reason", "size", "digest")
                 if getattr(self, what) != getattr(other, what)]
        mine, theirs = ([(name, value) for name, value in answer.fields if name.lower() not in unstable]
                        for answer in (self, other))
        return lines + ([f"fields: {mine} and {theirs}"] if mine != theirs else [])


def _answer(client, status, version, reason, fields, body):
    """Names of the client that the server sends back are made the same."""
    quoted = f"/{client}/"
    fields = tuple((name, value.replace(quoted, "/{client}/")) for name, value in fields)
    if len(body) < QUOTING:
        body = body.replace(quoted.encode("ascii"), b"/{client}/")
    return Answer(status, version, reason, fields, len(body), hashlib.sha256(body).hexdigest())


# --- hc-fetch ---

class Fetch:
    name = FETCH

    def __init__(self, program):
        self._program = program

    def perform(self, request):
        done = subprocess.run([self._program, *_arguments(request)], stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=DEADLINE, check=False, env=_environment(request))
        if done.returncode != 0:
            return Answer(error=done.stderr.decode("utf-8", "replace").strip().removeprefix("hc-fetch: "))
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        start, *lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/(\d)\.(\d) (\d{3}) (.*)", start)
        fields = [tuple(line.split(": ", 1)) for line in lines]
        return _answer(FETCH, int(match[3]), int(match[1] + match[2]), match[4], fields, body)


def _arguments(request):
    path, fields = request.for_client(FETCH)
    words = ["-i", "--edition", EDITION, "--timeout", str(TIMEOUT)]
    words += ["-I"] if request.method == "HEAD" else ["-X", request.method]
    for name, value in fields:
        words += ["-H", f"{name}: {value}"]
    words += _body_arguments(request) + _connection_arguments(request)
    scheme = "https" if request.secure else "http"
    return [*words, f"{scheme}://{request.host}:{request.port}{path}"]


def _body_arguments(request):
    if request.upload is not None:
        return ["-T", request.upload, *([] if request.chunked else ["--sized"])]
    return ["-d", request.data] if request.data is not None else []


def _connection_arguments(request):
    words = ["--http1.0"] if request.http10 else []
    if request.authority is not None and not request.default_context:
        words += ["--cacert", request.authority]
    if request.certificate is not None:
        words += ["--cert", request.certificate]
    if request.proxy is not None:
        words += ["--proxy", f"127.0.0.1:{request.proxy}"]
        for name, value in request.proxy_fields:
            words += ["--proxy-header", f"{name}: {value}"]
    return words


def _environment(request):
    return {"SSL_CERT_FILE": request.authority} if request.default_context else {}


# --- http.client ---

class CPython:
    name = CPYTHON

    def perform(self, request):
        connection = _connection(request)
        try:
            _send(connection, request)
            response = connection.getresponse()
            body = _read(response)
        except (OSError, http.client.HTTPException) as error:
            return Answer(error=_error_text(error))
        finally:
            connection.close()
        return _answer(CPYTHON, response.status, response.version, response.reason, response.getheaders(), body)


def _read(response):
    """As hc-fetch reads: what has arrived, piece by piece. But if a length says so, a body cut short is an error, which
    http.client makes of it in read() only."""
    if response.length is not None:
        return response.read()
    return b"".join(iter(lambda: response.read1(65536), b""))


def _error_text(error):
    """As hc-fetch shows it; without the position in CPython's source that ends OpenSSL's errors."""
    text = re.sub(r" \(_ssl\.c:\d+\)$", "", str(error))
    return f"{type(error).__name__}: {text}"


def _connection(request):
    host, port = (request.host, request.port) if request.proxy is None else ("127.0.0.1", request.proxy)
    if request.secure:
        connection = _secured_connection(request, host, port)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    if request.http10:
        connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"
    if request.proxy is not None:
        connection.set_tunnel(request.host, request.port, dict(request.proxy_fields))
    return connection


def _secured_connection(request, host, port):
    if request.default_context:
        os.environ["SSL_CERT_FILE"] = request.authority
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT)
        del os.environ["SSL_CERT_FILE"]
    else:
        context = ssl.create_default_context(cafile=request.authority)
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    if request.certificate is not None:
        connection._context.load_cert_chain(request.certificate)
    return connection


def _send(connection, request):
    path, fields = request.for_client(CPYTHON)
    if request.upload is None:
        body = None if request.data is None else request.data.encode("ascii")
        connection.request(request.method, path, body, dict(fields))
        return
    with open(request.upload, "rb") as file:
        if not request.chunked:
            fields.append(("Content-Length", str(file.seek(0, 2))))
            file.seek(0)
        connection.request(request.method, path, file, dict(fields))
