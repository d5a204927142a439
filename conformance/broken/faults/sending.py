"""Faults in what a request looks like on the wire."""

import http.client
import io
import itertools
import re
import urllib.parse
from http.client import HTTPConnection

from .gallery import fault, replace

LAST_CHUNK = b"0\r\n\r\n"


@fault("HTTPConnection.request.body.after-headers")
def sends_the_body_before_the_headers():
    """Sends a body of bytes first, and the headers after it."""
    @replace(HTTPConnection, "_send_output")
    def send_output(former, conn, message_body=None, encode_chunked=False):
        if not isinstance(message_body, bytes):
            return former(conn, message_body, encode_chunked)
        conn.send(message_body)
        return former(conn)


@fault("DB.02")
def sends_every_line_by_itself():
    """Sends the head in as many pieces as it has lines."""
    @replace(HTTPConnection, "send")
    def send(former, conn, data):
        if not isinstance(data, bytes) or not data.endswith(b"\r\n\r\n") or data == LAST_CHUNK:
            return former(conn, data)
        for line in data.splitlines(keepends=True):
            former(conn, line)


@fault("RQ.09")
def adds_a_user_agent():
    """Tells the server who it is, unasked."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, *args, **kwargs):
        former(conn, *args, **kwargs)
        conn.putheader("User-Agent", "broken")


@fault("RQ.08")
def accepts_every_coding():
    """Asks for gzip where it should ask for identity."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        former(conn, header, *("gzip" if value == "identity" else value for value in values))


@fault("HTTPConnection.putrequest.line")
def speaks_http_1_0():
    """Calls itself HTTP/1.0 in the request line."""
    HTTPConnection._http_vsn_str = "HTTP/1.0"


@fault("RQ.02")
def escapes_the_target():
    """Percent-encodes what stands in the target of the request."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, method, url, *args, **kwargs):
        former(conn, method, url and urllib.parse.quote(url, "/:?=&"), *args, **kwargs)


@fault("RQ.02")
def sends_an_asterisk_for_no_target():
    """Asks for "*" where no target is given, and "/" is meant."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, method, url, *args, **kwargs):
        former(conn, method, url or "*", *args, **kwargs)


@fault("HTTPConnection.putrequest.line")
def sends_methods_in_capitals():
    """Changes the method's letters to capitals."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, method, *args, **kwargs):
        former(conn, method.upper(), *args, **kwargs)


@fault("HO.02")
def leaves_the_port_out_of_host():
    """Never writes a port into the Host header."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        if header == "Host" and isinstance(values[0], str):
            values = (re.sub(":[0-9]*$", "", values[0]),)
        former(conn, header, *values)


@fault("HO.07")
def leaves_brackets_out_of_host():
    """Writes an address of IPv6 into the Host header as it is."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        if header == "Host":
            brackets = "[]" if isinstance(values[0], str) else b"[]"
            values = (values[0].replace(brackets[:1], brackets[:0]).replace(brackets[1:], brackets[:0]),)
        former(conn, header, *values)


@fault("HO.01")
def ignores_the_host_of_an_absolute_target():
    """Takes the Host header from the connection even when the target names another."""
    @replace(http.client, "urlsplit")
    def urlsplit(former, url):
        return former(url)._replace(netloc="")


@fault("HTTPConnection.putrequest.skip_host")
def insists_on_its_host():
    """Sends its own Host header, although it is told to skip it."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, method, url, skip_host=False, skip_accept_encoding=False):
        former(conn, method, url, False, skip_accept_encoding)


@fault("HTTPConnection.putrequest.skip_accept_encoding")
def insists_on_its_accept_encoding():
    """Sends its own Accept-Encoding header, although it is told to skip it."""
    @replace(HTTPConnection, "putrequest")
    def putrequest(former, conn, method, url, skip_host=False, skip_accept_encoding=False):
        former(conn, method, url, skip_host, False)


@fault("HTTPConnection.putheader.continuation")
def puts_values_on_one_line():
    """Joins the values of one header with commas."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        former(conn, header, ", ".join(str(value) for value in values))


@fault("PH.07")
def capitalises_header_names():
    """Changes the letters of a header's name to the usual ones."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        former(conn, header.title(), *values)


@fault("PH.06")
def trims_header_values():
    """Takes the blanks at both ends of a value away."""
    @replace(HTTPConnection, "putheader")
    def putheader(former, conn, header, *values):
        former(conn, header, *(value.strip() if isinstance(value, str) else value for value in values))


