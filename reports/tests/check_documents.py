"""Checks whole reports with parsers that are not ours.

usage: check_documents.py WRITE_SAMPLES SCHEMA

Writes the reports of samples, plain and hostile, and reads them: JUnit with an XML parser, the page with an HTML parser,
results.json with a JSON parser and, where python3-jsonschema is installed, against the schema.
"""

import base64
import collections
import hashlib
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

WRITE_SAMPLES, SCHEMA = sys.argv[1:3]
VOID = {"meta", "input", "link", "br", "img", "hr"}
URL_ATTRIBUTES = {"href", "src", "action", "data", "poster", "srcset", "formaction"}
CONTROL = "[\x00-\x08\x0b-\x1f]"
HIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
VERDICTS = ["pass", "fail", "timeout", "crash", "error", "inapplicable", "deviation", "differs"]

RFC_VERDICTS = ["pass", "unknown", "note", "warn", "fail"]


def write(sample):
    folder = tempfile.TemporaryDirectory()
    subprocess.run([WRITE_SAMPLES, folder.name, sample], check=True, stdout=subprocess.DEVNULL)
    return folder


class Page(html.parser.HTMLParser):
    """Every element with its attributes and text; an element that is not closed in order is an error."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.problems = [], [], []
        self.feed(text)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag, _ in self.open]

    def handle_starttag(self, tag, attributes):
        element = (tag, dict(attributes), [])
        if len(dict(attributes)) != len(attributes):
            self.problems.append(f"<{tag}> repeats an attribute at {self.getpos()}")
        self.elements.append(element)
        if tag not in VOID:
            self.open.append((tag, element))

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), []))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data):
        for _, element in self.open:
            element[2].append(data)

    def handle_comment(self, data):
        self.problems.append(f"a comment at {self.getpos()}")

    def all(self, tag):
        return [element for element in self.elements if element[0] == tag]


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folders = {sample: write(sample) for sample in ("0", "5", "hostile")}

    @classmethod
    def tearDownClass(cls):
        for folder in cls.folders.values():
            folder.cleanup()

    def each(self, name):
        for sample, folder in self.folders.items():
            with self.subTest(sample=sample):
                text = (pathlib.Path(folder.name) / name).read_text(encoding="utf-8")
                self.assertNotRegex(text, HIDDEN if name != "results.json" else CONTROL)
                yield sample, text

    def results(self, sample):
        return json.loads((pathlib.Path(self.folders[sample].name) / "results.json").read_text(encoding="utf-8"))

    def test_junit_counts_what_it_holds(self):
        for sample, text in self.each("junit.xml"):
            root = xml.etree.ElementTree.fromstring(text)
            results = self.results(sample)
            self.assertEqual(root.tag, "testsuites")
            self.assertEqual(len(root), len(results["implementations"]))
            for suite, column in zip(root, results["implementations"]):
                children = collections.Counter(child.tag for case in suite.iter("testcase") for child in case)
                self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
                self.assertEqual(int(suite.get("failures")), children["failure"])
                self.assertEqual(int(suite.get("errors")), children["error"])
                self.assertEqual(int(suite.get("skipped")), children["skipped"])
                counts = column["summary"]["api"]
                passed = int(suite.get("tests")) - sum(children[tag] for tag in ("failure", "error", "skipped"))
                self.assertEqual(passed, counts["pass"])
            for total in ("tests", "failures", "errors", "skipped"):
                self.assertEqual(int(root.get(total)), sum(int(suite.get(total)) for suite in root))

    def test_junit_places_and_names_every_case(self):
        for sample, text in self.each("junit.xml"):
            for case in xml.etree.ElementTree.fromstring(text).iter("testcase"):
                self.assertIn(" @", case.get("name"))
                self.assertTrue(case.get("classname") and case.get("file"))
                self.assertGreater(int(case.get("line")), 0)
                for child in case:
                    self.assertTrue(child.tag == "properties" or child.get("message"))

    def test_junit_tells_page_errors_from_failures(self):
        folder = pathlib.Path(self.folders["5"].name)
        root = xml.etree.ElementTree.parse(folder / "junit.xml").getroot()
        kinds = collections.Counter(
            (child.tag, child.get("type")) for case in root.iter("testcase") for child in case if child.tag != "properties")
        self.assertEqual(kinds, {("failure", "fail"): 12, ("failure", "timeout"): 1, ("error", "crash"): 6,
                                 ("error", "error"): 1, ("error", "page error"): 6, ("skipped", None): 102})
        properties = {item.get("name"): item.get("value") for item in root[0].find("properties")}
        self.assertEqual(properties["seed"], "1")
        self.assertEqual(properties["implementation.version"], "0.1.0")

    def test_junit_has_the_verdicts_on_requirements_as_properties(self):
        root = xml.etree.ElementTree.parse(pathlib.Path(self.folders["5"].name) / "junit.xml").getroot()
        for suite, column in zip(root, self.results("5")["implementations"]):
            summary = {item.get("name"): item.get("value") for item in suite.find("properties")}
            seen = collections.Counter(item.get("value") for case in suite.iter("testcase")
                                       for item in case.iter("property") if item.get("name") == "rfc")
            for verdict, count in column["summary"]["rfc"].items():
                self.assertEqual(summary[f"rfc.{verdict}"], str(count))
                self.assertEqual(seen[verdict], count)

    def test_the_page_has_both_verdicts_and_every_requirement(self):
        page = Page((pathlib.Path(self.folders["5"].name) / "index.html").read_text(encoding="utf-8"))
        results = self.results("5")
        (table, _) = page.all("table")[0], page.all("table")[1]
        text = "".join(table[2])
        for requirement in results["requirements"]:
            for name in ("id", "keyword", "statement"):
                self.assertIn(requirement[name], text)
        cells = [(attributes["class"], "".join(content)) for tag, attributes, content in page.all("td")
                 if "RFC" in "".join(content) and attributes.get("class", "").startswith("cell")]
        self.assertIn(("cell pass", "6 ✓ RFC pass"), cells)
        self.assertIn(("cell pass", "6 ✓ RFC warn"), cells)
        self.assertIn(("cell bad", "6 ✗ RFC fail"), cells)

    def test_results_keep_to_the_schema(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads(pathlib.Path(SCHEMA).read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        for sample, text in self.each("results.json"):
            jsonschema.Draft202012Validator(schema).validate(json.loads(text))
            for line in text.splitlines():
                self.assertLessEqual(line.count('"variant": "'), 1)  # a case a line

    def test_the_schema_knows_every_verdict(self):
        schema = json.loads(pathlib.Path(SCHEMA).read_text(encoding="utf-8"))
        self.assertEqual(schema["$defs"]["verdict"]["enum"], VERDICTS)
        self.assertEqual(schema["$defs"]["rfc_verdict"]["enum"], RFC_VERDICTS)
        self.assertEqual(list(self.results("5")["implementations"][0]["summary"]["rfc"]), RFC_VERDICTS)

    def test_the_page_is_well_formed(self):
        for sample, text in self.each("index.html"):
            page = Page(text)
            self.assertEqual(page.problems, [])
            ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
            self.assertEqual(len(ids), len(set(ids)))
            for tag, attributes, _ in page.elements:
                for name in ("aria-labelledby", "for"):
                    if name in attributes:
                        self.assertIn(attributes[name], ids)

    def test_the_page_asks_for_nothing_from_outside(self):
        for sample, text in self.each("index.html"):
            page = Page(text)
            ids = {attributes.get("id") for _, attributes, _ in page.elements}
            for tag, attributes, _ in page.elements:
                self.assertFalse([name for name in attributes if name.startswith("on") or name == "style"], tag)
                for name in URL_ATTRIBUTES & set(attributes):
                    self.assertRegex(attributes[name], "^#")
                    self.assertIn(attributes[name][1:], ids)
            self.assertNotIn("@import", text)
            self.assertNotIn("url(", page.all("style")[0][2][0])

    def test_the_policy_allows_this_style_and_script_only(self):
        for sample, text in self.each("index.html"):
            page = Page(text)
            policy = next(attributes["content"] for _, attributes, _ in page.all("meta")
                          if attributes.get("http-equiv") == "Content-Security-Policy")
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            for tag in ("style", "script"):
                self.assertEqual(len(page.all(tag)), 1)
                digest = hashlib.sha256("".join(page.all(tag)[0][2]).encode()).digest()
                self.assertIn(f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'", policy)

    def test_the_page_shows_every_scenario_case_and_finding(self):
        text = (pathlib.Path(self.folders["5"].name) / "index.html").read_text(encoding="utf-8")
        page, results = Page(text), self.results("5")
        visible = "".join(page.all("main")[0][2])
        for scenario in results["scenarios"]:
            self.assertIn(scenario["title"], visible)
        for case in results["cases"]:
            self.assertIn(case["id"], visible)
            if "reproduce" in case.get("failure", {}) and case["variant"] == "plain/whole":
                self.assertIn(case["failure"]["reproduce"], visible)
        self.assertIn("6 of 90 ✗", visible)
        self.assertIn("6 of 90 ⚠", visible)
        self.assertIn("6 of 90 ◆", visible)
        rows = [attributes for tag, attributes, _ in page.all("tr") if attributes.get("class") == "scenario"]
        self.assertEqual(len(rows), len(results["scenarios"]))

    def test_every_report_shows_both_sides_of_a_deviation(self):
        folder = pathlib.Path(self.folders["5"].name)
        (deviation,) = self.results("5")["deviations"]
        page = Page((folder / "index.html").read_text(encoding="utf-8"))
        root = xml.etree.ElementTree.parse(folder / "junit.xml").getroot()
        skipped = [child for child in root.iter("skipped") if child.get("message").startswith("deviation")]
        self.assertEqual(len(skipped), 2 * 6)  # two implementations, six variants
        for text in ["".join(page.all("main")[0][2])] + [child.text + child.get("message") for child in skipped]:
            for name in ("id", "cpython", "reference", "source"):
                self.assertIn(deviation[name], text)
        links = [attributes["href"] for tag, attributes, _ in page.all("a")]
        index = [scenario.get("deviation") for scenario in self.results("5")["scenarios"]].index(deviation["id"])
        self.assertGreaterEqual(links.count(f"#s{index}"), 2)  # from the list of deviations and from the table

    def test_the_page_tells_who_showed_which_of_several_outcomes(self):
        page = Page((pathlib.Path(self.folders["5"].name) / "index.html").read_text(encoding="utf-8"))
        (section,) = [text for _, attributes, text in page.all("section") if attributes.get("aria-labelledby") == "outcomes"]
        text = re.sub(r"\s+", " ", "".join(section))
        self.assertIn("1 case of which several outcomes are right", text)
        for shown in ("resp.read(10): b'early & <raw>'", "ref 3.13, ref 3.9, porthole 3.13, cpython 3.9.21",
                      "resp.read(10): b'late' resp.isclosed(): True", "cpython 3.13.1"):
            self.assertIn(shown, text)
        self.assertEqual(1, text.count("reading#scenario-0"))

    def test_very_long_values_are_cut_with_a_word(self):
        text = (pathlib.Path(self.folders["hostile"].name) / "index.html").read_text(encoding="utf-8")
        self.assertLess(len(text), 2_000_000)
        self.assertTrue(re.search(r"\[[0-9,]+ bytes before\]", text))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
