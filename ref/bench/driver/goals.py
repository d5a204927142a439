"""The goals of the reference client, and whether a run meets them.

A goal compares hc with another client on one workload: by CPU time a unit (lower is better, a
bound from above) or by rate (higher is better, a bound from below).

CPU time is the client's own. A rate is about the wall time of an exchange, in which the server has
its share of the same core: the less a client takes, the more of it. So a goal by rate against
another library has one by CPU time beside it."""

from dataclasses import dataclass
from statistics import median
from typing import Optional

SUBJECT = "hc"


@dataclass(frozen=True)
class Goal:
    workload: str
    figure: str  # "cpu" or "rate"
    against: str
    bound: float
    stretch: Optional[float] = None

    @property
    def limit(self):
        """The client that does least of what the goal is about: where it would not meet the goal in
        hc's place, nobody can. That is raw, and for goals against raw itself scatter, which puts a
        chunked body alone into the caller's memory."""
        return "scatter" if self.against == "raw" else "raw"

    def holds(self, ratio, bound):
        return ratio <= bound if self.figure == "cpu" else ratio >= bound

    def verdict(self, ratio, limit=None):
        """`limit` is the ratio that self.limit reaches, None if it was not measured."""
        if ratio is None:
            return "not measured"
        if not self.holds(ratio, self.bound):
            unreachable = limit is not None and not self.holds(limit, self.bound)
            return "not met, nor by " + self.limit if unreachable else "not met"
        if self.stretch is not None and self.holds(ratio, self.stretch):
            return "met, stretch too"
        return "met"


def into(framing, bound, stretch, sizes=("64k", "256k", "1m")):
    """The goals of a body read into the caller's buffer, against raw with the same buffer."""
    return [Goal("%s-into-%s" % (framing, size), "rate", "raw", bound, stretch)
            for size in sizes]


def paired(workload, against, times):
    """The goals of being so many times as fast: by CPU time and by rate."""
    return [Goal(workload, "cpu", against, round(1 / times, 3)),
            Goal(workload, "rate", against, times)]


GOALS = [
    Goal("get", "cpu", "raw", 1.15, 1.10),
    *paired("get", "libcurl", 2.0),
    *paired("get", "cpython", 10.5),
    Goal("get-new", "rate", "raw", 0.93, 0.97),
    Goal("body", "rate", "raw", 1.0, 1.4),
    *into("body", 0.97, 0.99),
    Goal("chunked", "rate", "cpython", 2.2, 3.3),
    *into("chunked", 0.95, 0.98),
    Goal("https-get", "cpu", "raw", 1.15, 1.10),
    *paired("https-get", "libcurl", 1.6),
    *paired("https-get", "cpython", 7.0),
    Goal("https-get-new", "rate", "raw", 0.93, 0.97),
    Goal("https-body", "rate", "raw", 1.0),
    *into("https-body", 0.97, 0.99, ["64k"]),
    # No goal for a chunked read() against CPython: decryption, the same for both, is most of it.
    *into("https-chunked", 0.95, 0.98, ["64k"]),
    # The stretch is picohttpparser's pace as measured against http_parser's: 309 to 1065 ns.
    Goal("head", "cpu", "http_parser", 0.333, 0.290),
]


def ratios(measurement, figure, client, against):
    """The ratio of the two clients in each round: CPU to CPU, or rate to rate."""
    pairs = zip(measurement.samples.get(client, []), measurement.samples.get(against, []))
    if figure == "cpu":
        return [a.cpu / b.cpu for a, b in pairs if b.cpu > 0]
    return [b.wall / a.wall for a, b in pairs]


def judge(goal, measurements, client=SUBJECT):
    """The median ratio that `goal` is about, None if the run has not measured it; likewise of
    another client in hc's place."""
    for measurement in measurements:
        if measurement.workload.name == goal.workload:
            found = ratios(measurement, goal.figure, client, goal.against)
            return median(found) if found else None
    return None
