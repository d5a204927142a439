"""What a campaign promises: the engine's words are read, finds are told apart, and the reports say all. Run by ctest as
fuzz_campaign."""

import contextlib
import datetime
import io
import json
import pathlib
import re
import stat
import tempfile
import unittest
import xml.etree.ElementTree

from . import __main__ as command
from . import catalogue, coverage, engine, finds, report, service
from .campaign import TargetResult

BROKEN = "fuzz/reading.c:90: the property does not hold: a == b\n"

# Stands in for libFuzzer: it makes a find of each input it is started on, or tells two samples and ends. Merging and
# minimising it leaves a file where it is told to put inputs, as libFuzzer does, and else where it is called.
ENGINE = """\
#!/usr/bin/env python3
import hashlib, os, pathlib, signal, sys
options = dict(part[1:].split("=", 1) for part in sys.argv[1:] if part.startswith("-"))
folders = [part for part in sys.argv[1:] if not part.startswith("-")]
if "runs" in options or "merge" in options:
    pathlib.Path(options.get("artifact_prefix", "") + "crash-of-stand-in").write_bytes(b"")
if "merge" in options:
    (pathlib.Path(folders[0]) / "merged").write_bytes(b"x")
    if {ailment!r} == "cuts what it merges":
        (pathlib.Path(folders[0]) / hashlib.sha1(b"kept").hexdigest()).write_bytes(b"")
elif "minimize_crash" in options:
    pathlib.Path(options["exact_artifact_path"]).write_bytes(b"F")
elif folders and pathlib.Path(folders[0]).is_file():
    print({broken!r})
    sys.exit(77)
else:
    (pathlib.Path(folders[0]).parent / "begun_with").write_text("\\n".join(folders[1:]))
    (pathlib.Path(folders[0]) / hashlib.sha1(b"kept").hexdigest()).write_bytes(
        b"" if {ailment!r} == "cuts what it keeps" else b"kept")
    if {ailment!r} == "is interrupted":
        signal.signal(signal.SIGINT, lambda *_: sys.exit(72))
        print("#10\\tNEW    cov: 5 ft: 7 corp: 2/9b lim: 4 exec/s: 100 rss: 30Mb", flush=True)
        os.kill(os.getppid(), signal.SIGINT)
        while True:
            signal.pause()
    print("#10\\tNEW    cov: 5 ft: 7 corp: 2/9b lim: 4 exec/s: 100 rss: 30Mb L: 3/4 MS: 1 EraseBytes-")
    print("#2000\\tDONE   cov: 9 ft: 11 corp: 3/9b lim: 4 exec/s: 400 rss: 30Mb")
    print("stat::number_of_executed_units: 2000")
    if {fails}:
        path = options["artifact_prefix"] + "crash-1"
        pathlib.Path(path).write_bytes(b"Fuzzed")
        print({broken!r} + "artifact_prefix='x'; Test unit written to " + path)
        sys.exit(77)
"""


class TestEngine(unittest.TestCase):
    def test_a_line_of_progress_is_read(self):
        status = engine.read_status("#3044\tDONE   cov: 933 ft: 2946 corp: 468/99Kb lim: 1008 exec/s: 234 rss: 427Mb\n")
        self.assertEqual((status["executions"], status["edges"], status["pace"]), (3044, 933, 234))

    def test_any_other_line_is_none(self):
        for line in ("INFO: seed corpus: files: 3", "#1: 0x5", "", "#0\tREAD units: 5"):
            self.assertIsNone(engine.read_status(line), line)


    def test_a_differential_target_prefers_inputs_that_cost_little(self):
        def command_of(name):
            return engine.Engine("fuzz", print).command(catalogue.Target(name), 1, "corpus", [], "finds", None)

        self.assertIn("-entropic_scale_per_exec_time=1", command_of("differential_response"))
        self.assertFalse([part for part in command_of("response") if "entropic" in part])


