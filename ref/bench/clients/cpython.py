#!/usr/bin/env python3
"""The benchmark's client for CPython's http.client: the same arguments and the same JSON line as
the C clients (clients/main.c). Only the standard library, on CPython 3.8 and later."""

import http.client
import io
import json
import os
import platform
import resource
import sys
import time
import zlib

try:
    import ssl
except ImportError:  # CPython can be built without it, and then does http alone
    ssl = None

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
from driver import catalogue  # noqa: E402  (the path above is what makes it importable)


class Tally:
    """What was seen; see clients/tally.h."""

    def __init__(self, checking):
        self.checking = checking
        self.bytes = 0
        self.fields = 0
        self.checksum = zlib.adler32(b"")

    def take(self, data):
        self.bytes += len(data)
        if self.checking:
            self.checksum = zlib.adler32(data, self.checksum)


class HeadInMemory:
    """As much of a socket as HTTPResponse wants."""

    def __init__(self, head):
        self.head = head

    def makefile(self, mode):
        return io.BytesIO(self.head)


class Run:
    def __init__(self, workload, host, port, certificate=None):
        self.workload = workload
        if workload.scheme == "HTTPS":
            context = ssl.create_default_context(cafile=certificate)
            self.connect = lambda: http.client.HTTPSConnection(host, port, context=context)
        else:
            self.connect = lambda: http.client.HTTPConnection(host, port)
        self.connection = self.connect()
        self.view = memoryview(bytearray(workload.amount))
        self.exchange = {"ALL": self.read_all, "INTO": self.read_into,
                         "AMOUNT": self.read_amounts, "HEAD": self.parse_head}[workload.reading]
        if workload.reading == "HEAD":
            self.head = self.response().read()

    def response(self):
        if self.workload.connection == "NEW":
            self.connection = self.connect()
        self.connection.request("GET", self.workload.path)
        response = self.connection.getresponse()
        if response.status != 200:
            sys.exit("cpython: %s: the status is %d" % (self.workload.path, response.status))
        return response

    def finish(self):
        if self.workload.connection == "NEW":
            self.connection.close()

    def read_all(self, tally):
        tally.take(self.response().read())
        self.finish()

    def read_into(self, tally):
        response = self.response()
        while True:
            got = response.readinto(self.view)
            if got == 0:
                break
            tally.take(self.view[:got])
        self.finish()

    def read_amounts(self, tally):
        response = self.response()
        amount = self.workload.amount
        while True:
            data = response.read(amount)
            if not data:
                break
            tally.take(data)
        self.finish()

    def parse_head(self, tally):
        response = http.client.HTTPResponse(HeadInMemory(self.head))
        response.begin()
        if response.length is None:
            sys.exit("cpython: head: the length was not found")
        tally.fields += len(response.headers)
        response.close()
        tally.take(self.head)


def measure(run, units):
    first, rest = Tally(True), Tally(False)
    run.exchange(first)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    for _ in range(units):
        run.exchange(rest)
    end, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    return {"client": "cpython", "version": version(),
            "workload": run.workload.name, "units": units, "bytes": rest.bytes,
            "fields": rest.fields, "first_bytes": first.bytes, "checksum": first.checksum,
            "seconds": end - start, "user": after.ru_utime - before.ru_utime,
            "system": after.ru_stime - before.ru_stime}


def version():
    told = "CPython " + platform.python_version()
    return told + ", " + " ".join(ssl.OPENSSL_VERSION.split()[:2]) if ssl else told


def can(workload):
    return workload.scheme == "HTTP" or ssl is not None


def main(arguments):
    workloads = {workload.name: workload for workload in catalogue.load() if can(workload)}
    if arguments == ["--list"]:
        print("\n".join(workloads))
        return 0
    if len(arguments) not in (4, 5) or arguments[0] not in workloads or not arguments[3].isdigit():
        print("Usage: cpython.py WORKLOAD HOST PORT COUNT [CERTIFICATE]\n"
              "       cpython.py --list", file=sys.stderr)
        return 2
    name, host, port, count, *certificate = arguments
    print(json.dumps(measure(Run(workloads[name], host, int(port), *certificate), int(count))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
