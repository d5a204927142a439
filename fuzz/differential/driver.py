"""The interpreter's side of the differential targets: the same calls on http.client, over sockets in memory.

Each function takes what the C side has decoded from an input and returns a trace in the form of trace.h.
"""

import gc
import http.client
import io
import socket
import sys

HUGE = 2**63


class Socket:
    """What http.client uses of a socket: pieces to receive, an ending, and a record of what is sent."""

    def __init__(self, pieces, ending, sent):
        self.pieces, self.ending, self.sent = pieces, ending, sent
        self.turn = 0
        self.at = 0
        self._io_refs = 0

    makefile = socket.socket.makefile

    def recv_into(self, buffer):
        if self.turn == len(self.pieces):
            return self.end()
        piece = self.pieces[self.turn]
        left = len(piece) - self.at
        if left <= len(buffer):
            buffer[:left] = piece[self.at:] if self.at else piece
            self.turn += 1
            self.at = 0
            return left
        size = len(buffer)
        buffer[:] = piece[self.at:self.at + size]
        self.at += size
        return size

    def end(self):
        if self.ending == 1:
            raise ConnectionResetError(104, "Connection reset by peer")
        if self.ending == 2:
            raise socket.timeout("timed out")
        return 0

    def sendall(self, data):
        try:
            self.sent.append(bytes(memoryview(data)))
        except TypeError:
            raise TypeError("a bytes-like object is required, not '%s'" % type(data).__name__) from None

    def setsockopt(self, *arguments):
        pass

    def _decref_socketios(self):
        pass

    def close(self):
        pass


# --- What came of a step ---

def number(value):
    if type(value) is not int or -HUGE < value < HUGE:
        return value
    return "-huge" if value < 0 else "huge"


def octets(text):
    return text.encode("latin-1", "surrogateescape")


def wording(error):
    """The text, without what the module re adds from 3.11 on: a value that is no text is only "no text" to the reference."""
    said = str(error)
    if type(error) is TypeError and said.startswith("expected string or bytes-like object, got "):
        said = "expected string or bytes-like object"
    return said.encode("utf-8", "surrogatepass")


def one_error(error):
    kind = type(error)
    said = kind.__name__
    incomplete = isinstance(error, http.client.IncompleteRead)
    if not incomplete or error.expected is None or error.expected < HUGE:
        said += " %r" % wording(error)
    if incomplete:
        said += " partial=%r expected=%s" % (error.partial, number(error.expected))
    if isinstance(error, http.client.BadStatusLine):
        said += " line=%r" % octets(error.line)
    if kind is http.client.UnknownProtocol:
        said += " version=%r" % octets(error.version)
    if isinstance(error, OSError) and error.errno is not None:
        said += " errno=%d" % error.errno
    return said


def raised(error):
    said = "raises " + one_error(error)
    while error.__cause__ is not None:
        error = error.__cause__
        said += " from " + one_error(error)
    return said


# --- Responses ---

FIELD_NAMES = ("Content-Length", "content-type", "Transfer-Encoding", "Connection", "X", "set-cookie", "", "A",
               "Server")


def readinto(response, amount):
    memory = bytearray(amount)
    got = response.readinto(memory)
    return bytes(memory[:got])


def readinto1(response, amount):
    memory = bytearray(amount)
    got = response.readinto1(memory)
    return bytes(memory[:got])


def getheader(response, amount):
    value = response.getheader(FIELD_NAMES[amount])
    return None if value is None else octets(value)


def getheaders(response, amount):
    return [(octets(name), octets(value)) for name, value in response.getheaders()]


class Shown:
    """A text that stands for itself."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def message(response, amount):
    headers = response.headers
    if headers is None:
        return None
    envelope = headers.get_unixfrom()
    parts = ["" if envelope is None else "envelope=%r" % octets(envelope),
             "multipart=%s" % headers.is_multipart()]
    parts += [type(defect).__name__ for defect in headers.defects]
    return Shown(" ".join(parts))


def state(response, amount):
    reason = response.reason
    if reason is not http.client._UNKNOWN:
        reason = repr(octets(reason))
    return Shown("status=%s reason=%s version=%s chunked=%s will_close=%s length=%s chunk_left=%s isclosed=%s closed=%s" % (
        response.status, reason, response.version, response.chunked, response.will_close,
        number(response.length), number(response.chunk_left), response.isclosed(), response.closed))


def enter(response, amount):
    response.__enter__()


# In the order of enum operation.
OPERATIONS = (
    lambda response, amount: response.read(),
    lambda response, amount: response.read(amount),
    lambda response, amount: response.read1(amount),
    lambda response, amount: response.peek(),
    lambda response, amount: response.readline(amount),
    readinto,
    readinto1,
    lambda response, amount: response.readlines(amount),
    lambda response, amount: response.__next__(),
    getheader,
    state,
    lambda response, amount: response.isclosed(),
    lambda response, amount: response.close(),
    enter,
    lambda response, amount: response.flush(),
    lambda response, amount: response.isatty(),
    lambda response, amount: response.tell(),
    lambda response, amount: response.begin(),
    getheaders,
    message,
)


def trace_response(method, pieces, ending, steps):
    response = http.client.HTTPResponse(Socket(pieces, ending, None), method=method)
    trace = []
    for call, operation, amount in steps:
        try:
            outcome = repr(OPERATIONS[operation](response, amount))
        except Exception as error:
            outcome = raised(error)
        trace.append(call + ": " + outcome)
    return "\n".join(trace)


# --- Requests ---

class Connection(http.client.HTTPConnection):
    """A connection whose close() drops the lines of an unfinished request: the deviation stale-request-lines."""

    def close(self):
        super().close()
        self._buffer.clear()


class Headers(list):
    """A mapping that may hold a name twice, as the reference's array may."""

    def __iter__(self):
        return (name for name, value in list.__iter__(self))

    def items(self):
        return list.__iter__(self)


