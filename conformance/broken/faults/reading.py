"""Faults in the methods that read a body."""

import io
from http.client import HTTPResponse, IncompleteRead

from .gallery import fault, replace


@fault("RD.02")
def swallows_incomplete_reads():
    """Returns what there is of a body that was cut off, and tells nobody."""
    @replace(HTTPResponse, "read")
    def read(former, response, *args):
        try:
            return former(response, *args)
        except IncompleteRead as error:
            return error.partial


@fault("RD.02")
def does_not_tell_what_is_missing():
    """Raises IncompleteRead without the number of bytes that are missing."""
    @replace(IncompleteRead, "__init__")
    def init(former, error, partial, expected=None):
        former(error, partial)


@fault("RD.02")
def drops_what_it_has_read():
    """Raises IncompleteRead without the bytes that came."""
    @replace(IncompleteRead, "__init__")
    def init(former, error, partial, expected=None):
        former(error, b"", expected)


@fault("RD.13")
def reads_one_chunk_at_a_time():
    """Returns from read(amt) where a chunk ends."""
    @replace(HTTPResponse, "read")
    def read(former, response, amt=None):
        if amt and response.chunked is True and response.fp and response._method != "HEAD":
            left = response._get_chunk_left()
            return b"" if left is None else former(response, min(amt, left))
        return former(response, amt)


@fault("RD.04")
def ignores_the_amount():
    """Reads all there is, however little is asked for."""
    replace(HTTPResponse, "read")(lambda former, response, amt=None: former(response))


@fault("RD.06")
def takes_nothing_for_everything():
    """Takes read(0) for read()."""
    replace(HTTPResponse, "read")(lambda former, response, amt=None: former(response, amt or None))


@fault("HTTPResponse.read")
def refuses_to_read_on():
    """Raises ValueError where a body has been read to its end."""
    @replace(HTTPResponse, "read")
    def read(former, response, *args):
        if response.fp is None:
            raise ValueError("I/O operation on closed file.")
        return former(response, *args)


@fault("CL.01")
def is_closed_late():
    """Is closed only when close() has been called."""
    replace(HTTPResponse, "isclosed")(lambda former, response: response.closed)


@fault("KA.02")
def is_closed_early():
    """Is closed where nothing is left to read, also before anything is read."""
    @replace(HTTPResponse, "isclosed")
    def isclosed(former, response):
        return former(response) or response.length == 0


@fault("HTTPResponse.closed")
def does_not_know_it_is_closed():
    """Closes, and has closed be False all the same."""
    HTTPResponse.closed = property(lambda response: False)


@fault("CL.01")
def is_closed_by_its_end():
    """Has closed be True where a body has been read to its end."""
    HTTPResponse.closed = property(lambda response: response.fp is None)


@fault("RI.02")
def tells_that_the_buffer_is_full():
    """Returns the size of the buffer, however little was read into it."""
    @replace(HTTPResponse, "readinto")
    def readinto(former, response, buffer):
        return former(response, buffer) and len(buffer)


@fault("HTTPResponse.readinto")
def overfills_the_buffer():
    """Writes into a buffer behind the bytes that it has read."""
    @replace(HTTPResponse, "readinto")
    def readinto(former, response, buffer):
        count = former(response, buffer)
        buffer[count:] = b"?" * (len(buffer) - count)
        return count


@fault("R1.07")
def takes_what_it_peeks_at():
    """Does not return again what peek() has shown."""
    @replace(HTTPResponse, "peek")
    def peek(former, response, n=-1):
        data = former(response, n)
        response.read(len(data))
        return data


@fault("R1.02")
def reads_everything_at_once():
    """Waits in read1() for all that read() would wait for."""
    @replace(HTTPResponse, "read1")
    def read1(former, response, n=-1):
        return response.read(None if n < 0 else n)


@fault("LN.01")
def ignores_the_limit_of_a_line():
    """Returns from readline(limit) with the whole line."""
    replace(HTTPResponse, "readline")(lambda former, response, limit=-1: former(response))


@fault("LN.01")
def ends_lines_at_any_line_end():
    """Takes a lone CR for the end of a line."""
    @replace(HTTPResponse, "readline")
    def readline(former, response, limit=-1):
        line = b""
        while line[-1:] not in (b"\n", b"\r") and len(line) != limit:
            byte = response.read(1)
            if not byte:
                break
            line += byte
        return line


@fault("HTTPResponse.iterable")
def yields_lines_without_their_ends():
    """Takes the line ends away from the lines it yields."""
    @replace(HTTPResponse, "__iter__")
    def iterate(former, response):
        return iter([line.rstrip(b"\r\n") for line in former(response)])


@fault("HTTPResponse.context-manager")
def stays_open_behind_with():
    """Is not closed when a with statement is left."""
    HTTPResponse.__exit__ = lambda response, *error: None


@fault("HTTPResponse.fileno")
def hides_its_descriptor():
    """Has no descriptor to show."""
    def fileno(response):
        raise io.UnsupportedOperation("fileno")
    HTTPResponse.fileno = fileno
