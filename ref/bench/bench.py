#!/usr/bin/env python3
"""The client benchmark: the reference client beside libcurl, CPython and bare send/recv loops."""

import argparse
import fnmatch
import json
import os
import sys

from driver import catalogue, programs, report
from driver.rounds import Rounds, Server

DESCRIPTION = """\
Measures what a unit of work costs each HTTP client on this machine: the reference client (hc),
libcurl's easy interface, CPython's http.client, and a loop of send() and recv() that moves the same
bytes and parses nothing (raw), which is about the least that is possible. Of a chunked body that
goes into the caller's memory, raw leaves the framing there; a loop of readv() that knows beforehand
where the framing is, and reads it aside (scatter), is the least that gives the body alone."""

EPILOG = """\
how to read it
  CPU/unit     user + system time of the client a unit; the least noisy figure. A unit is one
               exchange, or one head parsed.
  wall/unit    what passed on the clock; the server's work is in it, for all the same.
  CPU ÷ raw    the median of that ratio over the rounds, and its range.
  hc's rate ÷  how many times as fast as this client hc is.
  A goal is a bound on such a ratio. A benchmark never fails on speed: a goal may be "not met".
  By CPU it is about the client's own time. By rate it is about the wall's, in which the server has
  its share of the same core: that is the same for every client, so rates lie closer together than
  what the clients do. To be twice as fast as libcurl is a CPU ratio of 0.5 and a rate ratio of 2;
  both are shown, and the CPU ratio tells the clients apart.
  "at best" is what raw, or for goals against raw itself scatter, measures in hc's place. Where that
  does not meet the goal either, server and kernel leave no room to ("not met, nor by raw").

how it measures
  One server with prepared responses on 127.0.0.1; it and the clients share one core, because waking
  the other one costs more than a small request. The server never interrupts a client (SCHED_BATCH):
  each waits for its answer once an exchange, as it would over a network, and pays for that.
  Every client does the first unit untimed, with a checksum of what it read, then as many as take
  about 0.3 s. Rounds run the clients in turn. What a client saw must equal what raw saw, otherwise
  its figure is refused.
  https is TLS 1.3 with a certificate made for the run, EC P-256, that every client checks. A new
  connection is a full handshake: the server refuses a client that resumes a session. raw then is
  a loop of SSL_write() and SSL_read() with OpenSSL's defaults.
  A client whose library is not installed is left out, and named in the report as missing.

examples
  scripts/bench                                 everything, about seven minutes
  scripts/bench client --quick                  short rounds, about a minute: for a first look, not
                                                for quoting
  scripts/bench client 'body*' head             these workloads only
  scripts/bench client 'https*'                 TLS alone
  scripts/bench client get --rounds 21 --json get.json
  scripts/bench client get --json - | jq '.goals[] | [.workload, .measured, .verdict]'

exit status: 0 measured, 2 wrong usage, something missing, or a figure refused"""


def positive(kind):
    def parse(text):
        number = kind(text)
        if not 0 < number < 1e6:
            raise ValueError(text)
        return number
    parse.__name__ = "positive number"
    return parse


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/bench client", description=DESCRIPTION, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD",
                        help="names or patterns such as 'body*'; all if none is given")
    parser.add_argument("--list", action="store_true", help="list the workloads and end")
    parser.add_argument("--rounds", type=positive(int), metavar="N", help="7 unless given")
    parser.add_argument("--seconds", type=positive(float), metavar="S",
                        help="what a client's part of a round takes; 0.3 unless given")
    parser.add_argument("--quick", action="store_true", help="3 rounds of 0.05 s")
    parser.add_argument("--json", metavar="FILE", help="write every sample to FILE, too; - is standard output, without "
                             "the table")
    parser.add_argument("--cpu", type=int, metavar="N",
                        help="the core to use; the last that is allowed unless given")
    parser.add_argument("--python", metavar="PATH",
                        help="the CPython to measure; 3.13, or the newest found, unless given")
    parser.add_argument("--agree", action="store_true",
                        help="measure nothing: check that all clients see the same")
    parser.add_argument("--programs", metavar="DIR", required=True,
                        help="where the programs are; scripts/bench says it")
    return parser.parse_args(arguments)


def choose(patterns):
    """The workloads that match any pattern, in the table's order."""
    every = catalogue.load()
    for pattern in patterns:
        if not fnmatch.filter([workload.name for workload in every], pattern):
            raise programs.SetupError("no workload matches '%s'; --list shows them" % pattern)
    return [workload for workload in every
            if not patterns or any(fnmatch.fnmatch(workload.name, p) for p in patterns)]


def pin(cpu):
    """Puts this process, and so all it starts, on one core; returns its number."""
    allowed = os.sched_getaffinity(0)
    chosen = max(allowed) if cpu is None else cpu
    if chosen not in allowed:
        raise programs.SetupError("--cpu %d: only %s are allowed" % (chosen, sorted(allowed)))
    os.sched_setaffinity(0, {chosen})
    return chosen


def show_progress(message):
    """One line that overwrites itself, for a person who waits."""
    if sys.stderr.isatty():
        print("\r\033[K" + message, end="", file=sys.stderr, flush=True)


def check_agreement(server, clients, remarks, workloads):
    print("".join(line + "\n" for line in report.remark_lines(remarks)), end="")
    results = [Rounds(server, clients, workload).agree(2) for workload in workloads]
    for result in results:
        print("%s: %s" % (result.workload.name, ", ".join(result.samples) or "nobody"))
    return results


def write_json(document, path):
    if path == "-":
        print(json.dumps(document, indent=1))
        return
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


def measure(options, server, clients, remarks, workloads):
    rounds = options.rounds or (3 if options.quick else 7)
    seconds = options.seconds or (0.05 if options.quick else 0.3)
    surroundings = [report.machine(min(os.sched_getaffinity(0))),
                    report.quietness(os.getloadavg()[0])]
    if options.json not in (None, "-"):
        open(options.json, "a", encoding="utf-8").close()  # better refused now than after minutes
    results = [Rounds(server, clients, workload).measure(rounds, seconds, show_progress)
               for workload in workloads]
    show_progress("")
    if options.json != "-":
        print(report.text(results, surroundings, remarks, rounds, seconds))
    if options.json:
        write_json(report.document(results, surroundings, remarks, rounds, seconds), options.json)
    return results


def run(options):
    workloads = choose(options.workloads)
    if options.list:
        for workload in workloads:
            print("%-22s %s" % (workload.name, report.describe(workload)))
        return 0
    path = programs.find_server(options.programs)
    clients, remarks = programs.find_clients(options.programs, options.python)
    pin(options.cpu)
    with Server(path) as server:
        if options.agree:
            results = check_agreement(server, clients, remarks, workloads)
            print("\n".join(report.refusals(results)), end="")
        else:
            results = measure(options, server, clients, remarks, workloads)
    return 2 if any(result.refused for result in results) else 0


def main(arguments):
    options = parse_arguments(arguments)
    try:
        return run(options)
    except (programs.SetupError, OSError) as error:
        print("scripts/bench: %s" % error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
