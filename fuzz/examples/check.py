"""What is told twice is told the same: README's workflow is the example's, and the image that builds for a fuzzing service is of
the release that project.yaml names for the one that runs it.

Usage: check.py; exit status 1 when something differs."""

import pathlib
import re
import sys

FUZZ = pathlib.Path(__file__).resolve().parent.parent


def read(path):
    return path.read_text("utf-8")


def workflow_differences():
    shown = re.findall(r"^```yaml\n(.*?)^```", read(FUZZ.parent / "README.md"), re.MULTILINE | re.DOTALL)
    example = read(FUZZ / "examples" / "github-actions.yml")
    whole = re.sub(r"\A(#.*\n)+", "", example) # the file begins with what README says around it
    if shown != [whole]:
        yield "README.md: its workflow is not the one of fuzz/examples/github-actions.yml"


def release_differences():
    tags = re.findall(r"^FROM \S+:(\S+)$", read(FUZZ / "oss-fuzz" / "Dockerfile"), re.MULTILINE)
    releases = re.findall(r"^base_os_version: (\S+)$", read(FUZZ / "oss-fuzz" / "project.yaml"), re.MULTILINE)
    if len(tags) != 1 or tags != releases:
        yield f"fuzz/oss-fuzz: the Dockerfile is FROM {tags}, base_os_version in project.yaml is {releases}"


if __name__ == "__main__":
    differences = [*workflow_differences(), *release_differences()]
    print("\n".join(differences) or "the same")
    sys.exit(1 if differences else 0)
