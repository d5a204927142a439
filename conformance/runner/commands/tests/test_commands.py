"""The commands of hcspec as a person meets them: what they print where, and how they exit.

Usage: test_commands.py HCSPEC PROJECT [unittest arguments]; PROJECT is the project's folder.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

HCSPEC, PROJECT = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
TEST_PAGES = PROJECT / "conformance" / "runner" / "specification" / "tests" / "pages"
SCHEMAS = PROJECT / "conformance" / "schema"
SOURCES = ["--spec", str(TEST_PAGES / "spec"), "--pages", str(TEST_PAGES / "good.md")]
DEVIATING = ["--spec", str(TEST_PAGES / "spec"), "--pages", str(TEST_PAGES / "deviating.md")]


def hcspec(*arguments, folder=PROJECT, **more):
    """Runs a command to its end; its standard output and error are text."""
    return subprocess.run([HCSPEC, *arguments], cwd=folder, stdin=subprocess.DEVNULL, timeout=60,
                          capture_output=True, encoding="utf-8", **more)


class CommandTest(unittest.TestCase):
    def assert_done(self, result):
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def assert_refused(self, result):
        """A usage or set-up error: status 2, nothing on standard output, the reason on standard error."""
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        return result.stderr


class TestMain(CommandTest):
    def test_without_a_command_the_usage_is_shown(self):
        self.assertIn("Usage: hcspec", self.assert_refused(hcspec()))

    def test_help_lists_every_command(self):
        for arguments in (["--help"], ["help"]):
            text = self.assert_done(hcspec(*arguments))
            for command in ("run", "list", "show", "serve", "lint", "export", "coverage", "report"):
                self.assertRegex(text, rf"(?m)^  {command} +\w")

    def test_help_of_a_command_is_its_own(self):
        for command in ("run", "list", "show", "serve", "lint", "export", "coverage", "report"):
            text = self.assert_done(hcspec("help", command))
            self.assertIn(f"Usage: hcspec {command}", text)
            self.assertEqual(text, self.assert_done(hcspec(command, "--help")))

    def test_the_version_is_told(self):
        self.assertRegex(self.assert_done(hcspec("--version")), r"^hcspec \d+\.\d+\.\d+\n$")

    def test_an_unknown_command_is_refused_with_the_one_probably_meant(self):
        self.assertEqual(self.assert_refused(hcspec("lnit")),
                         "hcspec: unknown command 'lnit'; did you mean 'lint'?\n")
        self.assertEqual(self.assert_refused(hcspec("help", "xyzzy")),
                         "hcspec: unknown command 'xyzzy'; 'hcspec help' lists them\n")

    def test_an_unknown_option_is_refused(self):
        for command in ("list", "show", "serve", "lint", "export", "coverage", "report"):
            self.assertIn("unrecognized option", self.assert_refused(hcspec(command, "--xyzzy")))

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([HCSPEC, "export", *SOURCES], stdout=full, stderr=subprocess.PIPE,
                                    encoding="utf-8", timeout=60)
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot write to standard output: No space left", result.stderr)


class TestSources(CommandTest):
    def test_the_projects_own_pages_are_found_from_its_folder(self):
        self.assertRegex(self.assert_done(hcspec("lint")), r"^\d+ pages, \d+ scenarios, \d+ cases: no errors\n$")

    def test_without_pages_it_is_said_how_to_name_them(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "hcspec"
            copy.write_bytes(pathlib.Path(HCSPEC).read_bytes())
            copy.chmod(0o755)
            result = subprocess.run([copy, "list"], cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
        self.assertEqual(self.assert_refused(result),
                         "conformance/spec: error: not found in this folder nor above the program; "
                         "name it with --spec FOLDER\n")

    def test_a_missing_file_is_named(self):
        self.assertEqual(self.assert_refused(hcspec("list", "--pages", "/nonexistent")),
                         "/nonexistent: error: no such page or folder: No such file or directory\n")
        self.assertEqual(self.assert_refused(hcspec("list", "--spec", "/nonexistent")),
                         "".join(f"/nonexistent/{name}s.tsv: error: cannot read the registry of {name}s: "
                                 "No such file or directory\n" for name in ("clause", "behaviour", "requirement", "deviation")))


class TestLint(CommandTest):
    def test_a_good_page_has_no_errors(self):
        self.assertEqual(self.assert_done(hcspec("lint", *SOURCES[:2], str(TEST_PAGES / "good.md"))),
                         "1 page, 2 scenarios, 3 cases: no errors\n")

    def test_all_mistakes_are_told_on_standard_error(self):
        errors = self.assert_refused(hcspec("lint", "--spec=spec", "mistakes.md", folder=TEST_PAGES))
        self.assertEqual(errors, (TEST_PAGES / "mistakes.txt").read_text(encoding="utf-8"))


    def test_of_the_whole_specification_it_is_told_which_deviation_no_scenario_shows(self):
        with tempfile.TemporaryDirectory() as folder:
            conformance = pathlib.Path(folder) / "conformance"
            shutil.copytree(TEST_PAGES / "spec", conformance / "spec")
            (conformance / "pages").mkdir()
            shutil.copy(TEST_PAGES / "deviating.md", conformance / "pages")
            self.assertEqual(self.assert_refused(hcspec("lint", folder=folder)),
                             "conformance/spec/deviations.tsv:3:1: error: no scenario shows the deviation 'unshown': "
                             "one needs the fact '- deviation: unshown' and a second reading\n")
            self.assert_done(hcspec("lint", "conformance/pages/deviating.md", folder=folder))


class TestList(CommandTest):
    def test_each_scenario_has_its_number_of_cases(self):
        self.assertEqual(self.assert_done(hcspec("list", *SOURCES)),
                         "good#past-the-end              2 cases, 12 with variants\n"
                         "good#set_tunnel--quoted--code  1 case, 3 with variants\n")

    def test_patterns_choose_scenarios_and_cases(self):
        for pattern, expected in (("*#past*", "good#past-the-end  2 cases, 12 with variants\n"),
                                  ("good#past-the-end", "good#past-the-end  2 cases, 12 with variants\n"),
                                  ("*:exactly", "good#past-the-end  1 case, 6 with variants\n"),
                                  ("*@tunnel/split", "good#past-the-end  2 cases, 2 with variants\n")):
            self.assertEqual(self.assert_done(hcspec("list", *SOURCES, pattern)), expected)

    def test_json_has_the_ids_of_the_cases_and_of_their_variants(self):
        listed = json.loads(self.assert_done(hcspec("list", "--json", *SOURCES, "*past*@t*/whole")))
        self.assertEqual(listed, [{"id": "good#past-the-end", "title": "Past the end", "page": "good", "deviation": None,
                                   "cases": ["good#past-the-end:exactly", "good#past-the-end:more-of-it"],
                                   "variants": ["good#past-the-end:exactly@tls/whole",
                                                "good#past-the-end:exactly@tunnel/whole",
                                                "good#past-the-end:more-of-it@tls/whole",
                                                "good#past-the-end:more-of-it@tunnel/whole"]}])

    def test_a_deviation_is_named(self):
        self.assertEqual(self.assert_done(hcspec("list", *DEVIATING)),
                         "deviating#kept-lines       1 case, 9 with variants, deviation stale-lines\n"
                         "deviating#a-shared-script  1 case, 3 with variants, deviation stale-lines\n")
        listed = json.loads(self.assert_done(hcspec("list", "--json", *DEVIATING)))
        self.assertEqual([entry["deviation"] for entry in listed], ["stale-lines"] * 2)

    def test_a_pattern_that_nothing_matches_is_refused(self):
        self.assertEqual(self.assert_refused(hcspec("list", *SOURCES, "good#past-teh-end")),
                         "hcspec list: no scenario matches 'good#past-teh-end'; did you mean 'good#past-the-end'?\n")
        self.assertIn("'hcspec list' shows all", self.assert_refused(hcspec("list", *SOURCES, "xyzzy*")))


class TestShow(CommandTest):
    def test_a_case_is_shown_whole(self):
        text = self.assert_done(hcspec("show", *SOURCES, "good#past-the-end:more-of-it"))
        for part in ("Past the end\nread(amt) returns what is left, then empty bytes for good.\n",
                     "good.md:8\n", "level      documented\n", "clause     HTTPResponse.read: Reads.\n",
                     "edition    3.9 to the newest\n", "needs      http buffered-reading\n",
                     "case       good#past-the-end:more-of-it\n",
                     "variants   plain/whole plain/split tls/whole tls/split tunnel/whole tunnel/split\n",
                     "    | Content-Length: 4\n",
                     "    >>> resp.read(2**31)\n",
                     '    {"call": "read", "on": "resp", "args": [2147483648]}\n',
                     "other cases\n    good#past-the-end:exactly\n"):
            self.assertIn(part, text)

    def test_both_sides_of_a_deviation_are_shown(self):
        text = self.assert_done(hcspec("show", *DEVIATING, "deviating#kept-lines"))
        self.assertIn("deviation  stale-lines: A field reaches a host it was not meant for.\n"
                      "           CPython: Lines are kept.\n"
                      "           reference: Lines are dropped.\n"
                      "           source: RFC 9112, 3.2\n", text)
        first, second = text.split("\nand where the deviation is shown\n")
        self.assertIn('    recv "a"\n', first)
        self.assertIn('    recv "b"\n', second)
        self.assertIn("    >>> conn.set_debuglevel(0)\n", second)

    def test_a_scenario_is_shown_with_its_first_case(self):
        text = self.assert_done(hcspec("show", *SOURCES, "good#past-the-end"))
        self.assertIn("case       good#past-the-end:exactly\n", text)
        text = self.assert_done(hcspec("show", *SOURCES, "good#set_tunnel--quoted--code"))
        self.assertIn("server\n    none: the client must not connect\n", text)
        self.assertNotIn("other cases", text)

    def test_an_unknown_id_is_refused_with_the_closest(self):
        self.assertEqual(self.assert_refused(hcspec("show", *SOURCES, "good#past-the-end:exact")),
                         "hcspec show: there is no 'good#past-the-end:exact'; did you mean "
                         "'good#past-the-end:exactly'?\n")
        self.assertIn("name a scenario or a case", self.assert_refused(hcspec("show", *SOURCES)))
        self.assertIn("one id at a time", self.assert_refused(hcspec("show", *SOURCES, "a", "b")))


class TestExport(CommandTest):
    def bundled_schema(self):
        """The schema with the adapter protocol's definitions inside, so that no validator has to find a second file."""
        protocol = (SCHEMAS / "adapter-protocol-1.schema.json").read_text(encoding="utf-8")
        protocol = json.loads(protocol.replace('"#/$defs/', '"#/$defs/protocol/'))
        schema = (SCHEMAS / "specification-1.schema.json").read_text(encoding="utf-8")
        schema = json.loads(schema.replace("urn:hcspec:adapter-protocol:1#/$defs/", "#/$defs/protocol/"))
        schema["$defs"]["protocol"] = protocol["$defs"]
        return schema

    def test_what_is_exported_keeps_to_the_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = self.bundled_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for arguments in (SOURCES, DEVIATING, []):
            specification = json.loads(self.assert_done(hcspec("export", *arguments)))
            validator.validate(specification)
            specification["scenarios"][0]["cases"][0]["steps"].append({"xyzzy": 1})
            self.assertFalse(validator.is_valid(specification))

    def test_the_order_is_that_of_the_page(self):
        specification = json.loads(self.assert_done(hcspec("export", *SOURCES[:2], str(TEST_PAGES / "good.md"))))
        self.assertEqual([case["id"] for scenario in specification["scenarios"] for case in scenario["cases"]],
                         ["good#past-the-end:exactly", "good#past-the-end:more-of-it", "good#set_tunnel--quoted--code"])

    def corpus_of(self, folder):
        self.assert_done(hcspec("export", *SOURCES, "--corpus", folder))
        return {target.name: {seed.name: seed.read_bytes() for seed in target.iterdir()}
                for target in pathlib.Path(folder).iterdir()}

    def test_a_corpus_has_seeds_of_what_scripts_and_consoles_say(self):
        with tempfile.TemporaryDirectory() as folder:
            corpus = self.corpus_of(folder)
            self.assertLessEqual({"response", "status_line", "header_section", "console", "peer_script", "page",
                                  "request", "adapter_answer"}, set(corpus))
            for seed in corpus["status_line"].values():
                self.assertTrue(seed.startswith(b"HTTP/1.1 "), seed)
            for seed in corpus["response"].values():
                self.assertIn(b"\r\n\r\n", seed[:-8], "a response and eight bytes of choices")

    def test_a_corpus_is_the_same_each_time_and_what_is_there_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            first = self.corpus_of(folder)
            (pathlib.Path(folder) / "console" / "mine").write_text("kept")
            second = self.corpus_of(folder)
            self.assertEqual(second["console"].pop("mine"), b"kept")
            self.assertEqual(first, second)

    def test_a_corpus_that_cannot_be_written_is_refused(self):
        with tempfile.NamedTemporaryFile() as file:
            error = self.assert_refused(hcspec("export", *SOURCES, "--corpus", file.name))
            self.assertIn(f"cannot write {file.name}/", error)


