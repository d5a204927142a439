"""Certificates of one run, made by the openssl program in a directory that goes with it. All are signed by one
authority, but for the stranger's, who signed his own."""

import subprocess

from harness.errors import SetupError

DEADLINE = 60
LOCAL = "DNS:localhost,IP:127.0.0.1"
SERVERS = {"localhost": LOCAL, "alpha.test": "DNS:alpha.test", "beta.test": "DNS:beta.test"}


def _openssl(*arguments):
    try:
        subprocess.run(["openssl", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                       check=True, timeout=DEADLINE)
    except FileNotFoundError as error:
        raise SetupError("there is no openssl program; scripts/setup interop installs it") from error
    except subprocess.CalledProcessError as error:
        raise SetupError(f"openssl {arguments[0]} failed:\n{error.stderr}") from error


def _self_signed(directory, name, *extensions):
    added = [word for extension in extensions for word in ("-addext", extension)]
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2,
             "-subj", f"/CN={name}", "-keyout", directory / f"{name}.key", "-out", directory / f"{name}.pem", *added)


def _signed(directory, name, *extensions):
    request, extension_file = directory / f"{name}.request", directory / f"{name}.extensions"
    _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", f"/CN={name}", "-keyout", directory / f"{name}.key", "-out", request)
    extension_file.write_text("".join(f"{line}\n" for line in ("authorityKeyIdentifier=keyid", *extensions)), "ascii")
    _openssl("x509", "-req", "-in", request, "-CA", directory / "authority.pem", "-CAkey", directory / "authority.key",
             "-CAcreateserial", "-days", 2, "-extfile", extension_file, "-out", directory / f"{name}.pem")


def _both(directory, name, file_name):
    """Certificate and key in one file, as some want them."""
    parts = (directory / f"{name}.{part}" for part in ("pem", "key"))
    (directory / file_name).write_text("".join(part.read_text("ascii") for part in parts), "ascii")


def make_certificates(directory):
    directory.mkdir()
    _self_signed(directory, "authority", "keyUsage=critical,keyCertSign,cRLSign")
    _self_signed(directory, "stranger", f"subjectAltName={LOCAL}")
    for name, names in SERVERS.items():
        _signed(directory, name, f"subjectAltName={names}", "extendedKeyUsage=serverAuth")
    _signed(directory, "client", "extendedKeyUsage=clientAuth")
    _both(directory, "localhost", "localhost-both.pem")
    _both(directory, "client", "client-both.pem")
