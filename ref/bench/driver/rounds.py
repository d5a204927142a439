"""Runs clients against the server in interleaved rounds, and refuses what does not agree.

A round runs every client once, one after the other, so that whatever disturbs the machine for
longer than a round disturbs all of them: ratios are taken within a round. A client that did not see
what the raw one saw has not done the same work, so its figure is refused."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass, field

from .programs import SetupError

TIMEOUT = 120  # seconds; a client that needs longer hangs
HOST = "127.0.0.1"


class ClientFailed(Exception):
    """A client ended badly or said nothing that can be read."""


def yield_to_clients(pid):
    """Makes a process that is woken wait until its core is free, as none of SCHED_BATCH interrupts
    another. Otherwise a client's send() mostly ends in the server's time, the more often the longer
    the client has run, and recv() then need not wait: libcurl did so in 99 of 100 exchanges, the
    leaner ones in about half, and what a wait costs was added to these alone."""
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))


class Server:
    """The server as a context: running inside it, ended after it."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="hcspec-bench-")
        certificate = os.path.join(self.folder.name, "certificate.pem")
        self.process = subprocess.Popen([self.path, certificate], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        ports = self.process.stdout.readline().split()
        if len(ports) != 2 or not all(port.isdigit() for port in ports):
            self.__exit__()
            raise SetupError("%s: it told no ports" % self.path)
        yield_to_clients(self.process.pid)
        self.places = {"HTTP": (HOST, ports[0]), "HTTPS": (HOST, ports[1], certificate)}
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self.folder.cleanup()

    def arguments(self, workload, count):
        """What a client is called with to do `count` units of `workload` here."""
        host, port, *certificate = self.places[workload.scheme]
        return [workload.name, host, port, str(count), *certificate]


@dataclass(frozen=True)
class Sample:
    """One run of one client: what it saw, and what a unit cost."""
    version: str
    units: int
    bytes: int
    fields: int
    first_bytes: int
    checksum: int
    seconds: float
    user: float
    system: float

    @property
    def wall(self):
        return self.seconds / self.units

    @property
    def cpu(self):
        return (self.user + self.system) / self.units

    @property
    def seen(self):
        """What must be equal among clients, in words."""
        return "%g bytes and %g field lines a unit; checksum %08x of %d bytes" % (
            self.bytes / self.units, self.fields / self.units, self.checksum, self.first_bytes)


@dataclass
class Measurement:
    """A workload's samples by client, one a round, and why a client has none."""
    workload: object
    samples: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)


def parse_sample(text, workload, count):
    """The sample of a client's JSON line."""
    try:
        said = json.loads(text)
        named, units = said["workload"], said["units"]
        sample = Sample(**{name: said[name] for name in Sample.__dataclass_fields__})
    except (ValueError, KeyError, TypeError) as error:
        raise ClientFailed("said %r, which is no result (%s)" % (text[:200], error)) from error
    if (named, units) != (workload.name, count):
        raise ClientFailed("was asked for %d of %s and did %s of %s"
                           % (count, workload.name, units, named))
    return sample


def run_client(client, server, workload, count):
    command = [*client.command, *server.arguments(workload, count)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise ClientFailed("gave no result in %d s" % TIMEOUT) from error
    if done.returncode != 0:
        complaint = done.stderr.strip().splitlines() or ["no complaint"]
        raise ClientFailed("ended with status %d: %s" % (done.returncode, complaint[-1]))
    return parse_sample(done.stdout, workload, count)


def calibrate(run, seconds):
    """The count of units that takes `run` about `seconds`, and the last sample seen."""
    count = 1
    sample = run(count)
    while sample.seconds < seconds / 5:
        pace = max(sample.wall, 1e-9)
        count = max(2 * count, min(100 * count, int(seconds / 4 / pace)))
        sample = run(count)
    return max(1, round(seconds / sample.wall)), sample


def disagreement(sample, reference):
    """Why `sample` did not do the work of `reference`, None if it did."""
    if sample.seen == reference.seen:
        return None
    return "saw %s; raw saw %s" % (sample.seen, reference.seen)


class Rounds:
    """Measures one workload with those of `clients` that can do it."""

    def __init__(self, server, clients, workload):
        self.server = server
        self.clients = [client for client in clients if workload.name in client.workloads]
        self.result = Measurement(workload)
        self.reference = None

    def attempt(self, client, count):
        """A sample that agrees with raw's, which is run first; otherwise ClientFailed."""
        sample = run_client(client, self.server, self.result.workload, count)
        if client.name == "raw" and self.reference is None:
            self.reference = sample
        if self.reference is None:
            raise ClientFailed("has nothing to compare with, as raw failed")
        reason = disagreement(sample, self.reference)
        if reason is not None:
            raise ClientFailed(reason)
        return sample

    def each(self, action):
        """Does `action` for every client that has not been refused; refuses those that fail."""
        for client in self.clients:
            if client.name in self.result.refused:
                continue
            try:
                action(client)
            except ClientFailed as failure:
                self.result.refused[client.name] = str(failure)
                self.result.samples.pop(client.name, None)

    def measure(self, rounds, seconds, progress):
        counts = {}

        def prepare(client):
            progress("%s: calibrating %s" % (self.result.workload.name, client.name))
            counts[client.name], _ = calibrate(lambda count: self.attempt(client, count), seconds)

        def sample(client):
            taken = self.result.samples.setdefault(client.name, [])
            taken.append(self.attempt(client, counts[client.name]))

        self.each(prepare)
        for number in range(rounds):
            progress("%s: round %d of %d" % (self.result.workload.name, number + 1, rounds))
            self.each(sample)
        return self.result

    def agree(self, count):
        """One short run each, for agreement alone."""
        def sample(client):
            self.result.samples[client.name] = [self.attempt(client, count)]

        self.each(sample)
        return self.result
