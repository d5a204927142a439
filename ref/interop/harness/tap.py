"""Runs a cmocka program and reads what it says in the Test Anything Protocol."""

import os
import re
import subprocess
from dataclasses import dataclass

DEADLINE = 300
PROGRAM_ENDS = "the_program_ends_well"
LINE = re.compile(r"(ok|not ok) \d+ - (\S+)")
SANITIZER = re.compile(r"^=+\n==\d+==ERROR", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """One test. `detail` is for people, and empty if it passed."""

    name: str
    passed: bool
    detail: str = ""


def read_tap(text):
    """The outcomes, in order. cmocka gives an assertion's text before the test's line, and its place after."""
    outcomes, before = [], []
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            outcomes.append(Outcome(match[2], match[1] == "ok", "\n".join(before)))
            before = []
        elif line.startswith("# ") and outcomes and not outcomes[-1].passed:
            last = outcomes[-1]
            outcomes[-1] = Outcome(last.name, False, f"{last.detail}\n{line[2:]}".strip())
        elif not re.match(r"# |\d+\.\.\d+$", line):
            before.append(line)
    return outcomes


def run_tests(program, environment):
    """The outcomes of a program's tests. That it ends as it should is one more."""
    environment = {**os.environ, **environment, "CMOCKA_MESSAGE_OUTPUT": "TAP"}
    try:
        done = subprocess.run([program], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=DEADLINE, check=False)
    except subprocess.TimeoutExpired as expired:
        text = (expired.stdout or b"").decode("utf-8", "replace")
        return [*read_tap(text), Outcome(PROGRAM_ENDS, False, f"not within {DEADLINE} s")]
    text = done.stdout.decode("utf-8", "replace")
    outcomes = read_tap(SANITIZER.split(text)[0])
    # A test that failed has cleaned up nothing: of the program's end only the others say something.
    if done.returncode != 0 and all(outcome.passed for outcome in outcomes):
        outcomes.append(Outcome(PROGRAM_ENDS, False, f"status {done.returncode}\n{text}"))
    return outcomes
