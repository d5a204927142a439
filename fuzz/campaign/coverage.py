"""Line coverage of the reference client, by programs built for it (preset fuzz-coverage) that replay inputs."""

import json
import os
import subprocess
from dataclasses import dataclass

from .catalogue import ROOT

# What reads the network's bytes: of these the seeds alone have to reach most.
PARSERS = ["chunk_run.c", "chunk_size.c", "chunked_body.c", "content_length.c", "field_lines.c", "framing.c",
           "header_block.c", "host_port.c", "integer.c", "message.c", "mime.c", "reader.c", "response.c",
           "response_body.c", "status_line.c"]


@dataclass(frozen=True)
class FileCoverage:
    name: str
    lines: int
    covered: int


def percent(files):
    lines = sum(file.lines for file in files)
    return 100 * sum(file.covered for file in files) / lines if lines else 0.0


def parsers_of(files):
    return [file for file in files if file.name in PARSERS]


def run(command, **more):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)


def measure(programs, targets, folders_of, work):
    """Coverage by file of ref/src when each target replays the folders that `folders_of` gives. Raises RuntimeError
    with what went wrong. An input that is a find ends its target's replay, and what ran up to there counts."""
    work.mkdir(parents=True, exist_ok=True)
    profiles, objects = [], []
    for target in targets:
        profile, program = work / f"{target.name}.profraw", programs / target.program
        folders = [folder for folder in folders_of(target) if any(folder.iterdir())]
        run([program, *folders], env={**os.environ, "LLVM_PROFILE_FILE": str(profile)})
        if profile.exists() and profile.stat().st_size:
            profiles.append(profile)
            objects.append(program)
    if not profiles:
        raise RuntimeError("no target wrote a profile")
    return summarise(profiles, objects, work / "all.profdata")


def summarise(profiles, objects, merged):
    done = run(["llvm-profdata", "merge", "-sparse", "-o", merged, *profiles])
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    others = [part for program in objects[1:] for part in ("-object", program)]
    done = run(["llvm-cov", "export", "-summary-only", f"-instr-profile={merged}", objects[0], *others,
                ROOT / "ref" / "src"])
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return read_export(json.loads(done.stdout))


def read_export(export):
    files = [FileCoverage(os.path.basename(file["filename"]), file["summary"]["lines"]["count"],
                          file["summary"]["lines"]["covered"]) for file in export["data"][0]["files"] if "/ref/src/" in file["filename"]]
    return sorted((file for file in files if file.lines and file.name.endswith(".c")), key=lambda file: file.name)
