"""A server for one test: for each connection it calls the test's own function, in a thread of its own."""

import atexit
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading


def make_certificates():
    """A folder of certificates that were never seen before and are gone with this process."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    script = pathlib.Path(__file__).resolve().parent / "make-certificates"
    subprocess.run([script, folder.name], check=True, capture_output=True)
    return pathlib.Path(folder.name)


CERTIFICATES = make_certificates()

# Longer than any of this takes: a test that hangs fails instead.
DEADLINE = 60


class Request:
    """One request, read from a binary stream: its line, its fields with small names, its body."""

    def __init__(self, stream):
        self.line = stream.readline().decode().strip()
        self.fields = {}
        self.raw_fields = []
        while (line := stream.readline().rstrip(b"\r\n")):
            self.raw_fields.append(line)
            name, _, value = line.decode("latin-1").partition(":")
            self.fields[name.lower()] = value.strip()
        self.stream = stream

    def pieces(self):
        """The body, as it was cut into chunks, or in blocks if it was not."""
        if self.fields.get("transfer-encoding", "").lower().endswith("chunked"):
            while (size := int(self.stream.readline(), 16)):
                yield self.stream.read(size)
                self.stream.readline()
            self.stream.readline()
            return
        left = int(self.fields.get("content-length", 0))
        while left > 0:
            piece = self.stream.read(min(left, 65536))
            if not piece:
                raise EOFError(f"{left} bytes of the body are missing")
            left -= len(piece)
            yield piece

    def body(self):
        return b"".join(self.pieces())


def response(body=b"", status="200 OK", *fields):
    """The bytes of a response with Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def listening_socket(address):
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.bind((address, 0))
    listener.listen()
    return listener


def server_context(client_authorities=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    if client_authorities:
        context.load_verify_locations(CERTIFICATES / "authority.pem")
        context.verify_mode = ssl.CERT_REQUIRED
    return context


class Server:
    """Serves connections one after the other by `converse(socket, stream)`. What that raises is in `failures`."""

    def __init__(self, converse, tls=None, address="127.0.0.1"):
        self.converse = converse
        self.tls = tls
        self.failures = []
        self.listener = listening_socket(address)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(DEADLINE)
        self.listener.close()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.serve_one(connection)
            except Exception as failure:  # whatever it is, the test has to see it
                self.failures.append(failure)

    def serve_one(self, connection):
        connection.settimeout(DEADLINE)
        with connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                self.converse(connection, stream)


class Recorder:
    """The usual conversation: keeps every request and answers with the same bytes."""

    def __init__(self, answer=None):
        self.answer = response(b"Hello\n") if answer is None else answer
        self.requests = []
        self.bodies = []

    def __call__(self, connection, stream):
        request = Request(stream)
        self.bodies.append(request.body())
        self.requests.append(request)
        connection.sendall(self.answer)
