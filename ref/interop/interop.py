#!/usr/bin/env python3
"""The reference client and real servers. scripts/test --interop builds what this runs."""

import argparse
import os
import pathlib
import signal
import sys
import time
from dataclasses import dataclass, field

from harness.clients import EDITION, CPython, Fetch
from harness.comparison import judge, rows
from harness.errors import SetupError
from harness.servers import SERVERS, Running
from harness.site import Site
from harness.table import format_table
from harness.tap import PROGRAM_ENDS, run_tests
from harness.twin import run_twins

# The programs of each server, and what they are told beside the places' own names.
PROGRAMS = {"nginx": ("nginx", "nginx_tls"), "apache": ("apache",), "haproxy": ("haproxy",), "squid": ("proxy",),
            "tinyproxy": ("proxy",)}
UNPRIVILEGED = "nobody"
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

DESCRIPTION = """\
Starts nginx, Apache httpd, HAProxy, Squid and tinyproxy on 127.0.0.1, in a private temporary directory, and takes the
reference client through them: tests in C on the library, and requests that hc-fetch and the http.client of this Python
both make, with the same outcome."""

EPILOGUE = """\
columns
  tests     cmocka tests on the library
  twins     the same tests of http.client
  requests  requests by hc-fetch and by http.client: each as expected, and both the same

A server that is not installed is skipped, and said so. Exit status: 0 all passed, 1 something failed, 2 usage or set-up
error, also when no server is installed."""


@dataclass
class Result:
    """What came of one server."""

    server: str
    version: str
    tests: list = field(default_factory=list)
    twins: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    seconds: float = 0

    def outcomes(self):
        """(what it is, outcome) of everything."""
        parts = (("test", self.tests), ("twin", self.twins), ("request", self.requests))
        return [(what, outcome) for what, outcomes in parts for outcome in outcomes]

    def failures(self):
        return [outcome for _, outcome in self.outcomes() if not outcome.passed]


def parse_arguments():
    names = [server.name for server in SERVERS]
    parser = argparse.ArgumentParser(prog="scripts/test --interop", description=DESCRIPTION, epilog=EPILOGUE,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", action="append", choices=names, metavar="NAME",
                        help=f"only this one; may be repeated: {', '.join(names)}")
    parser.add_argument("--list", action="store_true", help="name each test and request as it is done")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.server = arguments.server or names
    return arguments


# --- Which servers ---

def missing_for(server, by_name):
    """The packages for want of which a server cannot be tested."""
    wanted = [server, *(by_name[name] for name in server.needs)]
    return [other.package for other in wanted if other.path() is None]


def select_servers(chosen):
    """(servers to test, servers to start). Says which are skipped."""
    by_name = {server.name: server for server in SERVERS}
    tested = []
    for server in (by_name[name] for name in chosen):
        missing = missing_for(server, by_name)
        if missing:
            print(f"{server.name}: skipped, for want of {', '.join(missing)}; see scripts/setup --help")
        else:
            tested.append(server)
    if not tested:
        raise SetupError("none of the servers is installed")
    needed = {name for server in tested for name in (server.name, *server.needs)}
    started = [server for server in SERVERS if server.name in needed]
    return [server for server in SERVERS if server in tested], started


# --- One server ---

def environment_for(server, site):
    """A forward proxy is told under a name that fits both."""
    told = site.environment()
    for kind in ("OPEN", "AUTH"):
        port = told.get(f"INTEROP_{server.name.upper()}_{kind}")
        if port is not None:
            told[f"INTEROP_PROXY_{kind}"] = port
    return told


def test_server(server, site, build, clients):
    begun = time.monotonic()
    result = Result(server.name, server.ask_version())
    for program in PROGRAMS[server.name]:
        tests = run_tests(build / "interop" / f"interop_{program}", environment_for(server, site))
        names = [outcome.name for outcome in tests if outcome.name != PROGRAM_ENDS]
        result.tests += tests
        result.twins += run_twins(program, names, server.name, site)
    result.requests = [judge(row, clients, site) for row in rows(server.name, site)]
    result.seconds = time.monotonic() - begun
    return result


def show(result, running, listed):
    for what, outcome in result.outcomes():
        if listed or not outcome.passed:
            print(f"{'pass' if outcome.passed else 'FAIL'}  {result.server} {what}: {outcome.name.replace('_', ' ')}")
        if not outcome.passed:
            print("\n".join(f"      {line}" for line in outcome.detail.splitlines()))
    if result.failures():
        print("\n".join(one.log() for one in running))


# --- The run ---

def start_all(servers, site, running):
    """Appends to `running` at once what has been started, so that it is stopped whatever happens."""
    for server in servers:
        one = Running(server, site)
        running.append(one)
        try:
            one.start()
        except (SetupError, OSError) as error:
            raise SetupError(f"{server.name} cannot be started: {error}\n{one.log()}") from error


def stop_all(running):
    """Not even a second Ctrl-C keeps servers running."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    for one in running:
        one.terminate()
    for one in running:
        one.stop()


def run(arguments, site):
    tested, started = select_servers(arguments.server)
    site.fill()
    for server in SERVERS:
        for process in server.processes:
            for port in process.ports:
                site.ports.reserve(port)
    clients = [Fetch(arguments.build / "bin" / "hc-fetch"), CPython()]
    running, results = [], []
    try:
        start_all(started, site, running)
        for server in tested:
            result = test_server(server, site, arguments.build, clients)
            show(result, [one for one in running if one.server.name in (server.name, *server.needs)], arguments.list)
            results.append(result)
    finally:
        stop_all(running)
    return results


def counts(outcomes):
    failed = sum(not outcome.passed for outcome in outcomes)
    return f"{len(outcomes)}" if failed == 0 else f"{len(outcomes)}, {failed} failed"


def summarise(results, seconds):
    table = [[result.server, result.version, counts(result.tests), counts(result.twins),
              counts(result.requests), f"{result.seconds:.1f} s"]
             for result in results]
    print(format_table(["server", "version", "tests", "twins", "requests", "time"], table))
    failed = sum(len(result.failures()) for result in results)
    total = sum(len(result.outcomes()) for result in results)
    verdict = "all passed" if failed == 0 else f"{failed} failed"
    print(f"\n{total} in all, beside http.client of {EDITION}: {verdict}, in {seconds:.0f} s")
    return failed


def interrupt(*_):
    """A signal to end is an exception, so that everything is stopped and removed."""
    raise KeyboardInterrupt


def main():
    arguments = parse_arguments()
    for number in ENDING:
        signal.signal(number, interrupt)
    begun = time.monotonic()
    try:
        site = Site(UNPRIVILEGED if os.geteuid() == 0 else None)
        try:
            results = run(arguments, site)
        finally:
            site.remove()
    except SetupError as error:
        print(f"scripts/test --interop: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("scripts/test --interop: interrupted", file=sys.stderr)
        return 2
    return 1 if summarise(results, time.monotonic() - begun) else 0


if __name__ == "__main__":
    sys.exit(main())
