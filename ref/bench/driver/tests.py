"""What the benchmark's driver promises: agreement is enforced, ratios are paired, goals are judged
in the right direction. Run by ctest as bench_driver."""

import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from . import catalogue, goals, programs, report
from .rounds import (ClientFailed, Measurement, Rounds, Sample, Server, calibrate, disagreement,
                     parse_sample)

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, os.pardir, "bench.py")
SCRIPT = os.path.join(HERE, *[os.pardir] * 3, "scripts", "bench")
WORKLOAD = catalogue.Workload("get", "HTTP", "/small", "KEEP", "ALL", 0)


def sample(wall=1e-5, cpu=5e-6, units=100, **changes):
    seen = {"version": "x 1", "units": units, "bytes": 13 * units, "fields": 0, "first_bytes": 13,
            "checksum": 7, "seconds": wall * units, "user": cpu * units, "system": 0.0}
    return Sample(**{**seen, **changes})


def measured(**walls):
    """A measurement with one sample for each of a client's wall times; CPU is half of it."""
    return Measurement(WORKLOAD, {name: [sample(wall, wall / 2) for wall in list_of_walls]
                                  for name, list_of_walls in walls.items()})


def line_of(taken, workload="get"):
    return json.dumps({"workload": workload, "client": "x",
                       **{name: getattr(taken, name) for name in Sample.__dataclass_fields__}})


