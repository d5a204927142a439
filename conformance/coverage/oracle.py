"""Measures how much of CPython's own http/client.py the specification executes: scripts/coverage oracle."""

import argparse
import ast
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import coverage

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
HCSPEC = ROOT / "build" / "release" / "bin" / "hcspec"
REASONS = FOLDER / "unreached.tsv"
SOURCE = os.path.join(os.path.dirname(os.__file__), "http", "client.py")
EDITION = "%d.%d" % sys.version_info[:2]

DESCRIPTION = """\
Plays the whole specification with the http.client of this Python, over TCP, TLS and through a tunnel, and measures which
lines and branches of http/client.py are executed. What is not is listed with the reason, by conformance/coverage/unreached.tsv."""

EPILOGUE = """\
A branch is what coverage.py calls one: a line that another can follow than the one below, and each that does.

Exit status: 0 all is executed or explained, 1 something is missed without a reason or a case failed, 2 set-up error."""

Missed = collections.namedtuple("Missed", "where text number kind")  # kind: line, or where the branch leads


def parse_arguments():
    parser = argparse.ArgumentParser(prog="scripts/coverage oracle", description=DESCRIPTION, epilog=EPILOGUE,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hcspec", default=HCSPEC, metavar="PROGRAM",
                        help="the hcspec to play it with (default: that of build/release)")
    return parser.parse_args()


def fail(message):
    print("scripts/coverage: %s" % message, file=sys.stderr)
    sys.exit(2)


def play(hcspec, data_file):
    """Plays everything with one adapter under coverage. Returns whether all was as expected."""
    words = [sys.executable, "-s", "-B", str(FOLDER / "traced_adapter.py"), data_file]
    # One adapter at a time, so that there is one file of data; tracing is slow, so that deadlines are long.
    return subprocess.run([hcspec, "run", "--quiet", "--no-oracle", "--edition", EDITION, "--jobs", "1",
                           "--delivery", "whole", "--deadline", "60", "--impl", "traced=" + " ".join(words)],
                          cwd=ROOT, check=False).returncode == 0


def measure(hcspec):
    """(whether all was as expected, coverage.py's account of http/client.py)."""
    with tempfile.TemporaryDirectory() as folder:
        data_file = os.path.join(folder, "data")
        as_expected = play(hcspec, data_file)
        if not any(pathlib.Path(folder).iterdir()):
            fail("the adapter left no data: was it killed?")
        data = coverage.Coverage(data_file=data_file, branch=True)
        data.combine()
        report = os.path.join(folder, "report.json")
        data.json_report(outfile=report, include=[SOURCE])
        (account,) = json.loads(pathlib.Path(report).read_text("utf-8"))["files"].values()
    return as_expected, account


def names_of_lines(tree, prefix=""):
    """(first line, last line, qualified name) of each function and class, the inner ones behind the outer."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            name = prefix + node.name
            yield node.lineno, node.end_lineno, name
            yield from names_of_lines(node, name + ".")
        else:
            yield from names_of_lines(node, prefix)


def list_missed(account):
    """The lines that were never executed, and the branches never taken from lines that were."""
    text = pathlib.Path(SOURCE).read_text("utf-8")
    lines = text.splitlines()
    named = list(names_of_lines(ast.parse(text)))

    def missed(number, kind):
        where = [name for first, last, name in named if first <= number <= last]
        return Missed(where[-1] if where else "module", lines[number - 1].strip(), number, kind)

    never = set(account["missing_lines"])
    return ([missed(number, "line") for number in sorted(never)]
            + [missed(start, "to line %d" % end if end > 0 else "to the end")
               for start, end in account["missing_branches"] if start not in never])


def read_reasons():
    """The reason of each (where, text) that need not be reached."""
    head, *rows = [line.split("\t") for line in REASONS.read_text("utf-8").splitlines()]
    if head != ["where", "line", "reason"] or any(len(row) != 3 for row in rows):
        fail("%s is no table of where, line and reason" % REASONS)
    return {(where, text): reason for where, text, reason in rows}


def print_percent(what, covered, total):
    print("%-9s %5.1f %%  %4d of %4d" % (what, 100 * covered / total, covered, total))


def print_missed(missed, reasons):
    """Prints what was missed, unexplained things last. Returns how many they are."""
    explained = [entry for entry in missed if entry[:2] in reasons]
    unexplained = [entry for entry in missed if entry[:2] not in reasons]
    for title, entries in (("Missed, with a reason", explained), ("Missed without a reason", unexplained)):
        if entries:
            print("\n%s" % title)
        for entry in entries:
            print("  %4d %-10s  %s: %s" % (entry.number, entry.kind, entry.where, entry.text))
            if entry[:2] in reasons:
                print("  %15s  %s" % ("", reasons[entry[:2]]))
    return len(unexplained)


def main():
    arguments = parse_arguments()
    as_expected, account = measure(arguments.hcspec)
    print("%s of Python %s" % (SOURCE, sys.version.split()[0]))
    summary = account["summary"]
    print_percent("lines", summary["covered_lines"], summary["num_statements"])
    print_percent("branches", summary["covered_branches"], summary["num_branches"])
    unexplained = print_missed(list_missed(account), read_reasons())
    if not as_expected:
        print("\nnot all cases came out as expected: the figures are of what was executed")
    return 0 if as_expected and not unexplained else 1


if __name__ == "__main__":
    sys.exit(main())
