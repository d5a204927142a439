"""scripts/bench fuzz: what an input costs each target, against a target that does nothing, on this machine.

Both make their inputs of the same: the target's seeds, minimised. All of these stay in the corpus, for a target that
does nothing would keep none; and no length is held back, for one that finds nothing new would get longer inputs sooner.

Usage: python3 -m campaign.bench PROGRAMS GENERATED [TARGET …]"""

import argparse
import pathlib
import re
import resource
import subprocess
import tempfile
from statistics import median

from . import catalogue, engine

# Parsers of what the network brings, and the whole client: the least share of the do-nothing pace each shall have.
GOALS = {**{name: 0.22 for name in ("status_line", "field_lines", "chunk_size", "content_length", "host_port")},
         "response": 0.07}
NOTHING = catalogue.Target("do_nothing")
MAX_LENGTH = 256  # bytes of an input
ROUNDS = 3
RUNS = {NOTHING.name: 500000, **{name: 100000 for name in GOALS}}
EXECUTED = re.compile(engine.EXECUTED.pattern, re.MULTILINE)


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
    """Executions in a second of CPU. What starting and reading the seeds cost is measured by itself and left out."""
    command = [str(programs / target.program), f"-seed_inputs=@{seeds}", "-keep_seed=1", "-len_control=0",
               f"-max_len={MAX_LENGTH}", "-seed=1", "-print_final_stats=1", "-detect_leaks=0"]
    start, first = cpu_of([*command, "-runs=1"])
    whole, executed = cpu_of([*command, f"-runs={RUNS.get(target.name, 20000) + first}"])
    return (executed - first) / max(whole - start, 1e-3)


def verdict(name, share):
    if name not in GOALS:
        return ""
    return f"{'met' if share >= GOALS[name] else 'not met'} (at least {GOALS[name]:g})"


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


def measure(programs, generated, target, folder):
    """(pace, pace of doing nothing, share), each the median over the rounds; a share is of one round."""
    seeds = minimise_seeds(programs, generated, target, folder)
    rounds = [(pace(programs, target, seeds), pace(programs, NOTHING, seeds)) for _ in range(ROUNDS)]
    own, nothing = zip(*rounds)
    return median(own), median(nothing), median(one / other for one, other in rounds)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench fuzz", description=__doc__.split("\n", maxsplit=1)[0],
                                     epilog="The pace is executions a second of CPU, under AddressSanitizer and "
                                            "UndefinedBehaviorSanitizer, of inputs up to "
                                            f"{MAX_LENGTH} bytes, mutated from the target's minimised seeds; doing "
                                            "nothing is measured on the same, in the same round. Exit status: 0 "
                                            "measured, whatever the pace; 2 usage or set-up error.")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--generated", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="those with a goal if none is given")
    options = parser.parse_args()
    try:
        targets = catalogue.choose(options.targets or list(GOALS))
        print(f"{'target':<22}{'a CPU second':>14}{'do_nothing':>14}{'share':>8}  goal", flush=True)
        for target in targets:
            with tempfile.TemporaryDirectory() as folder:
                own, nothing, share = measure(options.programs, options.generated, target, pathlib.Path(folder))
            print(f"{target.name:<22}{own:>14,.0f}{nothing:>14,.0f}{share:>8.3f}  {verdict(target.name, share)}".rstrip(),
                  flush=True)
    except (ValueError, RuntimeError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
