"""The servers: what each is called, how it is started, and when it is ready."""

import grp
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass

from harness.errors import SetupError
from harness.ports import ADDRESS

START_DEADLINE = 30
STOP_DEADLINE = 10
LOG_LINES = 40
# Daemons live there, and it is not on everybody's PATH.
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


@dataclass(frozen=True)
class Process:
    """One program in the foreground. In its arguments {config} is the file of this name, filled in."""

    config: str
    arguments: tuple
    ports: tuple


@dataclass(frozen=True)
class Server:
    name: str
    package: str
    program: str
    version: tuple  # arguments that make it tell its version
    processes: tuple
    needs: tuple = ()  # servers that have to be there before

    def path(self):
        return shutil.which(self.program, path=PATH)

    def ask_version(self):
        told = subprocess.run([self.path(), *self.version], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False, timeout=START_DEADLINE)
        match = re.search(r"\d+\.\d+(\.\d+)?", told.stdout)
        return match[0] if match else "?"


def _ports(server, *names):
    return tuple(f"{server}_{name}" for name in names)


SERVERS = (
    Server("nginx", "nginx", "nginx", ("-v",),
           (Process("nginx.conf", ("-e", "{logs}/nginx.log", "-c", "{config}"),
                    _ports("nginx", "plain", "limited", "impatient", "tls", "tls12", "tls13", "mutual", "misnamed",
                           "stranger")),)),
    Server("apache", "apache2-bin", "apache2", ("-v",),
           (Process("apache.conf", ("-D", "FOREGROUND", "-f", "{config}"),
                    _ports("apache", "plain", "limited", "impatient", "tls", "mutual")),)),
    Server("haproxy", "haproxy", "haproxy", ("-v",),
           (Process("haproxy.cfg", ("-db", "-f", "{config}"),
                    _ports("haproxy", "front", "closing", "impatient", "tls", "hanging_up")),), ("nginx",)),
    Server("squid", "squid", "squid", ("-v",),
           (Process("squid.conf", ("-N", "-f", "{config}"), _ports("squid", "open", "auth")),), ("nginx", "apache")),
    Server("tinyproxy", "tinyproxy-bin", "tinyproxy", ("-v",),
           (Process("tinyproxy-open.conf", ("-d", "-c", "{config}"), _ports("tinyproxy", "open")),
            Process("tinyproxy-auth.conf", ("-d", "-c", "{config}"), _ports("tinyproxy", "auth"))),
           ("nginx", "apache")),
)


class Running:
    """A server's processes, and what they said."""

    def __init__(self, server, site):
        self.server = server
        self._site = site
        self._children = []

    def start(self):
        """Returns when every port can be connected to."""
        for process in self.server.processes:
            self._spawn(process)
        deadline = time.monotonic() + START_DEADLINE
        for process, child in zip(self.server.processes, self._children):
            for port in process.ports:
                self._wait_for(self._site.ports.numbers[port], child, deadline)

    def terminate(self):
        """Tells the processes to end, and does not wait for it."""
        for child in self._children:
            _signal_group(child, signal.SIGTERM)

    def stop(self):
        """Ends the processes and whatever they have started."""
        self.terminate()
        for child in self._children:
            try:
                child.wait(STOP_DEADLINE)
            except subprocess.TimeoutExpired:
                pass
            _signal_group(child, signal.SIGKILL)
            child.wait()
        self._children = []

    def log(self):
        """The last lines of each log."""
        texts = []
        for path in sorted(self._site.logs.glob(f"{self.server.name}*.log")):
            lines = path.read_text("utf-8", "replace").splitlines()
            texts += [f"--- {path.name}, its last {min(len(lines), LOG_LINES)} lines", *lines[-LOG_LINES:]]
        return "\n".join(texts)

    def _spawn(self, process):
        config = self._site.render(process.config)
        words = {"config": config, "logs": self._site.logs}
        command = [self.server.path(), *(word.format(**words) for word in process.arguments)]
        output = self._site.logs / f"{config.stem}-output.log"
        user = self._site.user
        identity = {} if user is None else {"user": user, "group": _group_of(user), "extra_groups": []}
        with output.open("wb") as file:
            self._children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file,
                                                   stderr=subprocess.STDOUT, cwd=self._site.logs,
                                                   start_new_session=True, **identity))

    def _wait_for(self, port, child, deadline):
        """Connects until it is accepted; in between it waits for the process to end, for that is the other way out."""
        while True:
            try:
                socket.create_connection((ADDRESS, port), timeout=START_DEADLINE).close()
                return
            except ConnectionRefusedError:
                pass
            try:
                status = child.wait(0.01)
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    raise SetupError(f"{self.server.name} is not ready after {START_DEADLINE} s") from None
            else:
                raise SetupError(f"{self.server.name} ended at once, with status {status}")


def _group_of(user):
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def _signal_group(child, number):
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass  # all of them have ended