class TestFinds(unittest.TestCase):
    def test_finds_are_told_apart_by_where_they_happen(self):
        overflow = ("    #0 0x55 in __asan_memcpy (/x+1)\n    #1 0x56 in hc_parse /a/ref/src/parse.c:10:3\n"
                    "SUMMARY: AddressSanitizer: heap-buffer-overflow /a/ref/src/parse.c:10:3 in hc_parse\n")
        cases = [(BROKEN, "property reading.c a == b"), (overflow, "heap-buffer-overflow hc_parse"),
                 ("a/b.c:7:3: runtime error: signed integer overflow\n", "undefined b.c:7")]
        for output, key in cases:
            self.assertEqual(finds.describe(output)[0], key)

    def test_a_line_number_that_moved_is_the_same_property(self):
        self.assertEqual(finds.describe(BROKEN)[0], finds.describe(BROKEN.replace("90", "91"))[0])


    def test_a_difference_from_cpython_is_told_by_the_call_and_what_comes_of_it(self):
        said = ("differential_request: the reference client does not do what CPython 3.11.2 does.\n"
                "  CPython:   request(b'{0}', b'/'): raises NotConnected b'{0}' Request-sent\n"
                "  reference: request(b'{0}', b'/'): {1} Request-sent\n\nSUMMARY: libFuzzer: deadly signal\n")
        key, what = finds.describe(said.format("a", "raises AssertionError b''"))
        self.assertEqual(what, "request() raises AssertionError where CPython 3.11.2 raises NotConnected")
        self.assertEqual(finds.describe(said.format("b", "raises AssertionError b'x'"))[0], key)
        self.assertNotEqual(finds.describe(said.format("a", "sends=b'GET'"))[0], key)

    def test_one_place_that_is_met_on_several_ways_is_one_find(self):
        stacks = [f"    #0 0x1 in add a.c:1:2\n    #1 0x2 in read a.c:3:4\n    #2 0x3 in {caller} a.c:5:6\n"
                  "SUMMARY: AddressSanitizer: heap-buffer-overflow a.c:1:2 in add\n" for caller in ("value", "object")]
        self.assertEqual(finds.describe(stacks[0]), finds.describe(stacks[1]))


class TestArguments(unittest.TestCase):
    def test_a_wrong_argument_is_refused_before_anything_is_built(self):
        with tempfile.NamedTemporaryFile() as file:
            rows = [(["--seconds", "0"], "argument --seconds: '0' is no whole number from 1"),
                    (["--jobs", "two"], "argument --jobs: 'two' is no whole number from 1"),
                    (["--seed", "-1"], "argument --seed: "),
                    (["--python", "/nowhere"], "argument --python: '/nowhere' is no program"),
                    (["respons"], "no target 'respons'; there are: "),
                    (["--output", f"{file.name}/out"], f"argument --output: {file.name}/out cannot be written to: Not a"),
                    (["--corpus", file.name], f"argument --corpus: {file.name} cannot be written to: File exists")]
            for arguments, message in rows:
                with contextlib.redirect_stderr(io.StringIO()) as error, self.assertRaises(SystemExit) as end:
                    command.main(["--check", *arguments])
                self.assertEqual(end.exception.code, 2)
                self.assertIn(message, error.getvalue())


class TestCatalogue(unittest.TestCase):
    def test_every_target_has_a_dictionary(self):
        self.assertEqual([target.name for target in catalogue.all_targets() if not target.dictionary], [])

    def test_what_proves_the_rig_is_not_fuzzed(self):
        self.assertTrue(catalogue.PROOFS.isdisjoint(target.name for target in catalogue.all_targets()))

    def test_an_unknown_target_is_named_with_those_there_are(self):
        with self.assertRaisesRegex(ValueError, "no target 'respnse'; there are: .*response"):
            catalogue.choose(["respnse"])

    def test_dictionaries_have_one_quoted_token_a_line(self):
        for path in (catalogue.FUZZ / "dictionaries").iterdir():
            for line in path.read_text("utf-8").splitlines():
                self.assertRegex(line, r'^(#.*|"([^"\\]|\\\\|\\"|\\x[0-9a-f]{2})+")$', path.name)

    def test_who_reads_the_inputs_of_another_is_the_same_for_cmake(self):
        text = (catalogue.FUZZ / "CMakeLists.txt").read_text("utf-8")
        self.assertEqual(dict(re.findall(r"^hcspec_fuzz_target\((\w+) .*\bLIKE (\w+)", text, re.MULTILINE)), catalogue.LIKE)


