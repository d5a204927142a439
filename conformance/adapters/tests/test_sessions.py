"""Every session comes to the same in CPython's own http.client and in the reference client of the same edition."""

import re
import unittest

import certificates
from adapter_process import AdapterProcess, cpython_command, interpreters, ref_command
from loopback_server import LoopbackServer
from sessions import ALL
from sessions_debugging import DEBUGGING
from sessions_https import HTTPS
from sessions_observing import OBSERVING
from sessions_tunnel import THROUGH_A_PROXY


SOURCE_PLACE = re.compile(r" \(_ssl\.c:[0-9]+\)")


def play(adapter, edition, session):
    """Runs a session against a server of its own; returns its outcomes and what the server received."""
    context = certificates.server_context() if session.secure else None
    with LoopbackServer(session.connections, context, session.clear) as server:
        outcomes = adapter.run(edition, {"host": "127.0.0.1", "port": server.port, **certificates.variables()},
                               session.steps)
        adapter.release()
        closed = server.all_closed()
    if not closed:
        raise AssertionError("connections stay open after the case: %s" % session.name)
    return without_port(outcomes, server.port), [without_chance(received, server.port) for received in server.received]


def without_chance(received, port):
    """What a server received, less the number of its port, and less a ClientHello, which is never the same."""
    return b"TLS" if received[:1] == b"\x16" else received.replace(b":%d" % port, b":PORT")


def without_port(said, port):
    """An outcome without the number of the port, which no two servers share."""
    if isinstance(said, dict):
        return {name: without_port(content, port) for name, content in said.items()}
    if isinstance(said, list):
        return [without_port(content, port) for content in said]
    if isinstance(said, str):  # printed, or words of OpenSSL's with a place in CPython's source
        return SOURCE_PLACE.sub("", said.replace(":%d" % port, ":PORT"))
    return "PORT" if type(said) is int and said == port else said


def without_words(outcomes):
    """The outcomes with exceptions reduced to their classes."""
    return [{"raises": (outcome["raises"]["type"], outcome["raises"]["bases"])} if "raises" in outcome else outcome
            for outcome in outcomes]


class Sessions(unittest.TestCase):
    maxDiff = None

    def test_the_reference_client_does_what_each_cpython_found_does(self):
        with AdapterProcess(ref_command()) as ref:
            for version, interpreter in sorted(interpreters().items()):
                with AdapterProcess(cpython_command(interpreter)) as cpython:
                    self.compare(cpython, ref, version)

    def compare(self, cpython, ref, version):
        edition = cpython.hello()["editions"][0]
        if edition not in ref.hello()["editions"]:
            return
        for session in ALL + THROUGH_A_PROXY + DEBUGGING + HTTPS + OBSERVING:
            with self.subTest(session=session.name, cpython=version):
                if session.is_of(edition):
                    self.compare_session(session, cpython, ref, edition)

    def compare_session(self, session, cpython, ref, edition):
        expected, expected_wire = play(cpython, edition, session)
        outcomes, wire = play(ref, edition, session)
        if not session.wording:
            outcomes, expected = without_words(outcomes), without_words(expected)
        for number, step in enumerate(session.steps):
            self.assertEqual(outcomes[number], expected[number], "step %d: %r" % (number + 1, step))
        self.assertEqual(wire, expected_wire)


if __name__ == "__main__":
    unittest.main()
