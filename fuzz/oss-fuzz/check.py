"""The check that a fuzzing service does on a build: every program starts from another folder, runs its seeds and some
mutations of them by its dictionary and options, and finds nothing.

Usage: check.py BUILD_SH HCSPEC WORK; exit status 77 when there is no clang."""

import configparser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

RUNS = 300
NOT_HERE = 77


def build(script, hcspec, work, out):
    flags = "-O1 -g -fno-omit-frame-pointer -fsanitize=address,fuzzer-no-link"
    environment = {**os.environ, "CC": "clang", "CXX": "clang++", "CFLAGS": flags, "CXXFLAGS": flags,
                   "LIB_FUZZING_ENGINE": "-fsanitize=fuzzer", "OUT": str(out), "WORK": str(work), "HCSPEC": hcspec,
                   "SRC": str(work)}
    done = subprocess.run([script], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if done.returncode:
        sys.exit(f"{script} failed:\n{done.stdout[-4000:]}")


def check(program, folder):
    """What is wrong with a program; "" if nothing is."""
    seeds = folder / f"{program.name}-seeds"
    with zipfile.ZipFile(program.with_name(f"{program.name}_seed_corpus.zip")) as archive:
        archive.extractall(seeds)
    if not any(seeds.iterdir()):
        return "no seeds"
    parser = configparser.ConfigParser()
    parser.read(program.with_name(f"{program.name}.options"))
    options = [f"-{name}={value}" for name, value in parser["libfuzzer"].items()]
    done = subprocess.run([program, *options, f"-runs={len(list(seeds.iterdir())) + RUNS}", "-seed=1", seeds],
                          cwd=program.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)
    return done.stdout[-2000:] if done.returncode else ""


def main(script, hcspec, work):
    if not (shutil.which("clang") and shutil.which("clang++")):
        print("no clang here")
        return NOT_HERE
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        build(script, hcspec, work, folder / "built")
        out = (folder / "built").rename(folder / "elsewhere") # nothing may depend on where it was built
        programs = sorted(path for path in out.glob("fuzz_*") if not path.suffix and os.access(path, os.X_OK))
        failures = {program.name: said for program in programs if (said := check(program, folder))}
    for name, said in failures.items():
        print(f"{name}: {said}")
    print(f"{len(programs)} programs, {len(failures)} bad")
    return 1 if failures or not programs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])))