def make_program(folder, name, script):
    """A shell script that is a program in `folder`."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n%s\n" % script)
    os.chmod(path, stat.S_IRWXU)
    return path


def called(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, timeout=60)


class FakeServer:
    @staticmethod
    def arguments(workload, count):
        return [workload.name, "127.0.0.1", "1", str(count)]


class Agreement(unittest.TestCase):
    def test_the_same_work_in_another_number_of_units_agrees(self):
        self.assertIsNone(disagreement(sample(units=10), sample(units=1000)))

    def test_every_kind_of_difference_is_a_disagreement(self):
        for why, changes in (("a body byte is missing", {"bytes": 1299}),
                             ("the first body was shorter", {"first_bytes": 12}),
                             ("the first body had other bytes", {"checksum": 8}),
                             ("a field line was not counted", {"fields": 1})):
            with self.subTest(why):
                self.assertIn("raw saw", disagreement(sample(**changes), sample()))

    def clients(self, folder, **lines):
        """Programs that print a line, whatever they are asked for."""
        return [programs.Client(name, (make_program(folder, name, "echo '%s'" % line),),
                                frozenset([WORKLOAD.name])) for name, line in lines.items()]

    def agree(self, **lines):
        with tempfile.TemporaryDirectory() as folder:
            return Rounds(FakeServer, self.clients(folder, **lines), WORKLOAD).agree(100)

    def test_a_client_that_saw_less_is_refused_and_the_others_are_not(self):
        result = self.agree(raw=line_of(sample()), hc=line_of(sample(bytes=1200)),
                            libcurl=line_of(sample()))
        self.assertEqual(list(result.samples), ["raw", "libcurl"])
        self.assertIn("12 bytes", result.refused["hc"])

    def test_a_client_that_says_no_json_is_refused(self):
        result = self.agree(raw=line_of(sample()), hc="Segmentation fault")
        self.assertIn("no result", result.refused["hc"])

    def test_without_raw_nobody_has_a_figure(self):
        result = self.agree(raw="nothing", hc=line_of(sample()))
        self.assertEqual(result.samples, {})
        self.assertIn("nothing to compare with", result.refused["hc"])

    def test_the_result_of_another_workload_or_count_is_refused(self):
        for text in (line_of(sample(), workload="body"), line_of(sample(units=99))):
            with self.assertRaisesRegex(ClientFailed, "was asked for 100 of get"):
                parse_sample(text, WORKLOAD, 100)


class Calibration(unittest.TestCase):
    def test_the_count_takes_about_the_time_asked_for_whatever_a_unit_costs(self):
        for wall in (5e-8, 1e-5, 0.05, 3.0):
            with self.subTest(wall=wall):
                count, _ = calibrate(lambda units, wall=wall: sample(wall, units=units), 0.3)
                self.assertEqual(count, max(1, round(0.3 / wall)))


class Judging(unittest.TestCase):
    def test_ratios_are_taken_within_a_round(self):
        found = goals.ratios(measured(hc=[1.0, 4.0, 9.0], raw=[1.0, 2.0, 3.0]), "cpu", "hc", "raw")
        self.assertEqual(found, [1.0, 2.0, 3.0])

    def test_a_rate_is_higher_where_the_wall_time_is_lower(self):
        self.assertEqual(goals.ratios(measured(hc=[1.0], raw=[0.5]), "rate", "hc", "raw"), [0.5])

    def test_cpu_is_bounded_from_above_and_rate_from_below(self):
        for figure, ratio, verdict in (("cpu", 1.16, "not met"), ("cpu", 1.15, "met"),
                                       ("cpu", 1.10, "met, stretch too"),
                                       ("cpu", None, "not measured")):
            with self.subTest(figure=figure, ratio=ratio):
                self.assertEqual(goals.Goal("get", figure, "raw", 1.15, 1.10).verdict(ratio),
                                 verdict)
        for ratio, verdict in ((0.92, "not met"), (0.93, "met"), (0.97, "met, stretch too")):
            with self.subTest(figure="rate", ratio=ratio):
                self.assertEqual(goals.Goal("get", "rate", "raw", 0.93, 0.97).verdict(ratio),
                                 verdict)

    def test_a_goal_that_raw_does_not_reach_either_says_so(self):
        result = measured(hc=[1.0], raw=[0.9], libcurl=[1.5])
        verdicts = {goal.against: (limit, verdict)
                    for goal, _, limit, verdict in report.goal_rows([result])
                    if goal.figure == "rate"}
        self.assertAlmostEqual(verdicts["libcurl"][0], 1.5 / 0.9)
        self.assertEqual(verdicts["libcurl"][1], "not met, nor by raw")
        result = measured(hc=[1.0], raw=[0.7], libcurl=[1.5])
        verdicts = [verdict for goal, _, _, verdict in report.goal_rows([result])
                    if (goal.figure, goal.against) == ("rate", "libcurl")]
        self.assertEqual(verdicts, ["not met"])

    def test_a_goal_against_raw_that_scatter_does_not_reach_either_says_so(self):
        into = next(workload for workload in catalogue.load()
                    if workload.name == "chunked-into-64k")
        for scatter, verdict in (([1.07], "not met, nor by scatter"), ([1.04], "not met"),
                                 ([], "not met")):
            with self.subTest(scatter=scatter):
                result = measured(hc=[1.08], raw=[1.0], scatter=scatter)
                result.workload = into
                self.assertEqual([told for *_, told in report.goal_rows([result])], [verdict])

    def test_a_goal_by_rate_against_another_library_has_one_by_cpu_beside_it(self):
        bounds = {(goal.workload, goal.against, goal.figure): goal.bound for goal in goals.GOALS}
        for workload, against, by_cpu, by_rate in (
                ("get", "libcurl", 0.5, 2.0), ("get", "cpython", 0.095, 10.5),
                ("https-get", "libcurl", 0.625, 1.6), ("https-get", "cpython", 0.143, 7.0)):
            with self.subTest(workload=workload, against=against):
                self.assertEqual(bounds[workload, against, "cpu"], by_cpu)
                self.assertEqual(bounds[workload, against, "rate"], by_rate)

    def test_a_full_run_shows_every_goal(self):
        everything = [Measurement(workload) for workload in catalogue.load()]
        self.assertEqual([goal for goal, *_ in report.goal_rows(everything)], goals.GOALS)

    def test_every_workload_over_https_but_small_reads_has_a_goal(self):
        without = {"https-chunked"}
        names = {workload.name for workload in catalogue.load() if workload.scheme == "HTTPS"}
        self.assertEqual(names - {goal.workload for goal in goals.GOALS}, without)

    def test_every_goal_is_about_a_workload_of_the_table(self):
        names = {workload.name for workload in catalogue.load()}
        self.assertEqual({goal.workload for goal in goals.GOALS} - names, set())

    def test_a_goal_whose_client_was_refused_is_not_measured(self):
        verdicts = {verdict for *_, verdict in report.goal_rows([measured(hc=[1.0])])}
        self.assertEqual(verdicts, {"not measured"})


class Showing(unittest.TestCase):
    def test_the_report_shows_ratios_goals_and_refusals(self):
        result = measured(raw=[1e-5, 1e-5], hc=[1.1e-5, 1.1e-5])
        result.refused["libcurl"] = "saw nothing"
        text = report.text([result], ["a machine"], {"http_parser": "not built"}, 2, 0.3)
        self.assertRegex(text, r"hc +5.5 µs +11 µs +90,909 /s +1.1 +1.1 – 1.1 +0.909")
        self.assertRegex(text, r"get: CPU ÷ raw's +≤ 1.15 +≤ 1.1 +1.1 ")
        self.assertIn("refused: get, libcurl: it saw nothing", text)
        self.assertIn("missing  http_parser: not built", text)

    def test_a_busy_machine_is_told_and_a_quiet_one_is_not_called_busy(self):
        self.assertIn("busy", report.quietness(6.4))
        self.assertNotIn("busy", report.quietness(0.2))

    def test_the_document_can_be_written_as_json_and_has_every_sample(self):
        result = measured(raw=[1e-5, 2e-5], hc=[1e-5, 2e-5])
        document = report.document([result], ["a machine"], {"libcurl": "not built"}, 2, 0.3)
        written = json.loads(json.dumps(document))
        self.assertEqual(written["remarks"], {"libcurl": "not built"})
        walls = [taken["wall_per_unit"] for taken in written["workloads"][0]["samples"]["hc"]]
        self.assertEqual([round(wall, 9) for wall in walls], [1e-5, 2e-5])


class Programs(unittest.TestCase):
    def test_a_program_that_is_no_cpython_has_no_version(self):
        for path in ("/bin/true", "/bin/false", "/bin/echo", "/nowhere/python3"):
            with self.subTest(path):
                self.assertIsNone(programs.python_version(path))

    def test_this_interpreter_has_its_version(self):
        self.assertEqual(programs.python_version(sys.executable), sys.version_info[:3])

    def test_a_server_that_tells_no_port_is_a_set_up_error(self):
        with self.assertRaisesRegex(programs.SetupError, "/bin/true: it told no ports"):
            with Server("/bin/true"):
                self.fail("entered")

    @unittest.skipUnless(hasattr(os, "SCHED_BATCH"), "no such policy on this system")
    def test_the_server_interrupts_no_client(self):
        with tempfile.TemporaryDirectory() as folder:
            with Server(make_program(folder, "server", "echo 80 443; read ended")) as server:
                policy = os.sched_getscheduler(server.process.pid)
        self.assertEqual(policy, os.SCHED_BATCH)

    def test_a_client_is_told_the_port_of_the_scheme_and_for_https_the_certificate(self):
        with tempfile.TemporaryDirectory() as folder:
            script = 'echo made >"$1"; echo 80 443; read ended'
            with Server(make_program(folder, "server", script)) as server:
                http = server.arguments(WORKLOAD, 5)
                https = server.arguments(WORKLOAD._replace(scheme="HTTPS"), 5)
                with open(https[4], encoding="ascii") as certificate:
                    self.assertEqual(certificate.read(), "made\n")
        self.assertEqual(http, ["get", "127.0.0.1", "80", "5"])
        self.assertEqual(https[:4], ["get", "127.0.0.1", "443", "5"])
        self.assertFalse(os.path.exists(https[4]), "the certificate outlived the server")


class Clients(unittest.TestCase):
    EVERYTHING = "\n".join(workload.name for workload in catalogue.load())

    def setUp(self):
        self.made = tempfile.TemporaryDirectory()
        self.addCleanup(self.made.cleanup)
        self.folder = self.made.name

    def add(self, name, offers=EVERYTHING):
        make_program(self.folder, name, "echo '%s'" % offers)

    def add_ours(self):
        self.add("bench-raw")
        self.add("bench-scatter", "chunked-into-64k")
        self.add("bench-reference")

    def find(self):
        clients, remarks = programs.find_clients(self.folder, sys.executable)
        return [client.name for client in clients], remarks

    def test_a_missing_program_of_ours_is_named_with_the_remedy(self):
        for missing in ("bench-raw", "bench-scatter", "bench-reference"):
            with self.subTest(missing):
                with self.assertRaisesRegex(programs.SetupError, missing + ".*scripts/bench"):
                    programs.find_clients(self.folder)
                self.add(missing)

    def test_a_library_that_is_not_installed_is_left_out_and_named_with_its_package(self):
        self.add_ours()
        names, remarks = self.find()
        self.assertEqual(names, ["raw", "scatter", "hc", "cpython"])
        self.assertIn("libcurl4-openssl-dev", remarks["libcurl"])
        self.assertIn("libhttp-parser-dev", remarks["http_parser"])

    def test_a_client_that_no_longer_starts_is_left_out_with_the_reason(self):
        self.add_ours()
        self.add("bench-http_parser")
        make_program(self.folder, "bench-libcurl", "exit 127")
        names, remarks = self.find()
        self.assertNotIn("libcurl", names)
        self.assertRegex(remarks["libcurl"], "bench-libcurl.*127")

    def test_no_cpython_leaves_it_out_and_says_how_to_name_one(self):
        self.add_ours()
        with mock.patch.object(programs, "python_candidates", lambda: []):
            clients, remarks = programs.find_clients(self.folder)
        self.assertEqual([client.name for client in clients], ["raw", "scatter", "hc"])
        self.assertIn("--python", remarks["cpython"])

    def test_a_cpython_that_is_named_and_does_not_work_is_a_set_up_error(self):
        with self.assertRaisesRegex(programs.SetupError, "--python /bin/true"):
            programs.find_clients(self.folder, "/bin/true")

    def test_a_client_without_tls_is_told_and_one_that_does_one_thing_alone_is_not_blamed(self):
        self.add_ours()
        self.add("bench-libcurl", "get\nget-new")
        self.add("bench-http_parser", "head")
        names, remarks = self.find()
        self.assertEqual(names, ["raw", "scatter", "hc", "libcurl", "cpython", "http_parser"])
        self.assertEqual(list(remarks), ["libcurl"])
        self.assertIn("without TLS", remarks["libcurl"])


class CommandLine(unittest.TestCase):
    def test_help_teaches_without_anything_built(self):
        for command, words in (((SCRIPT, "--help"), ("--quick", "--json", "Exit status")),
                               ((SCRIPT, "client", "--help"),
                                ("CPU ÷ raw", "scatter", "https", "examples"))):
            with self.subTest(command):
                told = called(*command)
                self.assertEqual(told.returncode, 0, told.stderr)
                for word in words:
                    self.assertIn(word, told.stdout)

    def test_the_list_names_every_workload_without_anything_built(self):
        told = called(SCRIPT, "client", "--list")
        self.assertEqual([line.split()[0] for line in told.stdout.splitlines()],
                         [workload.name for workload in catalogue.load()])

    def test_wrong_usage_is_one_clear_line_and_status_2(self):
        bench = (sys.executable, BENCH, "--programs", "/nowhere")
        for command, line in (((SCRIPT, "server"), "unknown group 'server'"),
                              ((*bench, "nothing*"), "no workload matches 'nothing\\*'"),
                              ((*bench, "get"), "/nowhere: no bench-server there")):
            with self.subTest(command):
                told = called(*command)
                self.assertEqual(told.returncode, 2)
                self.assertRegex(told.stderr, r"\Ascripts/bench: %s[^\n]*\n\Z" % line)


class Catalogue(unittest.TestCase):
    def test_a_row_that_is_written_otherwise_is_an_error_that_shows_it(self):
        with self.assertRaisesRegex(ValueError, "not a row: WORKLOAD\\(get"):
            catalogue.parse_row("WORKLOAD(get, HTTP)")


if __name__ == "__main__":
    unittest.main()
