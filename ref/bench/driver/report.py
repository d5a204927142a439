"""Shows a benchmark's measurements: a table for people, JSON for programs."""

import os
import platform
from dataclasses import asdict
from statistics import median

from . import goals

CONNECTIONS = {"KEEP": "keep-alive", "NEW": "a connection each"}
READINGS = {"ALL": "read()", "INTO": "readinto {amount} bytes", "AMOUNT": "read({amount})",
            "HEAD": "parsed in memory"}
BULK = 1024 * 1024  # bytes a unit from which a rate is told in bytes
QUIET = 0.5  # load average up to which a machine counts as quiet
COLUMNS = ("", "CPU/unit", "wall/unit", "rate", "CPU ÷ raw", "(range)", "rate ÷ raw", "hc's rate ÷")


def describe(workload):
    how = READINGS[workload.reading].format(amount=workload.amount)
    if workload.reading == "HEAD":
        return "a response's head, " + how
    scheme = "" if workload.scheme == "HTTP" else workload.scheme.lower() + " "
    return "%sGET %s, %s, %s" % (scheme, workload.path, CONNECTIONS[workload.connection], how)


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return "%.3g %s" % (seconds / scale, unit)
    return "%.3g ns" % (seconds / 1e-9)


def rate(sample_bytes, wall):
    if sample_bytes >= BULK:
        return "%.2f GB/s" % (sample_bytes / wall / 1e9)
    return "{:,.0f} /s".format(1 / wall)


def machine(cpu):
    """One line on where the figures come from."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as info:
            names = [line.split(":", 1)[1].strip() for line in info
                     if line.startswith("model name")]
            model = names[0] if names else model
    except OSError:
        pass
    return "%s, %d cores, %s %s; pinned to core %d" % (
        model, os.cpu_count() or 1, platform.system(), platform.release(), cpu)


def quietness(load):
    """One line on what else ran when it began: the wall clock counts that, CPU time does not."""
    busy = "; the machine was busy, so do not quote rates" if load > QUIET else ""
    return "load %.2f when it began%s" % (load, busy)


def versions(measurements):
    """The versions that the clients told, in the order of first appearance."""
    told = {}
    for measurement in measurements:
        for name, samples in measurement.samples.items():
            told.setdefault(name, samples[0].version)
    return told


def middle(ratios):
    return "%.3g" % median(ratios) if ratios else ""


def span(ratios):
    return "%.3g – %.3g" % (min(ratios), max(ratios)) if ratios else ""


def cells(measurement, name):
    """A table row: one client's medians, and its ratios to raw and to hc."""
    def against_raw(figure):
        return [] if name == "raw" else goals.ratios(measurement, figure, name, "raw")

    samples = measurement.samples[name]
    wall = median(sample.wall for sample in samples)
    subject = goals.ratios(measurement, "rate", goals.SUBJECT, name)
    return ("  " + name, duration(median(sample.cpu for sample in samples)), duration(wall),
            rate(samples[0].bytes / samples[0].units, wall),
            middle(against_raw("cpu")), span(against_raw("cpu")), middle(against_raw("rate")),
            middle(subject) if name != goals.SUBJECT else "")


def align(rows):
    """Lines of columns, the first flush left and the others flush right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        yield "  ".join([row[0].ljust(widths[0]), *numbers]).rstrip()


def table(measurements):
    """The measurements as lines, a heading for each workload."""
    rows = [COLUMNS]
    headings = {}
    for measurement in measurements:
        headings[len(rows)] = "%s: %s" % (measurement.workload.name,
                                          describe(measurement.workload))
        rows += [cells(measurement, name) for name in measurement.samples]
    lines = []
    for number, line in enumerate(align(rows)):
        if number in headings:
            lines += ["", headings[number]]
        lines.append(line)
    return lines


def refusals(measurements):
    return ["refused: %s, %s: it %s" % (measurement.workload.name, name, reason)
            for measurement in measurements for name, reason in measurement.refused.items()]


def goal_rows(measurements):
    """Each goal of the workloads that were run, with what was measured, what its limit reaches, and
    the verdict."""
    run = {measurement.workload.name for measurement in measurements}
    for goal in goals.GOALS:
        if goal.workload in run:
            ratio = goals.judge(goal, measurements)
            limit = goals.judge(goal, measurements, goal.limit)
            yield goal, ratio, limit, goal.verdict(ratio, limit)


def goal_table(measurements):
    def shown(ratio):
        return "" if ratio is None else "%.3g" % ratio

    rows = [("goal", "bound", "stretch", "measured", "at best", "verdict")]
    for goal, ratio, limit, verdict in goal_rows(measurements):
        sign = "≤" if goal.figure == "cpu" else "≥"
        figure = "CPU" if goal.figure == "cpu" else "rate"
        limited = "" if limit is None else "%s by %s" % (shown(limit), goal.limit)
        rows.append(("%s: %s ÷ %s's" % (goal.workload, figure, goal.against),
                     "%s %.4g" % (sign, goal.bound),
                     "" if goal.stretch is None else "%s %.4g" % (sign, goal.stretch),
                     shown(ratio), limited, verdict))
    return list(align(rows)) if len(rows) > 1 else []


def remark_lines(remarks):
    """What there is to say of clients that are not there, or not for all."""
    return ["missing  %s: %s" % (name, remark) for name, remark in remarks.items()]


def text(measurements, surroundings, remarks, rounds, seconds):
    told = versions(measurements)
    lines = ["machine  " + "; ".join(surroundings), "clients  " + "; ".join(told.values()),
             *remark_lines(remarks),
             "method   %d interleaved rounds of about %g s a client; medians; ratios within a round"
             % (rounds, seconds), ""]
    lines += table(measurements)
    for part in (goal_table(measurements), refusals(measurements)):
        if part:
            lines += ["", *part]
    return "\n".join(lines)


def document(measurements, surroundings, remarks, rounds, seconds):
    """The run as a JSON document, with every sample."""
    return {
        "schema": "hcspec-client-benchmark/2",
        "machine": "; ".join(surroundings),
        "rounds": rounds,
        "seconds": seconds,
        "versions": versions(measurements),
        "remarks": remarks,
        "workloads": [{
            "name": measurement.workload.name,
            "samples": {name: [dict(asdict(sample), cpu_per_unit=sample.cpu,
                                    wall_per_unit=sample.wall) for sample in samples]
                        for name, samples in measurement.samples.items()},
            "refused": measurement.refused,
        } for measurement in measurements],
        "goals": [dict(asdict(goal), measured=ratio, verdict=verdict,
                       limit={"client": goal.limit, "measured": limit})
                  for goal, ratio, limit, verdict in goal_rows(measurements)],
    }
