"""Certificates of the tests' own, made once a process, and the names that sessions have for their files."""

import atexit
import functools
import pathlib
import ssl
import subprocess
import tempfile

MAKER = pathlib.Path(__file__).resolve().parents[3] / "ref" / "fetch" / "tests" / "make-certificates"
PASSWORD = "open sesame"  # of the client's key


@functools.lru_cache(maxsize=None)
def folder():
    made = tempfile.TemporaryDirectory(prefix="hcspec-adapters-")
    atexit.register(made.cleanup)
    subprocess.run([str(MAKER), made.name], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return pathlib.Path(made.name)


def authority():
    return str(folder() / "authority.pem")


def variables():
    """What a run binds besides the address."""
    return {"authority": authority(), "client_certificate": str(folder() / "client.pem"),
            "encrypted_client_key": str(folder() / "client.key"), "stranger_certificate": str(folder() / "server.pem")}


@functools.lru_cache(maxsize=None)
def server_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder() / "server.pem")
    context.load_verify_locations(authority())
    context.verify_mode = ssl.CERT_OPTIONAL
    context.set_alpn_protocols(["http/1.1"])
    return context