class TestService(unittest.TestCase):
    def test_options_name_the_dictionary(self):
        self.assertIn("dict = fuzz_response.dict", service.options(catalogue.Target("response")))


def run_command(folder, *more, fails=False, ailment=""):
    """A campaign of one target with the stand-in; (status, what it printed, its results)."""
    folder = pathlib.Path(folder)
    program, generated = folder / "fuzz_status_line", folder / "generated"
    program.write_text(ENGINE.format(broken=BROKEN, fails=fails, ailment=ailment))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    generated.mkdir()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        status = command.main(["status_line", "--seconds", "1", "--programs", str(folder), "--generated",
                               str(generated), "--output", str(folder / "out"), "--seed", "1", *more])
    assert not pathlib.Path("crash-of-stand-in").exists(), "the folder it is called in is the caller's"
    return status, out.getvalue(), json.loads((folder / "out" / "results.json").read_text())


class TestCampaign(unittest.TestCase):
    def test_a_campaign_that_finds_something_ends_with_status_one_and_says_how_to_see_it_again(self):
        with tempfile.TemporaryDirectory() as folder:
            status, text, results = run_command(folder, fails=True)
            found = results["targets"][0]["finds"]
            self.assertEqual((status, len(found)), (1, 1), "the same find over and over is one")
            self.assertIn(found[0]["reproduce"], text)
            self.assertEqual(pathlib.Path(found[0]["input"]).read_bytes(), b"F", "it was made small")
            junit = xml.etree.ElementTree.parse(f"{folder}/out/junit.xml").getroot()
            self.assertEqual(junit.get("failures"), "1")

    def test_a_campaign_that_finds_nothing_ends_with_status_zero(self):
        with tempfile.TemporaryDirectory() as folder:
            status, text, results = run_command(folder, fails=False)
            self.assertEqual(status, 0)
            self.assertIn("0 finds", text)
            self.assertGreaterEqual(results["targets"][0]["executions"], 2000)
            self.assertEqual(results["targets"][0]["edges"], 9)
            self.assertTrue((pathlib.Path(folder) / "out" / "corpus" / "status_line" / "merged").exists())

    def test_a_find_counts_and_is_reported_where_no_coverage_can_be_measured(self):
        for fails, expected in [(True, 1), (False, 2)]:
            with tempfile.TemporaryDirectory() as folder:
                nothing = pathlib.Path(folder) / "nothing"
                nothing.mkdir()
                status, text, results = run_command(folder, "--coverage", str(nothing), fails=fails)
                self.assertEqual(status, expected)
                self.assertIn("line coverage was not measured: ", text)
                self.assertEqual(len(results["targets"][0]["finds"]), int(fails))

    def test_the_reports_of_an_earlier_campaign_do_not_stay(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in report.FILES:
                (pathlib.Path(folder) / name).write_text("old")
            with contextlib.redirect_stderr(io.StringIO()):
                command.main(["status_line", "--hcspec", "/bin/false", "--programs", folder, "--output", folder])
            self.assertFalse([name for name in report.FILES if (pathlib.Path(folder) / name).exists()])

    def test_an_interrupted_campaign_reports_what_it_has(self):
        with tempfile.TemporaryDirectory() as folder:
            status, text, results = run_command(folder, ailment="is interrupted")
            self.assertEqual(status, 130)
            self.assertIn("interrupted; 0 finds", text)
            self.assertTrue(results["interrupted"])
            self.assertEqual((results["targets"][0]["executions"], results["targets"][0]["trouble"]), (10, None))

    def test_a_signal_while_coverage_is_measured_loses_no_result(self):
        for number, expected in [("INT", 130), ("TERM", 143)]:
            with tempfile.TemporaryDirectory() as folder:
                program = pathlib.Path(folder) / "coverage" / "fuzz_status_line"
                program.parent.mkdir()
                program.write_text(f"#!/bin/sh\nkill -{number} $PPID\n")
                program.chmod(0o755)
                status, text, results = run_command(folder, "--coverage", str(program.parent), fails=True)
                self.assertEqual(status, expected)
                self.assertIn("line coverage was not measured: interrupted", text)
                self.assertEqual((results["interrupted"], len(results["targets"][0]["finds"])), (True, 1))

    def test_a_kept_corpus_survives_a_full_disk(self):
        for ailment, troubled in [("cuts what it merges", False), ("cuts what it keeps", True)]:
            with tempfile.TemporaryDirectory() as folder:
                kept = pathlib.Path(folder) / "kept"
                (kept / "status_line").mkdir(parents=True)
                (kept / "status_line" / "earlier").write_bytes(b"earlier")
                status, _, results = run_command(folder, "--corpus", str(kept), ailment=ailment)
                self.assertEqual((kept / "status_line" / "earlier").read_bytes(), b"earlier", ailment)
                self.assertFalse(engine.damaged(kept / "status_line"), ailment)
                self.assertEqual("is the disk full?" in str(results["targets"][0]["trouble"]), troubled, ailment)
                self.assertEqual(status, 2 if troubled else 0, ailment)

    def test_two_campaigns_do_not_write_to_one_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            first = command.parse(["--output", folder])
            with contextlib.redirect_stderr(io.StringIO()) as error, self.assertRaises(SystemExit) as end:
                command.parse(["--output", folder])
            first.lock.close()
            self.assertEqual(end.exception.code, 2)
            self.assertIn(f"another campaign writes to {folder}: give this one a folder with --output", error.getvalue())

    def test_it_begins_with_seeds_unless_told_not_to(self):
        for options, begins_with_seeds in [((), True), (("--no-seeds",), False)]:
            with tempfile.TemporaryDirectory() as folder:
                run_command(folder, *options, fails=False)
                begun_with = (pathlib.Path(folder) / "out" / "corpus" / "begun_with").read_text()
                self.assertEqual("status_line" in begun_with, begins_with_seeds, begun_with)

    def test_a_target_that_was_not_built_is_a_set_up_error(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()), \
                contextlib.redirect_stderr(io.StringIO()) as error:
            status = command.main(["status_line", "--programs", folder, "--generated", folder, "--output", folder])
            self.assertEqual(status, 2)
            self.assertIn("was not built", error.getvalue())


class TestReport(unittest.TestCase):
    def summary(self):
        sample = engine.Sample(1.0, 10, 5, 10)
        find = finds.Find("page", "k", "a < b & \x1b", pathlib.Path("x"), "fuzz_page x", "said <this>")
        result = TargetResult("page", 10, 2.0, 1, 1, [sample, engine.Sample(2.0, 20, 7, 12)], [find])
        files = [coverage.FileCoverage("reader.c", 100, 95), coverage.FileCoverage("tls_bio.c", 100, 0)]
        return report.Summary(datetime.datetime(2026, 1, 1), 60, [result], files, files)

    def test_what_a_find_says_cannot_break_the_page_or_the_xml(self):
        page, junit = report.as_html(self.summary()), report.as_junit(self.summary())
        self.assertIn("a &lt; b &amp;", page)
        self.assertIn("said &lt;this&gt;", page)
        self.assertEqual(xml.etree.ElementTree.fromstring(junit)[0][0].get("message"), "a < b & \ufffd")

    def test_the_page_needs_nothing_else(self):
        self.assertNotRegex(report.as_html(self.summary()), r"(src|href)=|url\(|@import")

    def test_line_coverage_is_that_of_the_parsers(self):
        self.assertIn("95.0 % by seeds alone", report.as_text(self.summary(), "out"))

    def test_a_long_campaign_is_drawn_with_few_points(self):
        samples = [engine.Sample(float(i), i, i, i) for i in range(10001)]
        thinned = report.thin(samples)
        self.assertLess(len(thinned), 300)
        self.assertEqual((thinned[0], thinned[-1]), (samples[0], samples[-1]))


if __name__ == "__main__":
    unittest.main()
