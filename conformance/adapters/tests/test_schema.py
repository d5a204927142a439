"""The schema of the protocol fits the documentation and what adapters really say, and refuses what is not of the protocol."""

import json
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

import certificates
import ill_formed
from adapter_process import FOLDER, AdapterProcess, commands, cpython_command
from loopback_server import LoopbackServer
from sessions import ALL, CUT_SHORT
from sessions_https import MAKING
from sessions_observing import OBSERVING

ROOT = FOLDER.parents[2]
SCHEMA = ROOT / "conformance" / "schema" / "adapter-protocol-1.schema.json"
DOCUMENT = ROOT / "docs" / "adapter-protocol.md"
SPEAKERS = {">": "request", "<": "answer"}


def transcript():
    """The messages of the documentation's transcript: (who speaks, message)."""
    messages = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line[:4] == "    " and line[4:6] in ("> ", "< "):
            messages.append([SPEAKERS[line[4]], line[6:]])
        elif line[:6] == "      " and messages:
            messages[-1][1] += line[6:]
    return [(speaker, json.loads(text)) for speaker, text in messages]


@unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    def validator(self, part):
        return jsonschema.Draft202012Validator({**self.schema, "anyOf": [{"$ref": "#/$defs/" + part}]})

    def assert_valid(self, part, messages):
        validator = self.validator(part)
        for message in messages:
            error = jsonschema.exceptions.best_match(validator.iter_errors(message))
            self.assertIsNone(error, "%s\nin %.2000s" % (error, json.dumps(message)))

    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_the_transcript_of_the_documentation_is_valid(self):
        messages = transcript()
        self.assertEqual([speaker for speaker, _ in messages], ["request", "answer", "request", "answer", "request"])
        for speaker, message in messages:
            self.assert_valid(speaker, [message])

    def test_what_adapters_are_asked_and_answer_is_valid(self):
        for name, command in commands().items():
            with self.subTest(adapter=name), AdapterProcess(command) as adapter:
                edition = adapter.hello()["editions"][-1]
                for session in ALL + MAKING + OBSERVING:
                    with LoopbackServer(session.connections) as server:
                        variables = {"host": "127.0.0.1", "port": server.port, **certificates.variables()}
                        adapter.run(edition, variables, session.steps)
                self.assert_valid("request", adapter.requests)
                self.assert_valid("answer", adapter.answers)

    def test_ill_formed_messages_are_refused(self):
        validator = self.validator("request")
        for why, message in ill_formed.messages("3.13").items():
            with self.subTest(why=why):
                self.assertFalse(validator.is_valid(message))

    def test_ill_formed_answers_are_refused(self):
        validator = self.validator("answer")
        raises = {"type": "ValueError", "bases": ["Exception"], "attributes": {}, "text": ""}
        self.assertTrue(validator.is_valid(result({"raises": raises})))
        for why, outcome in {
                "nothing": {}, "two kinds": {"value": 1, "unbound": "x"}, "empty output": {"value": 1, "output": ""},
                "an argument's tag": {"value": {"ref": "x"}}, "a fraction": {"value": 1.5},
                "no text": {"raises": {name: said for name, said in raises.items() if name != "text"}},
                "no bases": {"raises": {**raises, "bases": []}},
                "an unknown attribute": {"raises": {**raises, "attributes": {"cause": None}}}}.items():
            with self.subTest(why=why):
                self.assertFalse(validator.is_valid(result(outcome)))


def result(outcome):
    return {"result": {"id": 1, "outcomes": [outcome]}}


class Transcript(unittest.TestCase):
    def test_the_transcript_of_the_documentation_is_what_happens(self):
        said = [message for _, message in transcript()]
        with AdapterProcess(cpython_command()) as adapter, LoopbackServer([[CUT_SHORT]]) as server:
            edition = adapter.hello()["editions"][0]
            request = json.loads(json.dumps(said[2]))
            request["run"]["edition"] = edition
            request["run"]["variables"]["port"] = server.port
            self.assertEqual(adapter.ask(request), said[3])


if __name__ == "__main__":
    unittest.main()
