"""Reads workloads.def, the one table of workloads."""

import os
import re
from collections import namedtuple

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "workloads.def")
ROW = re.compile(r'^WORKLOAD\("([^"]+)", (\w+), "([^"]+)", (\w+), (\w+), (\d+)\)$')

Workload = namedtuple("Workload", "name scheme path connection reading amount")


def parse_row(line):
    """The workload of a row; ValueError if it is not written as the table's head says."""
    match = ROW.match(line)
    if match is None:
        raise ValueError("workloads.def: not a row: %s" % line)
    name, scheme, path, connection, reading, amount = match.groups()
    return Workload(name, scheme, path, connection, reading, int(amount))


def load(path=PATH):
    """Every workload, in order."""
    with open(path, encoding="ascii") as table:
        return [parse_row(line.rstrip("\n")) for line in table if line.startswith("WORKLOAD(\"")]
