"""Each wrong client of the gallery is caught, by a scenario that cites what its fault breaks.

A fault is played through the scenarios that cite its id, and has to fail one of them. The client without a
fault is played through the same scenarios first, and has to pass: what catches a fault catches nothing else.
Needs hcspec in HCSPEC and one CPython; the newest that hcspec finds is taken.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import adapter
import faults

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
README = FOLDER / "README.md"
AT_A_TIME = os.cpu_count() or 1
DEADLINE = 3  # seconds; a client whose fault is to wait for what never comes takes them
PATIENCE = 10  # seconds; for the client without a fault, which never takes them
FAULTLESS = "no fault"
CAUGHT = {"fail", "timeout"}


def hcspec(*arguments):
    """The exit status of hcspec, and what it said."""
    done = subprocess.run([os.environ["HCSPEC"], *arguments], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def scenarios_by_citation():
    """The scenarios of the specification that cite it, for each id of a clause or behaviour."""
    status, text, errors = hcspec("export")
    if status != 0:
        raise AssertionError(errors)
    citing = {}
    for scenario in json.loads(text)["scenarios"]:
        for cited in scenario["clauses"] + scenario["behaviours"]:
            citing.setdefault(cited, []).append(scenario["id"])
    return citing


def oracles(scenario):
    """The CPythons that hcspec finds: (edition as numbers, path of the interpreter)."""
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder) / "results.json"
        _, _, errors = hcspec("run", "--quiet", "--quick", "--case", scenario, "--json", str(results))
        if not results.exists():
            raise AssertionError(errors)
        played = json.loads(results.read_text("utf-8"))["implementations"]
    return [(tuple(map(int, implementation["edition"].split("."))), implementation["command"].split()[0])
            for implementation in played if implementation["role"] == "oracle"]


def command(interpreter, name):
    program = [interpreter, "-I", "-S", "-B", str(FOLDER / "adapter.py")]
    return " ".join(program if name == FAULTLESS else [*program, name])


def play(interpreter, edition, names, scenarios, deadline):
    """Plays these clients through these scenarios. Returns what came of it: {name: {scenario: {verdict}}}."""
    clients = {"client-%d" % number: name for number, name in enumerate(names)}
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder) / "results.json"
        arguments = ["run", "--quiet", "--quick", "--no-oracle", "--jobs", "1", "--deadline", str(deadline),
                     "--edition", "%d.%d" % edition, "--json", str(results)]
        for client, name in clients.items():
            arguments += ["--impl", "%s=%s" % (client, command(interpreter, name))]
        for scenario in scenarios:
            arguments += ["--case", scenario]
        status, _, errors = hcspec(*arguments)
        if status not in (0, 1) or not results.exists():
            raise AssertionError(errors)
        cases = json.loads(results.read_text("utf-8"))["cases"]
    verdicts = {name: collections.defaultdict(set) for name in names}
    for case in cases:
        verdicts[clients[case["implementation"]]][case["scenario"]].add(case["api"])
    return verdicts


class Gallery(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.citing = scenarios_by_citation()
        some_scenario = next(iter(cls.citing.values()))[0]
        cls.edition, cls.interpreter = max(oracles(some_scenario))
        print("the clients are those of %s, of edition %d.%d" % (cls.interpreter, *cls.edition), file=sys.stderr)

    def present(self):
        """The faults that are faults in the edition at hand, and that a scenario could catch."""
        return [fault for fault in faults.FAULTS.values()
                if fault.exists_in(self.edition) and fault.breaks in self.citing]

    def play(self, names, scenarios, deadline=DEADLINE):
        return play(self.interpreter, self.edition, names, scenarios, deadline)

    def test_the_gallery_is_described_as_it_is(self):
        self.assertIn("\n\n" + adapter.markdown_table(), README.read_text("utf-8"),
                      "replace the table by what adapter.py --markdown writes")

    def test_each_fault_says_in_a_line_what_it_is_and_breaks_something_that_is_cited(self):
        self.assertGreaterEqual(len(faults.FAULTS), 40)
        for fault in faults.FAULTS.values():
            with self.subTest(fault=fault.name):
                self.assertRegex(fault.description, r"\A[A-Z][^\n|]*\.\Z")
                self.assertIn(fault.breaks, self.citing, "no scenario cites what it breaks")

    def test_the_client_without_a_fault_passes_all_that_catches_others(self):
        scenarios = sorted({scenario for fault in self.present() for scenario in self.citing[fault.breaks]})
        verdicts = self.play([FAULTLESS], scenarios, deadline=PATIENCE)[FAULTLESS]
        self.assertGreater(len(verdicts), 0)
        for scenario, found in verdicts.items():
            with self.subTest(scenario=scenario):
                self.assertLessEqual(found, {"pass", "inapplicable"})

    def test_each_fault_is_caught_by_a_scenario_that_cites_what_it_breaks(self):
        groups = collections.defaultdict(list)
        for fault in self.present():
            groups[fault.breaks].append(fault.name)
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            played = pool.map(lambda breaks: (breaks, self.play(groups[breaks], self.citing[breaks])), groups)
            for breaks, verdicts in played:
                for name, found in verdicts.items():
                    caught_by = [scenario for scenario, those in found.items() if those & CAUGHT]
                    print("%s: %s" % (name, ", ".join(caught_by)), file=sys.stderr)
                    with self.subTest(fault=name):
                        self.assertTrue(caught_by, "nothing that cites %s catches it: %s" % (breaks, dict(found)))


if __name__ == "__main__":
    unittest.main()
