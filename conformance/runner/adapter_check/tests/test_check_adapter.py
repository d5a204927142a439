"""hcspec check-adapter: right adapters pass every check, and each wrong one fails those that its mistake is about.

    python3 test_check_adapter.py HCSPEC HCSPEC_ADAPTER_REF
"""

import json
import pathlib
import shlex
import subprocess
import sys
import unittest

HCSPEC, REFERENCE = sys.argv[1:3]
HERE = pathlib.Path(__file__).resolve().parent
CPYTHON = shlex.join([sys.executable, str(HERE.parents[2] / "adapters" / "cpython" / "adapter.py")])

REFUSALS = {"it refuses what is no JSON", "it refuses a message of an unknown kind", "it refuses an input that ends inside a line",
            "it refuses a protocol that it does not speak", "it refuses an edition that it has not announced",
            "it refuses a run with an unknown member", "it refuses a step that is none", "it refuses a step with an unknown member",
            "it refuses a value with an unknown tag"}

# The checks that fail, by what is wrong with the adapter.
WRONG = {
    "unknown_capability": {"it says hello"},
    "dies_at_hello": {"it says hello"},
    "declares_what_it_lacks": {"tunnel: one is set"},
    "crashes_at_unknown_names": {"a name that the client lacks is unsupported", "a step that does not return leaves the variable as it was"},
    "writes_large_numbers": {'a value is said as it was: {"int": "18446744073709551616"}',
                             'a value is said as it was: {"int": "-18446744073709551616"}'},
    "mixes_tuples_and_lists": {"'as' binds what a step gives", 'a value is said as it was: {"tuple": []}',
                               'a value is said as it was: {"tuple": [{"bytes": "a"}]}',
                               'a value is said as it was: {"dict": [["b", 1], ["a", {"tuple": []}]]}'},
    "executes_unbound_steps": {"a variable that is not bound is said, and the step not done", "of several that are not bound the first is said",
                               "a step that does not return leaves the variable as it was", "variables end with their case"},
    "keeps_variables": {"variables end with their case", "a case's objects live until the next message has come"},
    "releases_with_the_answer": {"a case's objects live until the next message has come"},
    "fails_at_quit": {"it exits with status 0 at quit", "it exits with status 0 at the end of input"},
    "is_silent_at_nonsense": REFUSALS,
    "ends_well_at_nonsense": REFUSALS,
    "takes_unknown_members": {"it refuses a step with an unknown member"},
}


def check(command, *options):
    return subprocess.run([HCSPEC, "check-adapter", *options, command], capture_output=True, text=True, timeout=280)


def wrong(mistake):
    return shlex.join([sys.executable, str(HERE / "wrong_adapter.py"), mistake])


class CheckAdapter(unittest.TestCase):
    maxDiff = None

    def test_the_adapters_at_hand_pass(self):
        for command in (REFERENCE, CPYTHON):
            with self.subTest(command):
                result = check(command)
                self.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)
                self.assertRegex(result.stdout, r"\n\d+ checks, 0 failed\n$")

    def test_a_mistake_fails_the_checks_that_it_is_about(self):
        for mistake, expected in WRONG.items():
            with self.subTest(mistake):
                result = check(wrong(mistake), "--json")
                self.assertEqual((result.returncode, result.stderr), (1, ""))
                report = json.loads(result.stdout)
                failed = [finding for finding in report["checks"] if not finding["passed"]]
                self.assertEqual({finding["check"] for finding in failed}, expected, failed)
                self.assertEqual(report["failed"], len(failed))
                for finding in failed:
                    self.assertTrue(finding["sent"] and finding["came"] and finding["remedy"], finding)

    def test_an_answer_to_another_run_fails_them_all(self):
        report = json.loads(check(wrong("other_id"), "--json").stdout)
        problems = [finding["came"] for finding in report["checks"] if "id: not that of this run" in finding.get("came", "")]
        self.assertGreater(len(problems), 30)

    def test_a_failure_shows_what_was_sent_what_came_and_the_remedy(self):
        result = check(wrong("declares_what_it_lacks"))
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, r'(?s)\nFAIL  tunnel: one is set\n      sent +\[\{.*"set_tunnel".*\n'
                                        r'      came +step 2: \{"unsupported":"not here"\}\n +expected: \{"value":null\}\n'
                                        r'      remedy +leave the capability out of hello, or make this work\n')

    def test_the_last_words_of_an_adapter_that_dies_are_shown(self):
        self.assertIn("no such luck", check(wrong("dies_at_hello")).stdout)

    def test_what_cannot_be_started_is_a_mistake_of_the_command_line(self):
        for arguments, message in ((["/nonexistent"], "cannot start '/nonexistent': No such file or directory"),
                                   (["a 'b"], "a quote is not closed"), ([], "name the command"),
                                   (["a", "b"], "put 'a b' between quotes")):
            with self.subTest(arguments):
                result = subprocess.run([HCSPEC, "check-adapter", *arguments], capture_output=True, text=True, timeout=60)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn(message, result.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
