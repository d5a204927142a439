"""Faults in how a proxy is asked for a tunnel."""

import re
from http.client import HTTPConnection, HTTPResponse

from .connecting import leave_open
from .gallery import during, fault, replace


def edit_connect(edit):
    """Sends the head of every CONNECT as this function returns it."""
    @replace(HTTPConnection, "_tunnel")
    def tunnel(former, conn):
        send = conn.send
        conn.send = lambda data: send(edit(conn, data))
        try:
            former(conn)
        finally:
            del conn.send


@fault("HTTPConnection.set_tunnel.endpoint")
def asks_for_the_port_of_the_proxy():
    """Asks for a tunnel to the port that the proxy has."""
    edit_connect(lambda conn, head: re.sub(rb":[0-9]+ HTTP", b":%d HTTP" % conn.port, head, 1))


@fault("HTTPConnection.set_tunnel.host-header", since=(3, 12))
def asks_without_a_host():
    """Sends CONNECT without a Host header."""
    edit_connect(lambda conn, head: re.sub(rb"Host: .*?\r\n", b"", head, 1))


@fault("HTTPConnection.set_tunnel.http11-since-3.12", since=(3, 12))
def asks_in_http_1_0():
    """Sends CONNECT as HTTP/1.0."""
    edit_connect(lambda conn, head: head.replace(b"HTTP/1.1", b"HTTP/1.0", 1))


@fault("HTTPConnection.set_tunnel.headers")
def keeps_the_headers_from_the_proxy():
    """Leaves out the headers that are meant for the proxy."""
    @replace(HTTPConnection, "set_tunnel")
    def set_tunnel(former, conn, host, port=None, headers=None):
        former(conn, host, port)


@fault("TU.13")
def takes_201_for_a_tunnel():
    """Takes any status that begins with 2 for a tunnel."""
    @replace(HTTPConnection, "_tunnel")
    def tunnel(former, conn):
        def read_status(response):
            version, status, reason = read(response)
            return version, 200 if status // 100 == 2 else status, reason
        read = HTTPResponse._read_status
        during(HTTPResponse, "_read_status", read_status, former, conn)


@fault("TU.13")
def stays_connected_to_a_proxy_that_refuses():
    """Does not close the connection when there is no tunnel."""
    @replace(HTTPConnection, "_tunnel")
    def tunnel(former, conn):
        conn.close = lambda: leave_open(conn)
        try:
            former(conn)
        finally:
            del conn.close


@fault("TU.02")
def sets_up_tunnels_too_late():
    """Takes the end of a tunnel when it is connected without one."""
    @replace(HTTPConnection, "set_tunnel")
    def set_tunnel(former, conn, *args, **kwargs):
        during(conn, "sock", None, former, conn, *args, **kwargs)


@fault("TU.22")
def names_the_proxy_in_host():
    """Writes the proxy into the Host header of what goes through a tunnel."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, *args, **kwargs):
        during(conn, "_tunnel_host", None, former, conn, *args, **kwargs)


@fault("HTTPConnection.get_proxy_response_headers.returns", since=(3, 12))
def forgets_what_the_proxy_said():
    """Has no headers of the proxy's answer."""
    HTTPConnection.get_proxy_response_headers = lambda conn: None