class Printed:
    """Standard output, kept."""

    def __init__(self):
        self.parts = []
        self.write = self.parts.append


def text(value):
    return value.encode("utf-8", "surrogatepass")


def endpoint(host, port):
    return "%r:%s" % (text(host), text(port) if type(port) is str else port)


class File(io.BytesIO):
    """A file that shows in debug output as the reference's do."""

    def __repr__(self):
        return "<file>"


class TextFile(io.StringIO):
    def __repr__(self):
        return "<file>"


class Items:
    """An iterable of pieces, that shows alike in debug output on both sides."""

    def __init__(self, data, piece):
        self.data, self.piece = data, piece

    def __repr__(self):
        return "<items>"

    def __iter__(self):
        piece = self.piece
        if piece == 0:
            yield b""
            piece = len(self.data) or 1
        for at in range(0, len(self.data), piece):
            yield self.data[at:at + piece]


# In the order of enum hc_body_kind, and text files.
BODIES = (
    lambda data, piece: None,
    lambda data, piece: data,
    lambda data, piece: data,
    lambda data, piece: File(data),
    Items,
    lambda data, piece: TextFile(data),
)


def request(connection, call):
    _, _, method, url, flags, _, _, headers, body = call
    connection.request(method, url, body, Headers(headers), encode_chunked=bool(flags & 1))


def putrequest(connection, call):
    _, _, method, url, flags, _, _, _, _ = call
    connection.putrequest(method, url, skip_host=bool(flags & 1), skip_accept_encoding=bool(flags & 2))


def putheader(connection, call):
    headers = call[7]
    connection.putheader(headers[0][0], *[value for _, value in headers[:call[6]]])


def getresponse(connection, call):
    response = connection.getresponse()
    return "%d " % response.status, response


def set_tunnel(connection, call):
    connection.set_tunnel(call[2], call[5], dict(call[7]))


def set_version(connection, call):
    connection._http_vsn = 10 + call[4]
    connection._http_vsn_str = "HTTP/1.%d" % call[4]


def set_auto_open(connection, call):
    connection.auto_open = call[4]


# In the order of enum request_operation.
CALLS = (
    request,
    putrequest,
    putheader,
    lambda connection, call: connection.endheaders(call[8], encode_chunked=bool(call[4])),
    lambda connection, call: connection.send(call[8]),
    getresponse,
    set_tunnel,
    lambda connection, call: connection.close(),
    lambda connection, call: connection.connect(),
    lambda connection, call: connection.set_debuglevel(call[4]),
    set_version,
    set_auto_open,
)


def outcome_of(connection, call):
    said = ""
    try:
        answer = CALLS[call[1]](connection, call)
        if answer is not None:
            said, response = answer
            said += repr(response.read())
    except Exception as error:
        said += raised(error)
    return said


def effects(connection, connects, sent, printed):
    said = "".join(connects)
    connects.clear()
    wire = b"".join(sent)
    sent.clear()
    if wire:
        said += " sends=%r" % wire
    if printed.parts:
        said += " prints=%r" % text("".join(printed.parts))
        printed.parts.clear()
    said += " " + connection._HTTPConnection__state
    return said + " connected" if connection.sock is not None else said


def trace_request(host, port, blocksize, reply, calls):
    connects, sent, printed = [], [], Printed()

    def connect(address, timeout, source_address):
        connects.append(" connects=" + endpoint(*address))
        if reply is None:
            raise ConnectionRefusedError(111, "Connection refused")
        return Socket([reply] if reply else [], 0, sent)

    sys.stdout = printed
    try:
        connection = Connection(host, port, blocksize=blocksize)
    except Exception as error:
        return "HTTPConnection: " + raised(error)
    connection._create_connection = connect
    trace = ["HTTPConnection: " + endpoint(connection.host, connection.port)]
    for call in calls:
        kind, data, piece = call[8]
        call = call[:8] + (BODIES[kind](data, piece),)
        trace.append(call[0] + ": " + outcome_of(connection, call) + effects(connection, connects, sent, printed))
    return "\n".join(trace)


# http.client asks idna and the numeric codecs at the first non-ASCII host; they are imported now, not in some execution.
"\u00e9".encode("idna")

# Reference counting frees nearly everything; the collector looks for the rest, seldom, and not among what is here for good.
gc.collect()
gc.freeze()
gc.set_threshold(20000, 10, 10)