class TestServe(CommandTest):
    def serve(self, *arguments):
        """Starts the command, reads what it says up to its invitation, and returns it with its port."""
        process = subprocess.Popen([HCSPEC, "serve", *SOURCES, *arguments], cwd=PROJECT, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.addCleanup(self.clean_up, process)
        self.invitation = [process.stdout.readline() for _ in range(5)]
        return process, int(self.invitation[1].rpartition(":")[2])

    def clean_up(self, process):
        process.kill()
        process.communicate()

    def read_until(self, process, last):
        lines = []
        while not lines or lines[-1] != last:
            lines.append(process.stdout.readline())
            self.assertNotEqual(lines[-1], "", lines)
        return "".join(lines)

    def talk(self, port, request=b"GET / HTTP/1.1\r\n\r\n", wrap=lambda sock: sock):
        with wrap(socket.create_connection(("127.0.0.1", port), timeout=30)) as sock:
            sock.sendall(request)
            return sock.recv(4096)

    def test_a_client_is_served_and_then_the_next(self):
        process, port = self.serve("good#past-the-end:exactly")
        self.assertEqual(self.invitation[0], "good#past-the-end:exactly in plain/whole\n")
        self.assertEqual(self.invitation[1], f"listening on 127.0.0.1:{port}\n")
        self.assertRegex(self.invitation[2], r"^authority    /.+\.pem\n$")
        self.assertRegex(self.invitation[3], rf"^try          curl .* http://127\.0\.0\.1:{port}/\n$")
        for _ in range(2):
            self.assertTrue(self.talk(port).startswith(b"HTTP/1.1 200 OK\r\n"))
            conversation = self.read_until(process, "the client did as the script says\n")
            for line in ("1 * client connects\n", "1 → GET / HTTP/1.1\\r\\n\n", "1 ← HTTP/1.1 200 OK\\r\\n\n"):
                self.assertIn(line, conversation)
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.communicate(timeout=30), ("", ""))
        self.assertEqual(process.returncode, 0)

    def test_what_has_come_by_then_is_shown_when_it_is_interrupted(self):
        process, port = self.serve("good#past-the-end:exactly")
        with socket.create_connection(("127.0.0.1", port), timeout=30) as sock:
            sock.sendall(b"GET")
            shown = self.read_until(process, "1 → GET\n")
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
        self.assertEqual((shown, rest, errors, process.returncode), ("1 * client connects\n1 → GET\n", "", "", 0))

    def test_once_ends_by_itself_and_tells_how_it_went(self):
        process, port = self.serve("good#past-the-end:exactly", "--once")
        self.talk(port)
        self.assertIn("the client did as the script says\n", process.communicate(timeout=30)[0])
        self.assertEqual(process.returncode, 0)
        process, port = self.serve("good#past-the-end:exactly", "--once")
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
        self.assertIn("good.md:21:1: ", process.communicate(timeout=30)[0])
        self.assertEqual(process.returncode, 1)

    def test_the_authority_that_is_named_is_to_be_trusted(self):
        process, port = self.serve("good#past-the-end:exactly@tls/split", "--once")
        context = ssl.create_default_context(cafile=self.invitation[2].split()[1])
        answer = self.talk(port, wrap=lambda sock: context.wrap_socket(sock, server_hostname="127.0.0.1"))
        self.assertTrue(answer.startswith(b"H"))
        process.communicate(timeout=30)
        self.assertFalse(os.path.exists(self.invitation[2].split()[1]))

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_the_command_that_is_shown_makes_the_request_over_every_transport(self):
        for variant in ("plain/whole", "tls/whole", "tunnel/split"):
            process, _ = self.serve(f"good#past-the-end:exactly@{variant}", "--once")
            command = self.invitation[3].partition("try")[2]
            result = subprocess.run(command, shell=True, capture_output=True, timeout=30)
            self.assertIn(b"HTTP/1.1 200 OK\r\n", result.stdout, (variant, result))
            self.assertIn("the client did as the script says\n", process.communicate(timeout=30)[0])

    def test_a_port_may_be_chosen(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            error = self.assert_setup_refused("good#past-the-end", "--port", str(taken.getsockname()[1]))
        self.assertEqual(error, "hcspec serve: cannot listen: Address already in use\n")
        for port in ("0", "65536", "x"):
            self.assertIn(f"--port '{port}': expected a number",
                          self.assert_refused(hcspec("serve", *SOURCES, "good#past-the-end", "--port", port)))

    def assert_setup_refused(self, *arguments):
        result = hcspec("serve", *SOURCES, *arguments)
        self.assertEqual(result.returncode, 2)
        return result.stderr

    def test_what_cannot_be_served_is_refused(self):
        for argument, reason in (
                ("good#past-teh-end", "there is no 'good#past-teh-end'; did you mean 'good#past-the-end'?"),
                ("good#set_tunnel--quoted--code", "'good#set_tunnel--quoted--code' has no server: its client must not "
                                                  "connect"),
                ("good#past-the-end@tls/bytes", "'tls/bytes' is no variant of 'good#past-the-end:exactly', which has "
                                                "plain/whole plain/split tls/whole tls/split tunnel/whole "
                                                "tunnel/split")):
            self.assertEqual(self.assert_refused(hcspec("serve", *SOURCES, argument)), f"hcspec serve: {reason}\n")
        self.assertIn("name a scenario or a case", self.assert_refused(hcspec("serve", *SOURCES)))
        self.assertIn("one id at a time", self.assert_refused(hcspec("serve", *SOURCES, "a", "b")))


class TestRequirements(CommandTest):
    PAGE = '''# Requirements
## Broken by whoever does as http.client
- level: cpython
- breaks: RFC9112-6.3-2

```pycon
>>> http.client.HTTP_PORT
{shown}
```
'''

    def run_page(self, shown, *arguments):
        adapter = PROJECT / "conformance" / "adapters" / "cpython" / "adapter.py"
        with tempfile.TemporaryDirectory() as folder:
            page, results = pathlib.Path(folder) / "rfc.md", pathlib.Path(folder) / "results.json"
            page.write_text(self.PAGE.replace("{shown}", shown), encoding="utf-8")
            result = hcspec("run", *SOURCES[:2], "--pages", str(page), "--no-oracle", "--json", str(results), *arguments,
                            "--impl", f"python='{sys.executable}' '{adapter}'")
            return result, json.loads(results.read_text(encoding="utf-8"))["cases"][0]

    def test_one_that_is_broken_does_not_count_unless_asked_for(self):
        result, case = self.run_page("80")
        self.assertEqual((case["api"], case["rfc"], case["requirements"]),
                         ("pass", "fail", {"RFC9112-6.3-2": "fail"}))
        self.assertEqual(result.returncode, 0)
        result, case = self.run_page("80", "--rfc")
        self.assertEqual(result.returncode, 1)
        self.assertIn("  fail       RFC9112-6.3-2\n  MUST       A length.\n", result.stdout)

    def test_what_is_marked_as_legal_is_a_fail_that_meets_it(self):
        result, case = self.run_page("81\n80 # rfc")
        self.assertEqual((case["api"], case["rfc"]), ("fail", "pass"))
        self.assertEqual(result.returncode, 1)

    def test_something_else_tells_nothing_of_what_http_client_breaks(self):
        _, case = self.run_page("81\n82 # rfc")
        self.assertEqual((case["api"], case["rfc"]), ("fail", "unknown"))


class TestCoverage(CommandTest):
    def play(self, folder, *cases):
        adapter = PROJECT / "conformance" / "adapters" / "cpython" / "adapter.py"
        path = str(pathlib.Path(folder) / "results.json")
        self.assert_done(hcspec("run", *SOURCES, "--no-oracle", "--quiet", *cases, "--json", path,
                                "--impl", f"python='{sys.executable}' '{adapter}'"))
        return path

    def test_what_a_run_has_proven_comes_from_its_results(self):
        with tempfile.TemporaryDirectory() as folder:
            results = self.play(folder, "--case", "good#set_tunnel*")
            result = hcspec("coverage", *SOURCES[:2], results)
            self.assertEqual((result.returncode, result.stderr), (1, ""))
            self.assertIn("requirements: 2, 0 proven, 0 not proven, 2 not cited, 0 unobservable, 0 absent\n", result.stdout)
            self.assertNotIn("past-the-end", result.stdout)  # the page cites, but it was not played

    def test_json_has_the_same_and_missing_leaves_out_what_is_proven_or_explained(self):
        with tempfile.TemporaryDirectory() as folder:
            results = self.play(folder)
            sections = json.loads(hcspec("coverage", "--json", *SOURCES[:2], results).stdout)
            missing = json.loads(hcspec("coverage", "--json", "--missing", *SOURCES[:2], results).stdout)
        self.assertEqual([(section["registry"], section["edition"]) for section in sections],
                         [("clause", "3.9"), ("clause", "3.13"), ("behaviour", None), ("requirement", None),
                          ("deviation", None)])
        for section, rest in zip(sections, missing):
            self.assertEqual(section["counts"], rest["counts"])
            self.assertEqual(rest["entries"], [entry for entry in section["entries"]
                                               if entry["state"] in ("not proven", "not cited")])

    def test_what_cannot_be_read_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("No such file", self.assert_refused(hcspec("coverage", f"{folder}/results.json")))
            self.assertIn("not registered", self.assert_refused(hcspec("coverage", self.play(folder))))
        self.assertIn("one results file at a time", self.assert_refused(hcspec("coverage", "a", "b")))


class TestReport(CommandTest):
    def play(self, folder):
        """Writes results of the good page's scenario without a peer; returns the file."""
        adapter = PROJECT / "conformance" / "adapters" / "cpython" / "adapter.py"
        path = pathlib.Path(folder) / "results.json"
        self.assert_done(hcspec("run", *SOURCES, "--no-oracle", "--quiet", "--case", "good#set_tunnel*", "--json",
                                str(path), "--impl", f"python='{sys.executable}' '{adapter}'"))
        return str(path)

    def test_reports_are_written_from_the_results_of_a_run(self):
        with tempfile.TemporaryDirectory() as folder:
            results, html, junit, markdown = self.play(folder), f"{folder}/a.html", f"{folder}/a.xml", f"{folder}/a.md"
            self.assertEqual(self.assert_done(hcspec("report", results, "--html", html, "--junit", junit,
                                                     "--markdown", markdown)), "")
            self.assertIn("<html", pathlib.Path(html).read_text(encoding="utf-8"))
            self.assertIn("<testsuites", pathlib.Path(junit).read_text(encoding="utf-8"))
            self.assertIn("python", pathlib.Path(markdown).read_text(encoding="utf-8"))

    def test_the_terminal_is_the_default_and_can_be_had_beside_files(self):
        with tempfile.TemporaryDirectory() as folder:
            results = self.play(folder)
            alone = self.assert_done(hcspec("report", results))
            self.assertIn("python", alone)
            beside = self.assert_done(hcspec("report", results, "--terminal", "--html", f"{folder}/a.html"))
            self.assertEqual(beside, alone)

    def test_a_report_that_cannot_be_written_is_an_error(self):
        with tempfile.TemporaryDirectory() as folder:
            error = self.assert_refused(hcspec("report", self.play(folder), "--html", "/nonexistent/a.html"))
        self.assertEqual(error, "hcspec report: cannot write '/nonexistent/a.html': No such file or directory\n")

    def test_a_file_that_is_no_results_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "results.json"
            path.write_text("{\n", encoding="utf-8")
            self.assertRegex(self.assert_refused(hcspec("report", str(path))), r"results\.json:\d+:\d+: error: ")
            self.assertIn("error: ", self.assert_refused(hcspec("report", str(path) + ".none")))

    def test_a_results_file_must_be_named(self):
        self.assertIn("name a results file", self.assert_refused(hcspec("report")))
        self.assertIn("one results file at a time", self.assert_refused(hcspec("report", "a", "b")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
