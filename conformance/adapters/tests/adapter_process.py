"""Drives an adapter over the protocol: starts it, asks, stops it. Also knows which adapters there are to test."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import certificates

FOLDER = pathlib.Path(__file__).resolve().parent
CPYTHON_ADAPTER = FOLDER.parent / "cpython" / "adapter.py"
OLDEST_MINOR, NEWEST_MINOR = 8, 14
DEADLINE = 30.0  # seconds; only an adapter that hangs takes them


class AdapterProcess:
    """A running adapter. Every message to and from it is kept, for whoever validates them."""

    def __init__(self, command):
        self.command = command
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE,
                                        env={**os.environ, "SSL_CERT_FILE": certificates.authority()})
        self.requests = []
        self.answers = []
        self.runs = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def ask(self, request):
        self.requests.append(request)
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("%s died: %s" % (self.command[-1], self.process.stderr.read()))
        self.answers.append(json.loads(line))
        return self.answers[-1]

    def hello(self):
        return self.ask({"hello": {"protocol": 1}})["hello"]

    def run(self, edition, variables, steps):
        """Executes one case and returns its outcomes."""
        self.runs += 1
        result = self.ask({"run": {"id": self.runs, "case": "test", "edition": edition,
                                   "deadline": DEADLINE, "variables": variables,
                                   "steps": steps}})["result"]
        if result["id"] != self.runs or len(result["outcomes"]) != len(steps):
            raise AssertionError("the result does not fit its run: %r" % (result,))
        return result["outcomes"]

    def release(self):
        """Lets the adapter go of the last case's objects: any further message does."""
        self.hello()

    def feed(self, data):
        """Writes these bytes and the end of input; returns (exit status, output, error output)."""
        output, errors = self.process.communicate(data, timeout=DEADLINE)
        return self.process.returncode, output, errors

    def stop(self):
        """Ends the adapter, which must end well: a sanitizer's findings show in the exit status."""
        if self.process.poll() is None and not self.process.stdin.closed:
            self.process.stdin.close()
            if self.process.wait(DEADLINE) != 0:
                raise AssertionError("%s: %s" % (self.command[-1], self.process.stderr.read()))
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


def ref_command():
    """The adapter of the reference client that the build made."""
    program = os.environ.get("HCSPEC_ADAPTER_REF")
    if not program:
        raise RuntimeError("HCSPEC_ADAPTER_REF is not set: run this by ctest, or set it to the built hcspec-adapter-ref")
    return [program]


def cpython_command(interpreter=sys.executable):
    return [interpreter, str(CPYTHON_ADAPTER)]


def commands():
    """An adapter of each kind, by name."""
    return {"cpython": cpython_command(), "ref": ref_command()}


def interpreters():
    """Every CPython on this machine that the adapter is for, by full version."""
    found = {}
    for candidate in candidates():
        version = version_of(candidate)
        if version:
            found.setdefault(version, candidate)
    return found


def candidates():
    yield sys.executable
    yield shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
    for minor in range(OLDEST_MINOR, NEWEST_MINOR + 1):
        named = shutil.which("python3.%d" % minor)
        if named:
            yield named
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv"))
    for installed in sorted(pyenv.glob("versions/3.*/bin/python3")):
        yield str(installed)


def version_of(interpreter):
    """The full version of an interpreter that works and is in range, or None."""
    script = "import sys, http.client; print(sys.version.split()[0], *sys.version_info[:2])"
    tried = subprocess.run([interpreter, "-c", script], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, check=False)
    if tried.returncode != 0:
        return None
    version, major, minor = tried.stdout.decode().split()
    return version if major == "3" and OLDEST_MINOR <= int(minor) <= NEWEST_MINOR else None
