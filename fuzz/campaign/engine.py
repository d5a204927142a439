"""One process of libFuzzer: started, read as it goes, and what it told kept as samples."""

import hashlib
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

STATUS = re.compile(r"^#(?P<executions>\d+)\s.*?\bcov: (?P<edges>\d+) ft: (?P<features>\d+)"
                    r"(?: corp: (?P<corpus>\d+)\S*)?.*?exec/s: (?P<pace>\d+)")
EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)")
ARTIFACT = re.compile(r"Test unit written to (\S+)")
# What the engine calls an input that it keeps: the SHA-1 of what it holds.
INPUT = re.compile(r"[0-9a-f]{40}")
# The process ends itself; this is for one that does not.
GRACE = 60


@dataclass(frozen=True)
class Sample:
    seconds: float  # since the target's start
    executions: int
    edges: int
    pace: int  # executions a second up to here


def read_status(line):
    """What a line of progress says, as a dictionary of numbers; None for any other line."""
    match = STATUS.match(line)
    return {name: int(value or 0) for name, value in match.groupdict().items()} if match else None


@dataclass
class Outcome:
    executions: int
    artifact: str  # the input that was found; "" if there is none
    output: str
    status: int


class Engine:
    """Runs a target's program. `tell` is called with each sample."""

    def __init__(self, program, tell):
        self.program = program
        self.tell = tell
        self.process = None
        self.is_interrupted = False

    def command(self, target, seconds, corpus, seeds, finds, seed):
        options = [f"-max_total_time={max(1, int(seconds))}", f"-max_len={target.max_length}", "-timeout=20",
                   "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={finds}/", *target.schedule]
        if seed is not None:
            options.append(f"-seed={seed}")
        if target.dictionary:
            options.append(f"-dict={target.dictionary}")
        return [str(self.program), *options, str(corpus), *map(str, seeds)]

    def interrupt(self):
        """Ends what runs; what it has found out up to there is read as ever."""
        self.is_interrupted = True
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)

    def run(self, command, seconds, offset, executed):
        """`offset` seconds and `executed` executions lie behind, of processes that ended with a find."""
        started = time.monotonic()
        lines, last = [], {"executions": 0}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace") as process:
            self.process = process
            if self.is_interrupted: # before there was a process
                self.interrupt()
            for line in process.stdout:
                status = read_status(line)
                if status is None:
                    lines.append(line)
                    continue
                last = status
                now = time.monotonic() - started
                whole = executed + status["executions"]
                self.tell(Sample(offset + now, whole, status["edges"], int(whole / max(offset + now, 1e-3))))
                if now > seconds + GRACE:
                    process.kill()
        output = "".join(lines)
        total = EXECUTED.search(output) or re.search(EXECUTED.pattern, output, re.MULTILINE)
        artifact = ARTIFACT.search(output)
        return Outcome(int(total[1]) if total else last["executions"], artifact[1] if artifact else "", output,
                       process.returncode)


def damaged(folder):
    """The inputs that the engine put into `folder` and that do not hold what they are named by: it writes on when the
    disk is full, and tells nobody."""
    return [path for path in sorted(folder.iterdir())
            if INPUT.fullmatch(path.name) and hashlib.sha1(path.read_bytes()).hexdigest() != path.name]


def merge(program, max_length, into, sources):
    """Fills the empty folder `into` with the fewest inputs of `sources`, cut to `max_length` bytes, that keep their
    coverage. Returns whether it could, and all of them are whole."""
    with tempfile.TemporaryDirectory() as scratch: # for the inputs that are finds, which are known
        done = subprocess.run([str(program), "-merge=1", f"-max_len={max_length}", f"-artifact_prefix={scratch}/",
                               str(into), *map(str, sources)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0 and not damaged(into)
