"""The files that a fuzzing service wants beside each program: seeds in a zip, the dictionary, the engine's options.

Usage: python3 -m campaign.service PROGRAMS GENERATED OUT"""

import pathlib
import shutil
import sys
import zipfile

from . import catalogue


def write_seeds(target, generated, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in target.seed_folders(generated):
            for seed in sorted(folder.iterdir()):
                archive.write(seed, f"{folder.parent.name}-{seed.name}")


def options(target):
    lines = ["[libfuzzer]", f"max_len = {target.max_length}", "timeout = 20"]
    if target.dictionary:
        lines.append(f"dict = {target.program}.dict")
    return "\n".join(lines) + "\n"


def lay_out(target, programs, generated, out):
    shutil.copy2(programs / target.program, out / target.program)
    write_seeds(target, generated, out / f"{target.program}_seed_corpus.zip")
    (out / f"{target.program}.options").write_text(options(target), "utf-8")
    if target.dictionary:
        shutil.copy2(target.dictionary, out / f"{target.program}.dict")


def main(programs, generated, out):
    out.mkdir(parents=True, exist_ok=True)
    # A service's machine has no interpreter to embed: build.sh leaves the differential targets out.
    built = [target for target in catalogue.all_targets() if (programs / target.program).exists()]
    for target in built:
        lay_out(target, programs, generated, out)


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
