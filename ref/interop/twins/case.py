"""What the twins share: places, connections to them, and assertions, as tests/support has them in C."""

import contextlib
import http.client
import select
import socket
import ssl
import unittest

TIMEOUT = 30
DISCONNECTED = "Remote end closed connection without response"
UPLOAD = 24 * 1024 * 1024 + 1
PIECE = 65536


class Case(unittest.TestCase):
    """One test against the servers of `site`."""

    maxDiff = None

    def __init__(self, name, site, proxy):
        super().__init__(name)
        self.site = site
        self.proxy = proxy  # the forward proxy's name, if the test is of one

    # --- Connections ---

    def port(self, place):
        return self.site.ports.numbers[place]

    def _opened(self, connection):
        self.addCleanup(connection.close)
        return connection

    def connection(self, place):
        return self._opened(http.client.HTTPConnection("127.0.0.1", self.port(place), timeout=TIMEOUT))

    def secured(self, place, context, name="localhost"):
        connection = http.client.HTTPSConnection(name, self.port(place), timeout=TIMEOUT, context=context)
        connection._create_connection = _connect_here
        return self._opened(connection)

    def tunnel(self, kind, target, headers=None, context=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port(f"{self.proxy}_{kind}"), timeout=TIMEOUT,
                                                 context=context or self.context())
        connection.set_tunnel("localhost", self.port(target), headers)
        return self._opened(connection)

    def context(self):
        return ssl.create_default_context(cafile=str(self.site.certificates / "authority.pem"))

    def client_context(self):
        context = self.context()
        context.load_cert_chain(self.site.certificates / "client-both.pem")
        return context

    # --- Exchanges ---

    def ask(self, connection, method, url, body=None, headers=None):
        """(response, body)"""
        connection.request(method, url, body, headers or {})
        response = connection.getresponse()
        return response, response.read()

    def get(self, connection, url, status=200):
        response, body = self.ask(connection, "GET", url)
        self.assertEqual(response.status, status)
        return response, body

    @contextlib.contextmanager
    def assertFails(self, kind, part):
        with self.assertRaises(kind) as caught:
            yield
        self.assertIn(part, str(caught.exception))

    def assertHangsUp(self, connection, url):
        with self.assertFails(http.client.RemoteDisconnected, DISCONNECTED):
            self.get(connection, url)

    def await_close(self, connection):
        self.assertTrue(select.select([connection.sock], [], [], TIMEOUT)[0])

    # --- Keep-alive ---

    def count(self, connection, url="/count"):
        return tuple(map(int, self.get(connection, url)[1].split()))

    def assertKeepsAlive(self, connection, requests):
        serial, first = self.count(connection)
        for number in range(1, requests):
            self.assertEqual(self.count(connection), (serial, first + number))

    def assertLimited(self, connection, url, limit):
        for number in range(1, 4 * limit + 1):
            response, _ = self.get(connection, url)
            self.assertEqual(response.will_close, number % limit == 0)
            self.assertEqual(connection.sock is None, number % limit == 0)

    def assertEndsWhenIdle(self, connection, url):
        self.assertFalse(self.get(connection, url)[0].will_close)
        self.await_close(connection)
        self.assertHangsUp(connection, url)
        self.assertIsNone(connection.sock)
        self.get(connection, url)

    # --- Origins ---

    def assertReadTheSame(self, place, url):
        connection = self.connection(place)
        whole = self.get(connection, url)[1]
        for way in (lambda r: r.read(100), lambda r: r.read1(100), lambda r: r.readline(), _readinto):
            connection.close()
            connection.request("GET", url)
            response = connection.getresponse()
            self.assertEqual(b"".join(iter(lambda: way(response), b"")), whole)

    def assertStores(self, place, url, sized):
        content = self.site.large[:UPLOAD]
        connection = self.connection(place)
        body = content if sized else (content[at:at + PIECE] for at in range(0, UPLOAD, PIECE))
        self.assertEqual(self.ask(connection, "PUT", url, body)[0].status, 201)
        self.assertTrue(self.get(connection, url)[1] == content)
        self.assertEqual(self.ask(connection, "DELETE", url)[0].status, 204)

    def assertContinues(self, place, url):
        connection = self.connection(place)
        self.assertEqual(self.ask(connection, "PUT", url, "after all", {"Expect": "100-continue"})[0].status, 201)
        self.assertEqual(self.get(connection, url)[1], b"after all")
        self.assertEqual(self.ask(connection, "DELETE", url)[0].status, 204)

    def assertKeepsPlaceWithoutBody(self, place):
        connection = self.connection(place)
        response, body = self.ask(connection, "HEAD", "/text.txt")
        self.assertEqual((response.status, body), (200, b""))
        sock = connection.sock
        self.assertTrue(self.get(connection, "/text.txt")[1])
        since = {"If-Modified-Since": response.getheader("Last-Modified")}
        response, body = self.ask(connection, "GET", "/text.txt", headers=since)
        self.assertEqual((response.status, body), (304, b""))
        self.get(connection, "/empty.txt")
        self.assertIs(connection.sock, sock)

    def assertTimesOut(self, place, url):
        connection = self.connection(place)
        response, _ = self.ask(connection, "POST", url, "not so many", {"Content-Length": "1000"})
        self.assertEqual((response.status, response.will_close), (408, True))
        self.get(connection, "/text.txt")


def _connect_here(address, *rest):
    return socket.create_connection(("127.0.0.1", address[1]), *rest)


def _readinto(response):
    room = bytearray(100)
    return bytes(room[:response.readinto(room)])
