"""How adapters speak: what they answer, when they end, and what they do with messages that are not of the protocol."""

import json
import os
import subprocess
import unittest

import ill_formed
from adapter_process import AdapterProcess, commands, cpython_command
from loopback_server import LoopbackServer, Reply
from sessions import CONNECT, REQUEST, RESPONSE, TEXT, assign, call, get, ref, value

LINE_LIMIT = 256 * 1024 * 1024


def line(message):
    return json.dumps(message).encode() + b"\n"


class Conduct(unittest.TestCase):
    """What holds for every adapter."""

    def adapters(self):
        for name, command in commands().items():
            with self.subTest(adapter=name):
                yield name, command

    def edition_of(self, command):
        with AdapterProcess(command) as adapter:
            return adapter.hello()["editions"][-1]

    def test_hello_says_who_the_adapter_is(self):
        for name, command in self.adapters():
            with AdapterProcess(command) as adapter:
                hello = adapter.hello()
                self.assertEqual((hello["protocol"], hello["name"]), (1, name))
                self.assertIn("http", hello["capabilities"])

    def test_quit_and_the_end_of_input_end_it_without_a_word(self):
        for _, command in self.adapters():
            for data in (b"", line({"quit": {}}), line({"quit": {}}) + b"what follows is not read"):
                self.assertEqual(AdapterProcess(command).feed(data), (0, b"", b""))

    def test_an_ill_formed_message_ends_it_with_a_line_on_standard_error(self):
        for _, command in self.adapters():
            for why, message in ill_formed.messages(self.edition_of(command)).items():
                with self.subTest(why=why):
                    self.assert_refused(command, line(message))

    def test_what_is_no_line_of_json_ends_it_too(self):
        for _, command in self.adapters():
            for data in (b"\n", b"{\n", b"{} {}\n", b"nonsense\n", b'{"a":"\xff"}\n', b'{"hello":{"protocol":NaN}}\n',
                         b'{"a":"\\ud800"}\n', b'{"quit":{}}', b"[" * 200000 + b"\n", b'{"a":' * 50000 + b"\n", b"\x00\n"):
                with self.subTest(data=data[:20]):
                    self.assert_refused(command, data)

    def test_a_value_nested_too_deeply_ends_it_and_is_no_crash(self):
        for _, command in self.adapters():
            edition = self.edition_of(command)
            deep = json.dumps(ill_formed.run(edition=edition, steps=["STEP"]))
            for depth in (1500, 100000):
                nested = '{"value": %s%s}' % ("[" * depth, "]" * depth)
                status, _, errors = AdapterProcess(command).feed(deep.replace('"STEP"', nested).encode() + b"\n")
                self.assertIn(status, (0, 2), errors)  # the interpreter may bear the lesser depth

    def test_a_line_without_bound_ends_it(self):
        for _, command in self.adapters():
            self.assert_refused(command, b" " * (LINE_LIMIT + 1))

    def test_an_edition_that_was_not_announced_ends_it(self):
        for _, command in self.adapters():
            self.assert_refused(command, line(ill_formed.run(edition="3.99")))

    def test_variables_do_not_refer_to_each_other(self):
        for _, command in self.adapters():
            run = ill_formed.run(edition=self.edition_of(command), variables={"a": 1, "b": {"ref": "a"}})
            self.assert_refused(command, line(run))

    def assert_refused(self, command, data):
        status, output, errors = AdapterProcess(command).feed(data)
        self.assertEqual((status, output), (2, b""), errors)
        self.assertRegex(errors, rb"\A\S*adapter\S*: ill-formed message: .+\n\Z")

    def test_answers_before_an_ill_formed_message_stand(self):
        for _, command in self.adapters():
            status, output, _ = AdapterProcess(command).feed(line({"hello": {"protocol": 1}}) + b"?\n")
            self.assertEqual((status, list(json.loads(output))), (2, ["hello"]))

    def test_variables_are_forgotten_from_case_to_case(self):
        for _, command in self.adapters():
            with AdapterProcess(command) as adapter:
                edition = adapter.hello()["editions"][0]
                self.assertEqual(adapter.run(edition, {"a": 1}, [value(ref("a")), value(2, bind="b"), value(ref("b"))]),
                                 [{"value": 1}, {"value": 2}, {"value": 2}])
                self.assertEqual(adapter.run(edition, {}, [value(ref("a")), value(ref("b"))]),
                                 [{"unbound": "a"}, {"unbound": "b"}])

    def test_what_the_client_lacks_is_unsupported_and_binds_nothing(self):
        for _, command in self.adapters():
            with AdapterProcess(command) as adapter:
                outcomes = adapter.run(adapter.hello()["editions"][-1], {"host": "127.0.0.1", "port": 1}, [
                    CONNECT, call("conn.unheard_of", bind="x"), get("x.y"), call("http.client.unheard_of"),
                    call("conn.__enter__"), call("conn.unheard_of", ref("nothing"))])
                self.assertEqual([next(iter(outcome)) for outcome in outcomes],
                                 ["value", "unsupported", "unbound", "unsupported", "unsupported", "unbound"])

    def test_large_bodies_pass_through(self):
        body = bytes(range(256)) * 4096 * 8
        reply = Reply(b"HTTP/1.1 200 OK\r\n\r\n" + body, last=True)
        for _, command in self.adapters():
            with AdapterProcess(command) as adapter, LoopbackServer([[reply]]) as server:
                edition = adapter.hello()["editions"][-1]
                outcomes = adapter.run(edition, {"host": "127.0.0.1", "port": server.port},
                                       [CONNECT, REQUEST, RESPONSE, call("resp.read")])
                self.assertEqual(outcomes[-1], {"value": {"bytes": body.decode("latin-1")}})

    def test_no_case_leaves_a_descriptor_open(self):
        for _, command in self.adapters():
            with AdapterProcess(command) as adapter:
                edition = adapter.hello()["editions"][-1]
                self.leave_everything_open(adapter, edition)
                before = descriptors(adapter)
                for _ in range(20):
                    self.leave_everything_open(adapter, edition)
                self.assertEqual(descriptors(adapter), before)

    def leave_everything_open(self, adapter, edition):
        broken = Reply(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", last=True)
        with LoopbackServer([[TEXT], [broken], [Reply(b"nonsense\r\n\r\n")]]) as server:
            adapter.run(edition, {"host": "127.0.0.1", "port": server.port},
                        [CONNECT, REQUEST, RESPONSE, get("conn.sock", bind="sock"), CONNECT, REQUEST, RESPONSE,
                         call("resp.read"), CONNECT, REQUEST, call("conn.getresponse")])
            adapter.run(edition, {}, [])  # by its answer the objects before it are gone
            self.assertTrue(server.all_closed())


def descriptors(adapter):
    return sorted(os.listdir("/proc/%d/fd" % adapter.process.pid))


class CPython(unittest.TestCase):
    """What only CPython's adapter can do."""

    def setUp(self):
        self.adapter = AdapterProcess(cpython_command())
        self.edition = self.adapter.hello()["editions"][0]
        self.addCleanup(self.adapter.stop)

    def run_steps(self, *steps, port=1):
        return self.adapter.run(self.edition, {"host": "127.0.0.1", "port": port}, list(steps))

    def test_what_the_client_prints_is_the_output_of_its_step(self):
        with LoopbackServer([[TEXT]]) as server:
            outcomes = self.run_steps(CONNECT, call("conn.set_debuglevel", 1), REQUEST, RESPONSE, call("resp.read"),
                                      port=server.port)
        self.assertEqual(["output" in outcome for outcome in outcomes], [False, False, True, True, False])
        self.assertEqual(outcomes[3]["output"],
                         "reply: 'HTTP/1.1 200 OK\\r\\n'\nheader: Content-Length: 4\n")

    def test_what_is_written_past_python_goes_to_standard_error(self):
        outcomes = self.run_steps(get("http.client.socket", bind="socket"), get("socket.sys", bind="sys"),
                                  get("sys.__stdout__", bind="out"), call("out.write", "stray\n"), call("out.flush"))
        self.assertEqual(outcomes[3], {"value": 6})
        self.adapter.process.stdin.close()
        self.assertEqual(self.adapter.process.stdout.read(), b"")
        self.assertEqual(self.adapter.process.stderr.read(), b"stray\n")

    def test_what_a_case_sets_in_modules_and_classes_ends_with_it(self):
        change = [assign("http.client._MAXLINE", 7), get("http.client.HTTPConnection", bind="class"),
                  assign("class.default_port", 8), assign("class.unheard_of", 9), get("http.client.socket", bind="socket"),
                  call("socket.setdefaulttimeout", 5)]
        look = [get("http.client._MAXLINE"), get("http.client.HTTPConnection", bind="class"), get("class.default_port"),
                get("class.unheard_of"), get("http.client.socket", bind="socket"), call("socket.getdefaulttimeout")]
        before = self.run_steps(*look)
        self.assertNotEqual(self.run_steps(*change, *look)[-len(look):], before)
        self.assertEqual(self.run_steps(*look), before)

    def test_a_handshake_that_fails_leaves_no_connection_open(self):
        with LoopbackServer([[Reply(b"this is no TLS", unasked=True)]]) as server:
            outcomes = self.run_steps(call("http.client.HTTPSConnection", ref("host"), ref("port"), bind="conn"), REQUEST,
                                      port=server.port)
            self.assertTrue(server.all_closed())
        self.assertEqual(outcomes[1]["raises"]["type"], "SSLError")

    def test_exceptions_that_a_session_makes_show_their_attributes(self):
        outcomes = self.run_steps(call("http.client.IncompleteRead", {"bytes": "ab"}, 5, bind="error"), get("error.partial"),
                                  get("error.expected"), get("error.args"), call("error.__str__"))
        self.assertEqual(outcomes[1:], [{"value": {"bytes": "ab"}}, {"value": 5}, {"value": {"tuple": [{"bytes": "ab"}]}},
                                        {"value": "IncompleteRead(2 bytes read, 5 more expected)"}])

    def test_the_interpreters_own_exceptions_are_outcomes(self):
        deep = call("http.client.parse_headers", 1)
        outcomes = self.run_steps(value({"bytes": ""}, bind="b"), call("b.__mul__", 2**62), call("b.join", [1]), deep,
                                  get("http.client.responses", bind="r"), call("r.__getitem__", 999))
        self.assertEqual([outcome.get("raises", {}).get("type") for outcome in outcomes],
                         [None, None, "TypeError", "AttributeError", None, "KeyError"])
        self.assertEqual(outcomes[5]["raises"]["bases"], ["LookupError", "Exception"])

    def test_an_interrupt_ends_it(self):
        self.adapter.process.send_signal(subprocess.signal.SIGINT)
        self.assertNotEqual(self.adapter.process.wait(), 0)


if __name__ == "__main__":
    unittest.main()
