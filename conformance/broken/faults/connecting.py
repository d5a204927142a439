"""Faults in how connections begin, are kept, and end."""

import http.client
from http.client import HTTPConnection, HTTPResponse

from .gallery import during, fault, replace

STATE = "_HTTPConnection__state"
RESPONSE = "_HTTPConnection__response"


def leave_open(*_):
    """Stands in for close()."""


@fault("HTTPConnection.port.from-host-string")
def takes_the_port_for_a_part_of_the_host():
    """Does not look for a port behind the host's name."""
    @replace(HTTPConnection, "_get_hostport")
    def get_hostport(former, conn, host, port):
        return former(conn, host, conn.default_port if port is None else port)


@fault("HP.03")
def refuses_an_empty_port():
    """Takes the colon of "host:" for a mistake."""
    @replace(HTTPConnection, "_get_hostport")
    def get_hostport(former, conn, host, port):
        if port is None and host.endswith(":"):
            raise http.client.InvalidURL("nonnumeric port: ''")
        return former(conn, host, port)


@fault("HP.10")
def keeps_the_brackets():
    """Takes the brackets of an address of IPv6 for a part of it."""
    @replace(HTTPConnection, "_get_hostport")
    def get_hostport(former, conn, host, port):
        name, found = former(conn, host, port)
        return ("[%s]" % name if port is None and host.startswith("[") else name), found


@fault("HTTPConnection.timeout.seconds")
def ignores_the_timeout():
    """Waits for the server for ever, whatever it is told."""
    @replace(HTTPConnection, "connect")
    def connect(former, conn):
        former(conn)
        conn.sock.settimeout(None)


@fault("HTTPConnection.timeout.global-default")
def ignores_the_default_timeout():
    """Waits for ever where the timeout of all sockets is meant."""
    @replace(HTTPConnection, "__init__")
    def init(former, conn, host, port=None, timeout=None, *args, **kwargs):
        former(conn, host, port, timeout, *args, **kwargs)


@fault("HTTPConnection.source_address")
def ignores_the_source_address():
    """Connects from whatever address comes to hand."""
    @replace(HTTPConnection, "connect")
    def connect(former, conn):
        during(conn, "source_address", None, former, conn)


@fault("HTTPConnection.connect.auto")
def does_not_connect_by_itself():
    """Connects only when connect() is called."""
    HTTPConnection.auto_open = 0


@fault("CN.05")
def ignores_auto_open():
    """Connects by itself although it is told not to."""
    @replace(HTTPConnection, "send")
    def send(former, conn, data):
        during(conn, "auto_open", 1, former, conn, data)


@fault("XT.10")
def connects_too_early():
    """Connects when a request is begun, before it is complete."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, *args, **kwargs):
        if conn.sock is None and conn.auto_open:
            conn.connect()
        former(conn, *args, **kwargs)


@fault("ST.02")
def begins_requests_at_any_time():
    """Begins a request where another is not yet answered."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, *args, **kwargs):
        setattr(conn, STATE, "Idle")
        former(conn, *args, **kwargs)


@fault("ST.03")
def takes_headers_at_any_time():
    """Takes headers where no request is begun."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, *args):
        state = getattr(conn, STATE)
        setattr(conn, STATE, "Request-started")
        try:
            former(conn, *args)
        finally:
            setattr(conn, STATE, state)


@fault("HTTPConnection.getresponse.must-read-all")
def forgets_what_is_unread():
    """Reads a response where the one before is not yet read."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        setattr(conn, RESPONSE, None)
        return former(conn)


@fault("ST.04")
def expects_nothing_unasked():
    """Returns None for the response to no request, and tells nobody."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        return former(conn) if getattr(conn, STATE) == "Request-sent" else None


@fault("FR.08")
def keeps_alive_after_close():
    """Keeps a connection that the server is about to close."""
    replace(HTTPResponse, "_check_close")(lambda former, response: False)


@fault("FR.09")
def keeps_alive_with_http_1_0():
    """Keeps a connection of HTTP/1.0 that nobody asked to keep."""
    @replace(HTTPResponse, "_check_close")
    def check_close(former, response):
        return response.version != 10 and former(response)


@fault("FR.09")
def never_keeps_alive_with_http_1_0():
    """Closes every connection of HTTP/1.0, also one that the server keeps."""
    @replace(HTTPResponse, "_check_close")
    def check_close(former, response):
        return response.version == 10 or former(response)


@fault("HTTPConnection.one-transaction")
def never_keeps_alive():
    """Makes a new connection for every request."""
    replace(HTTPResponse, "_check_close")(lambda former, response: True)


@fault("GR.02")
def keeps_the_socket_of_a_closing_response():
    """Holds on to a connection whose last response it has given away."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        sock = conn.sock
        response = former(conn)
        conn.sock = conn.sock or sock
        return response


@fault("HTTPConnection.getresponse.connectionerror-reconnect")
def stays_broken_after_a_lost_connection():
    """Is not ready to connect again when a connection was lost."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        try:
            return former(conn)
        except ConnectionError:
            setattr(conn, STATE, "Request-sent")
            raise


@fault("CN.12")
def cannot_be_used_after_close():
    """Refuses every request after close()."""
    @replace(HTTPConnection, "close")
    def close(former, conn):
        former(conn)
        conn.auto_open = 0


@fault("HTTPConnection.close")
def leaves_the_connection_open():
    """Does nothing when it is told to close."""
    HTTPConnection.close = leave_open


@fault("CN.08")
def leaves_the_response_open():
    """Closes the connection, but not the response that is read from it."""
    @replace(HTTPConnection, "close")
    def close(former, conn):
        setattr(conn, RESPONSE, None)
        former(conn)


@fault("KA.04")
def tries_again():
    """Makes a request once more where the server has closed the connection."""
    @replace(HTTPConnection, "request")
    def request(former, conn, *args, **kwargs):
        conn.asked = (args, kwargs)
        former(conn, *args, **kwargs)

    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        try:
            return former(conn)
        except http.client.RemoteDisconnected:
            args, kwargs = conn.asked
            conn.request(*args, **kwargs)
            return former(conn)


@fault("NO.01")
def follows_redirects():
    """Makes the request again where Location leads to."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        response = former(conn)
        if response.status in (301, 302, 303, 307, 308) and response.getheader("Location"):
            response.read()
            conn.request("GET", response.getheader("Location"))
            response = former(conn)
        return response


@fault("example.get.404")
def raises_for_an_error_status():
    """Takes a status of 400 or more for a failure of its own."""
    @replace(HTTPConnection, "getresponse")
    def getresponse(former, conn):
        response = former(conn)
        if response.status >= 400:
            raise http.client.HTTPException(response.reason)
        return response
