"""scripts/bench fuzz: what an input costs each target, against the least it could cost, on this machine: a target that
does nothing, or, of a differential target, http.client making the same calls by itself.

A target and one that does nothing make their inputs of the same: the target's seeds, minimised. All of these stay in the corpus, for a target that
does nothing would keep none; and no length is held back, for one that finds nothing new would get longer inputs sooner.
A differential target has two lines: its pace as the others have theirs, and that of its minimised seeds as they are,
executed again and again, beside http.client's with the same calls.
Each round mutates by another seed of the engine: which inputs a campaign happens to keep is a tenth of its pace.

Usage: python3 -m campaign.bench PROGRAMS GENERATED [TARGET …]"""

import argparse
import os
import pathlib
import re
import resource
import subprocess
import tempfile
from statistics import median

from . import catalogue, engine

# The least share of its ceiling that a target's pace shall be: parsers of what the network brings, the whole client,
# and the differential targets.
GOALS = {**{name: 0.22 for name in ("status_line", "field_lines", "chunk_size", "content_length", "host_port")},
         "response": 0.07,
         "differential_request": 0.5, "differential_response": 0.5}
# Executions in a second of CPU.
PACES = {"differential_request": 20000, "differential_response": 20000}
NOTHING = catalogue.Target("do_nothing")
ALONE = {"HCSPEC_FUZZ_CEILING": "1"}  # makes a differential target do nothing but the calls of http.client
MAX_LENGTH = 256  # bytes of an input
ROUNDS = 3
DIFFERENTIAL_ROUNDS = 7  # of mutated inputs
REPLAYED = 20000  # executions of a differential target
RUNS = {NOTHING.name: 1000000, **{name: 400000 for name in GOALS}, **{name: 300000 for name in PACES}}
EXECUTED = re.compile(engine.EXECUTED.pattern, re.MULTILINE)


def cpu_of(command, environment=None):
    """(CPU seconds, output) of a run of the engine. Raises RuntimeError when it ended with a find."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          check=False, env={**os.environ, **(environment or {})})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with status {done.returncode}:\n{done.stdout[-1000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def pace(programs, target, seeds, seed):
    """Executions in a second of CPU. What starting and reading the seeds cost is measured by itself and left out."""
    command = [str(programs / target.program), f"-seed_inputs=@{seeds}", "-keep_seed=1", "-len_control=0",
               f"-max_len={MAX_LENGTH}", f"-seed={seed}", "-print_final_stats=1", "-detect_leaks=0", *target.schedule]

    def run(runs):
        cpu, output = cpu_of([*command, f"-runs={runs}"])
        return cpu, int(EXECUTED.search(output)[1])

    start, first = run(1)
    whole, executed = run(RUNS.get(target.name, 20000) + first)
    return (executed - first) / max(whole - start, 1e-3)


def replay_cost(programs, target, seeds, environment=None):
    """CPU seconds of an execution of the seeds as they are, each as often as the others."""
    inputs = seeds.read_text("utf-8").split(",")
    times = REPLAYED // len(inputs) + 1
    command = [str(programs / target.program), "-detect_leaks=0"]
    start, _ = cpu_of([*command, "-runs=1", *inputs], environment)
    whole, _ = cpu_of([*command, f"-runs={1 + times}", *inputs], environment)
    return (whole - start) / (times * len(inputs))


def replay_pace(programs, target, seeds, environment=None):
    """Executions in a second of CPU. The engine reads a seed's file for each: that is left out, too."""
    cost = replay_cost(programs, target, seeds, environment) - replay_cost(programs, NOTHING, seeds)
    return 1 / max(cost, 1e-9)


def verdict(reached, goal):
    if goal is None:
        return ""
    return f"{'met' if reached >= goal else 'not met'} (at least {goal:,})"


def minimise_seeds(programs, generated, target, folder):
    """A file that names the target's seeds, minimised, as the engine wants it; those are put into `folder`."""
    seeds = folder / target.name
    seeds.mkdir()
    sources = target.seed_folders(generated)
    if not engine.merge(programs / target.program, MAX_LENGTH, seeds, sources) or not any(seeds.iterdir()):
        raise RuntimeError(f"{programs / target.program}: its seeds cannot be minimised")
    names = folder / f"{target.name}.list"
    names.write_text(",".join(map(str, sorted(seeds.iterdir()))), "utf-8")
    return names


def shares(measure_own, measure_ceiling):
    """(pace, ceiling, share), each the median over the rounds, whose numbers are given; a share is of one round."""
    rounds = [(measure_own(number), measure_ceiling(number)) for number in range(1, ROUNDS + 1)]
    own, ceiling = zip(*rounds)
    return median(own), median(ceiling), median(one / other for one, other in rounds)


def lines(programs, target, seeds):
    """What is measured of a target, as it is shown."""
    if not target.is_differential:
        own, ceiling, share = shares(lambda seed: pace(programs, target, seeds, seed),
                                     lambda seed: pace(programs, NOTHING, seeds, seed))
        yield f"{target.name:<24}{own:>12,.0f}{ceiling:>14,.0f}{share:>8.3f}  {verdict(share, GOALS.get(target.name))}".rstrip()
        return
    own = median(pace(programs, target, seeds, seed) for seed in range(1, DIFFERENTIAL_ROUNDS + 1))
    yield f"{target.name:<24}{own:>12,.0f}{'':>22}  {verdict(own, PACES[target.name])}"
    own, ceiling, share = shares(lambda _: replay_pace(programs, target, seeds),
                                 lambda _: replay_pace(programs, target, seeds, ALONE))
    yield f"{'  its seeds, replayed':<24}{own:>12,.0f}{ceiling:>14,.0f}{share:>8.3f}  {verdict(share, GOALS[target.name])}"


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench fuzz", description=__doc__.split("\n\n", maxsplit=1)[0],
                                     epilog="The pace is executions a second of CPU, under AddressSanitizer and "
                                            "UndefinedBehaviorSanitizer, of inputs up to "
                                            f"{MAX_LENGTH} bytes, mutated from the target's minimised seeds; the "
                                            "ceiling is doing nothing, measured on the same, in the same round. A "
                                            "differential target has a second line, of its seeds as they are: "
                                            "there the ceiling is http.client alone. Exit status: 0 measured, whatever the pace; 2 usage or set-up error.")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--generated", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="those with a goal if none is given")
    options = parser.parse_args()
    try:
        targets = catalogue.choose(options.targets or list(GOALS))
        print(f"{'target':<24}{'a CPU second':>12}{'ceiling':>14}{'share':>8}  goal", flush=True)
        for target in targets:
            with tempfile.TemporaryDirectory() as folder:
                seeds = minimise_seeds(options.programs, options.generated, target, pathlib.Path(folder))
                for line in lines(options.programs, target, seeds):
                    print(line, flush=True)
    except (ValueError, RuntimeError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
