"""Finds the programs of a benchmark: the server, the C clients built beside it, and a CPython."""

import glob
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from .goals import SUBJECT

CPYTHON_CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                              os.pardir, "clients", "cpython.py")
PREFERRED_PYTHON = (3, 13)
# Name of each client and its program, in the order in which a round runs them.
CLIENTS = [("raw", "bench-raw"), ("scatter", "bench-scatter"), (SUBJECT, "bench-reference"),
           ("libcurl", "bench-libcurl"), ("cpython", CPYTHON_CLIENT),
           ("http_parser", "bench-http_parser")]
# Those that are always built.
OURS = ("raw", "scatter", SUBJECT)
# Those that are built only where a library is installed, and its Debian package.
OPTIONAL = {"libcurl": "libcurl4-openssl-dev", "http_parser": "libhttp-parser-dev"}


class SetupError(Exception):
    """Something that is needed is not there; the text says what to do."""


class Absent(Exception):
    """A client to compare with cannot be run; the text says why, and the remedy."""


@dataclass(frozen=True)
class Client:
    name: str
    command: tuple
    workloads: frozenset


def offered(command):
    """The workloads that a client program says it can do."""
    try:
        listed = subprocess.run([*command, "--list"], stdout=subprocess.PIPE, text=True,
                                check=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise Absent("%s: cannot ask it for its workloads: %s"
                     % (" ".join(command), error)) from error
    return frozenset(listed.stdout.split())


def python_version(path):
    """(3, 13, 0) for a working CPython, None for anything else."""
    code = "import sys; print(sys.implementation.name, *sys.version_info[:3])"
    try:
        asked = subprocess.run([path, "-c", code], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.fullmatch(r"cpython (\d+) (\d+) (\d+)", asked.stdout.strip())
    return tuple(map(int, match.groups())) if match else None


def python_candidates():
    """Paths that may be a CPython: those on PATH, and pyenv's."""
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    folders += glob.glob(os.path.join(glob.escape(pyenv), "versions", "*", "bin"))
    for folder in folders:
        for path in glob.glob(os.path.join(glob.escape(folder), "python3*")):
            if re.fullmatch(r"python3(\.\d+)?", os.path.basename(path)):
                yield path


def find_cpython():
    """The newest CPython of the preferred release if there is one, otherwise the newest of all."""
    versions = {}
    for path in python_candidates():
        version = python_version(path)
        if version is not None and version >= (3, 8):
            versions.setdefault(version, path)
    if not versions:
        raise Absent("no CPython 3.8 or newer found; name one with --python PATH")
    preferred = [version for version in versions if version[:2] == PREFERRED_PYTHON]
    return versions[max(preferred or versions)]


def find_server(folder):
    server = shutil.which("bench-server", path=folder)
    if server is None:
        raise SetupError("%s: no bench-server there; scripts/bench builds it" % folder)
    return server


def command_of(name, program, folder, python):
    """How to call a client; Absent if it is not there."""
    if name == "cpython":
        return (python or find_cpython(), program)
    path = shutil.which(program, path=folder)
    if path is not None:
        return (path,)
    if name in OPTIONAL:
        raise Absent("not built, as its library was not found; install %s" % OPTIONAL[name])
    raise Absent("no %s in %s; scripts/bench builds it" % (program, folder))


def lacks_https(workloads):
    """Whether a client makes requests over http, and none over https."""
    return "get" in workloads and "https-get" not in workloads


def find_clients(folder, python=None):
    """Every client that can be run, raw first, and what there is to say of the others, by name.
    Without those that are always built there is nothing to measure."""
    if python is not None and python_version(python) is None:
        raise SetupError("--python %s: not a working CPython" % python)
    clients, remarks = [], {}
    for name, program in CLIENTS:
        try:
            command = command_of(name, program, folder, python)
            clients.append(Client(name, command, offered(command)))
        except Absent as reason:
            if name in OURS:
                raise SetupError(str(reason)) from reason
            remarks[name] = str(reason)
        else:
            if lacks_https(clients[-1].workloads):
                remarks[name] = "it was built without TLS, and takes no part in https"
    return clients, remarks