@fault("RQ.06")
def sends_any_method():
    """Lets a method bring a line of its own into the head."""
    replace(HTTPConnection, "_validate_method")(lambda former, conn, method: None)


@fault("RQ.03")
def sends_any_target():
    """Lets a target bring a line of its own into the head."""
    replace(HTTPConnection, "_validate_path")(lambda former, conn, url: None)


@fault("HP.06")
def takes_any_host():
    """Lets a host bring a line of its own into the head."""
    replace(HTTPConnection, "_validate_host")(lambda former, conn, host: None)


@fault("PH.03")
def sends_any_header_name():
    """Lets a header's name bring a line of its own into the head."""
    http.client._is_legal_header_name = lambda name: True


@fault("PH.05")
def sends_any_header_value():
    """Lets a header's value bring a line of its own into the head."""
    http.client._is_illegal_header_value = lambda value: None


@fault("HTTPConnection.request.auto.none-body-zero-length")
def announces_no_length_without_a_body():
    """Sends no Content-Length: 0 with a POST that has no body."""
    @replace(HTTPConnection, "_get_content_length")
    def get_content_length(former, body, method):
        return None if body is None else former(body, method)


@fault("HTTPConnection.request.auto.chunked-otherwise")
def measures_files():
    """Announces the size of a file as its Content-Length, and sends no chunks."""
    @replace(HTTPConnection, "_get_content_length")
    def get_content_length(former, body, method):
        return len(body.getvalue()) if isinstance(body, io.BytesIO) else former(body, method)


@fault("HTTPConnection.request.body.str")
def sends_text_as_utf_8():
    """Encodes a body of text as UTF-8."""
    @replace(HTTPConnection, "request")
    def request(former, conn, method, url, body=None, headers={}, **kwargs):
        former(conn, method, url, body.encode() if isinstance(body, str) else body, headers, **kwargs)


@fault("HTTPConnection.request.body.file.text")
def sends_text_files_as_utf_8():
    """Encodes a text file as UTF-8."""
    @replace(HTTPConnection, "request")
    def request(former, conn, method, url, body=None, headers={}, **kwargs):
        body = io.BytesIO(body.read().encode()) if isinstance(body, io.TextIOBase) else body
        former(conn, method, url, body, headers, **kwargs)


@fault("HTTPConnection.blocksize.param")
def ignores_the_blocksize():
    """Reads files in blocks of 8192 bytes, whatever it is told."""
    @replace(HTTPConnection, "__init__")
    def init(former, conn, *args, **kwargs):
        former(conn, *args, **kwargs)
        conn.blocksize = 8192


@fault("HTTPConnection.request.encode_chunked.true")
def ignores_encode_chunked():
    """Leaves the chunks to the caller, who asked for them."""
    @replace(HTTPConnection, "request")
    def request(former, conn, *args, encode_chunked=False, **kwargs):
        former(conn, *args, **kwargs)


@fault("HTTPConnection.endheaders.encode_chunked.terminator")
def forgets_the_last_chunk():
    """Does not end a chunked body."""
    @replace(HTTPConnection, "send")
    def send(former, conn, data):
        if data != LAST_CHUNK:
            former(conn, data)


@fault("EH.03")
def writes_sizes_in_small_letters():
    """Writes the digits of a chunk's size in small letters."""
    @replace(HTTPConnection, "send")
    def send(former, conn, data):
        if isinstance(data, bytes):
            data = re.sub(rb"\A[0-9A-F]+\r\n", lambda size: size.group().lower(), data)
        former(conn, data)


@fault("HTTPConnection.endheaders.empty-chunks-ignored")
def takes_an_empty_chunk_for_the_end():
    """Stops at the first empty piece of an iterable body."""
    @replace(HTTPConnection, "_send_output")
    def send_output(former, conn, message_body=None, encode_chunked=False):
        if hasattr(message_body, "__next__"):
            message_body = itertools.takewhile(len, message_body)
        former(conn, message_body, encode_chunked)


@fault("HTTPConnection.request.body.iterable")
def sends_iterables_in_one_piece():
    """Collects the pieces of an iterable body into one chunk."""
    @replace(HTTPConnection, "_send_output")
    def send_output(former, conn, message_body=None, encode_chunked=False):
        if isinstance(message_body, (list, tuple)) or hasattr(message_body, "__next__"):
            message_body = b"".join(message_body)
        former(conn, message_body, encode_chunked)
