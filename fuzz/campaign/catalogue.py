"""The targets there are, and where the parts of each stand."""

import pathlib
from dataclasses import dataclass

FUZZ = pathlib.Path(__file__).resolve().parent.parent
ROOT = FUZZ.parent
# Not fuzzed: one fails on purpose, the other has nothing to find.
PROOFS = {"rig_can_fail", "do_nothing"}
# Bytes of an input that the engine makes; longer seeds are cut. A page or a results file needs more to say anything.
MAX_LENGTH = 2048
MAX_LENGTHS = {"page": 8192, "results": 8192, "adapter_answer": 4096, "status_line": 512, "chunk_size": 256,
               "content_length": 256, "host_port": 512, "host_field": 512}
# Targets that check something else of another's inputs, with its seeds, regressions and dictionary.
LIKE = {"message": "field_lines", "host_field": "host_port", "response_pieces": "response"}
# What http.client, too, is made to do.
DIFFERENTIAL = "differential_"


@dataclass(frozen=True)
class Target:
    name: str

    @property
    def is_differential(self):
        return self.name.startswith(DIFFERENTIAL)

    @property
    def schedule(self):
        """The engine's options of how it chooses what to mutate. An input costs http.client between 20 µs and a
        millisecond: where the engine prefers what is cheap, it executes twice as many in the same time, and covers
        as much. The inputs of another target cost much the same."""
        return ["-entropic_scale_per_exec_time=1"] if self.is_differential else []

    @property
    def program(self):
        return f"fuzz_{self.name}"

    @property
    def inputs(self):
        """The target whose inputs it reads: most have their own."""
        return LIKE.get(self.name, self.name)

    @property
    def max_length(self):
        return MAX_LENGTHS.get(self.name, MAX_LENGTH)

    @property
    def dictionary(self):
        path = FUZZ / "dictionaries" / f"{self.inputs}.dict"
        return path if path.exists() else None

    def seed_folders(self, generated):
        """Seeds written by hand, those made of the pages, which are below `generated`, and past finds."""
        folders = [FUZZ / "seeds" / self.inputs, generated / self.inputs, FUZZ / "regressions" / self.inputs]
        return [folder for folder in folders if folder.is_dir()]


def all_targets():
    names = sorted(path.stem for path in (FUZZ / "targets").glob("*.c"))
    return [Target(name) for name in names if name not in PROOFS]


def choose(names):
    """The targets of these names, all if there are none. Raises ValueError that names what is unknown."""
    known = {target.name: target for target in all_targets()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"no target '{unknown[0]}'; there are: {', '.join(known)}")
    return [known[name] for name in names] or list(known.values())
