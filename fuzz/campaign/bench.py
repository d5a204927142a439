"""scripts/bench fuzz: what an input costs each target, against a target that does nothing, on this machine.

Usage: python3 -m campaign.bench PROGRAMS GENERATED [TARGET …]"""

import argparse
import pathlib
import re
import resource
import subprocess
import tempfile
from statistics import median

from . import catalogue

# Parsers of what the network brings, and the whole client: the least share of the do-nothing pace each shall have.
GOALS = {**{name: 0.22 for name in ("status_line", "field_lines", "chunk_size", "content_length", "host_port")},
         "response": 0.07}
CEILING = catalogue.Target("do_nothing")
MAX_LENGTH = 256  # bytes of an input
ROUNDS = 3
RUNS = {CEILING.name: 1000000, **{name: 100000 for name in GOALS}}
EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)


def cpu_of(command):
    """(CPU seconds, executions) of a run of the engine. Raises RuntimeError when it ended with a find."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    executed = EXECUTED.search(done.stdout)
    if done.returncode or not executed:
        raise RuntimeError(f"{command[0]} ended with status {done.returncode}:\n{done.stdout[-1000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(executed[1])


def pace(programs, target, seeds):
    """Executions in a second of CPU. What reading the seeds costs is measured by itself and left out."""
    command = [str(programs / target.program), f"-max_len={MAX_LENGTH}", "-seed=1", "-print_final_stats=1",
               "-detect_leaks=0"]
    with tempfile.TemporaryDirectory() as corpus:
        folders = [corpus, *map(str, seeds)]
        start, first = cpu_of([*command, "-runs=1", *folders])
        whole, executed = cpu_of([*command, f"-runs={RUNS.get(target.name, 20000) + first}", *folders])
    return (executed - first) / max(whole - start, 1e-3)


def verdict(name, share):
    if name not in GOALS:
        return ""
    return f"{'met' if share >= GOALS[name] else 'not met'} (at least {GOALS[name]:g})"


def measure(programs, generated, targets):
    """Rows (name, pace, share of the ceiling): medians over rounds, the ceiling measured in each."""
    ceilings, paces = [], {target.name: [] for target in targets}
    for _ in range(ROUNDS):
        ceilings.append(pace(programs, CEILING, CEILING.seed_folders(generated)))
        for target in targets:
            paces[target.name].append(pace(programs, target, target.seed_folders(generated)))
    rows = [(CEILING.name, median(ceilings), 1.0)]
    for name, seen in paces.items():
        rows.append((name, median(seen), median(one / ceiling for one, ceiling in zip(seen, ceilings))))
    return rows


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench fuzz", description=__doc__.split("\n", maxsplit=1)[0],
                                     epilog="The pace is executions a second of CPU, of inputs up to "
                                            f"{MAX_LENGTH} bytes, under AddressSanitizer and "
                                            "UndefinedBehaviorSanitizer; the share is that of do_nothing, measured in "
                                            "the same round. Exit status: 0 measured, 2 set-up error.")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--generated", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="those with a goal if none is given")
    options = parser.parse_args()
    try:
        rows = measure(options.programs, options.generated, catalogue.choose(options.targets or list(GOALS)))
    except (ValueError, RuntimeError) as error:
        parser.error(str(error))
    print(f"{'target':<16}{'a CPU second':>14}{'share':>8}  goal")
    for name, pace_of, share in rows:
        print(f"{name:<16}{pace_of:>14,.0f}{share:>8.3f}  {verdict(name, share)}".rstrip())


if __name__ == "__main__":
    main()
