"""What a campaign finds: told apart by where it happens, made small, and given a command that shows it again."""

import pathlib
import re
import shlex
import subprocess
import tempfile
from dataclasses import dataclass

from .catalogue import ROOT

PROPERTY = re.compile(r"^(\S+):(\d+): the property does not hold: (.*)$", re.MULTILINE)
# What a differential target says of the first call that goes another way.
DIFFERENCE = re.compile(r"the reference client does not do what (CPython \S+) does\.\n"
                        r"  CPython: +(\w*)(.*)\n  reference: +\w*(.*)$", re.MULTILINE)
RAISED = re.compile(r": raises (\w+)")
SANITIZER = re.compile(r"^SUMMARY: (\w+): (.*)$", re.MULTILINE)
UNDEFINED = re.compile(r"^(\S+?:\d+):\d+: runtime error: (.*)$", re.MULTILINE)
# A frame of a stack in code of the project, not in the engine or the C library.
FRAME = re.compile(r"^\s+#\d+ 0x[0-9a-f]+ in (\w+) (\S+?):(\d+)", re.MULTILINE)
MINIMISE_SECONDS = 20


@dataclass(frozen=True)
class Find:
    target: str
    key: str  # the same for the same bug, as far as can be told
    what: str
    input: pathlib.Path
    reproduce: str
    output: str


def outcome_of(call):
    raised = RAISED.search(call)
    return f"raises {raised[1]}" if raised else "goes on"


def describe_difference(match):
    call, theirs, ours = match[2] or "a call", outcome_of(match[3]), outcome_of(match[4])
    what = f"{call}() {ours} where {match[1]} {theirs}" if ours != theirs else f"{call}() does not do what {match[1]} does"
    return f"difference {call} {theirs}, {ours}", what


def describe(output):
    """(key, what) of the engine's last words. Paths below the project's root are told from there."""
    output = output.replace(f"{ROOT}/", "")
    match = PROPERTY.search(output)
    if match:
        return f"property {pathlib.PurePath(match[1]).name} {match[3]}", f"the property does not hold: {match[3]}"
    match = DIFFERENCE.search(output)
    if match:
        return describe_difference(match)
    match = UNDEFINED.search(output)
    if match:
        return f"undefined {pathlib.PurePath(match[1]).name}", f"{match[2]} at {match[1]}"
    summary = SANITIZER.search(output)
    what = summary[2] if summary else "the program ended"
    # Two: more would take one bug that is met on several ways for as many.
    frames = [name for name, *_ in FRAME.findall(output)][:2]
    kind = what.split(" ", 1)[0]
    return " ".join([kind, *frames]), what


def minimise(program, path, key):
    """A smaller input with the same find beside `path`, or `path` itself."""
    small = path.with_name(path.name + ".min")
    with tempfile.TemporaryDirectory() as scratch: # for what it tries on the way
        subprocess.run([str(program), "-minimize_crash=1", f"-max_total_time={MINIMISE_SECONDS}", "-runs=20000",
                        f"-artifact_prefix={scratch}/", f"-exact_artifact_path={small}", str(path)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if small.exists() and small.stat().st_size < path.stat().st_size and describe(replay(program, small))[0] == key:
        return small
    small.unlink(missing_ok=True)
    return path


def replay(program, path):
    done = subprocess.run([str(program), str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)
    return done.stdout


def make(target, program, artifact, output):
    """The find of an artifact that the engine wrote."""
    key, what = describe(output)
    path = minimise(program, pathlib.Path(artifact), key)
    command = " ".join(shlex.quote(str(part)) for part in (program, path))
    return Find(target.name, key, what, path, command, output)
