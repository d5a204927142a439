"""Faults in exceptions, debug output, audit events and constants."""

import http.client
import sys
import types
from http.client import BadStatusLine, HTTPConnection, HTTPException, HTTPResponse, LineTooLong

from .gallery import fault, replace


def drop_prints_of(*words):
    """Leaves out of debug output what begins with one of these words."""
    def print_others(*what):
        if what[0] not in words:
            print(*what)
    http.client.print = print_others


@fault("exc.RemoteDisconnected.bases")
def raises_no_connection_reset():
    """Has a RemoteDisconnected that is no ConnectionResetError."""
    class RemoteDisconnected(BadStatusLine, ConnectionError):
        def __init__(self, *args):
            BadStatusLine.__init__(self, "")
            ConnectionError.__init__(self, *args)
    http.client.RemoteDisconnected = RemoteDisconnected


@fault("exc.RemoteDisconnected.when")
def takes_the_end_for_a_bad_line():
    """Raises BadStatusLine where the server sent nothing."""
    http.client.RemoteDisconnected = lambda message: BadStatusLine("")


@fault("EX.07")
def does_not_show_the_bad_line():
    """Raises BadStatusLine without the line."""
    replace(BadStatusLine, "__init__")(lambda former, error, line: former(error, ""))


@fault("EX.08")
def does_not_tell_which_line_is_too_long():
    """Raises LineTooLong without the kind of the line."""
    replace(LineTooLong, "__init__")(lambda former, error, kind: former(error, "line"))


@fault("EX.11")
def does_not_tell_its_state():
    """Raises CannotSendRequest without the state of the connection."""
    replace(http.client.CannotSendRequest, "__init__")(lambda former, error, *args: None)
    http.client.CannotSendRequest.__new__ = lambda kind, *args: HTTPException.__new__(kind)


@fault("EX.09")
def does_not_tell_the_protocol():
    """Raises UnknownProtocol without the version that is unknown."""
    replace(http.client.UnknownProtocol, "__init__")(lambda former, error, version: former(error, ""))


@fault("exc.InvalidURL")
def takes_words_for_ports():
    """Raises ValueError for a port that is no number, which is no HTTPException."""
    http.client.InvalidURL = ValueError


@fault("DB.03")
def does_not_print_the_status_line():
    """Leaves "reply:" out of the debug output."""
    drop_prints_of("reply:")


@fault("DB.04")
def does_not_print_the_headers():
    """Leaves "header:" out of the debug output."""
    drop_prints_of("header:")


@fault("DB.02")
def does_not_print_what_it_sends():
    """Leaves "send:" out of the debug output."""
    drop_prints_of("send:")


@fault("DB.08")
def does_not_print_asides():
    """Leaves "Zero length chunk ignored" out of the debug output."""
    drop_prints_of("Zero length chunk ignored")


@fault("HTTPConnection.set_debuglevel.positive-prints")
def prints_where_nobody_looks():
    """Writes debug output to the standard error."""
    http.client.print = lambda *what: print(*what, file=sys.stderr)


@fault("HTTPConnection.set_debuglevel.default-0")
def prints_unasked():
    """Writes debug output when nobody asked for it."""
    HTTPConnection.debuglevel = 1


@fault("HTTPConnection.set_debuglevel.propagates")
def keeps_the_debuglevel_to_itself():
    """Does not tell responses that they are to print."""
    @replace(HTTPResponse, "__init__")
    def init(former, response, sock, debuglevel=0, *args, **kwargs):
        former(response, sock, 0, *args, **kwargs)


@fault("HTTPConnection.send.audit", since=(3, 10))
def tells_no_auditor():
    """Raises no audit events."""
    http.client.sys = types.SimpleNamespace(audit=lambda *event: None)


@fault("MS.17", since=(3, 9))
def knows_no_teapot():
    """Has no name for 418."""
    http.client.responses.pop(418, None)


@fault("const.status-constants")
def has_no_names_for_statuses():
    """Has no constant OK."""
    del http.client.OK


@fault("parse_headers.position-after")
def reads_past_the_headers():
    """Has parse_headers() take the first byte behind the headers."""
    @replace(http.client, "parse_headers")
    def parse_headers(former, fp, *args, **kwargs):
        message = former(fp, *args, **kwargs)
        fp.read(1)
        return message
