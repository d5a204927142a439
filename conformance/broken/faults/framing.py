"""Faults in finding where a body ends."""

import gzip
import http.client
from http.client import HTTPResponse, IncompleteRead

from .gallery import fault, replace
from .heads import after_begin, edit_line


@fault("example.head.no-data")
def waits_for_the_body_of_head():
    """Expects a body in the response to HEAD."""
    @replace(HTTPResponse, "begin")
    def begin(former, response, *args, **kwargs):
        response._method = None
        former(response, *args, **kwargs)


@fault("FR.05")
def waits_for_the_body_of_204():
    """Expects a body with 204 No Content."""
    http.client.NO_CONTENT = 0


@fault("FR.05")
def waits_for_the_body_of_304():
    """Expects a body with 304 Not Modified."""
    http.client.NOT_MODIFIED = 0


@fault("FR.05")
def reads_no_body_of_205():
    """Takes the body of 205 Reset Content for empty."""
    http.client.NO_CONTENT = http.client.RESET_CONTENT


@fault("FR.01")
def finds_chunked_in_a_list():
    """Takes "gzip, chunked" for chunked."""
    @after_begin
    def change(response):
        if "chunked" in response.headers.get("Transfer-Encoding", "").lower():
            response.chunked, response.chunk_left, response.length = True, None, None


@fault("FR.02")
def prefers_the_length_to_chunks():
    """Believes Content-Length where the body is chunked."""
    @after_begin
    def change(response):
        if response.chunked and response.headers.get("Content-Length", "").isdigit():
            response.chunked, response.length = False, int(response.headers["Content-Length"])


@fault("FR.03")
def takes_digits_alone_for_a_length():
    """Passes over a Content-Length with a sign or an underscore, which int() would read."""
    @after_begin
    def change(response):
        if response.length and not response.headers["Content-Length"].isdigit():
            response.length, response.will_close = None, True


@fault("FR.04")
def believes_the_last_length():
    """Takes the last of several values of Content-Length."""
    @after_begin
    def change(response):
        lengths = response.headers.get_all("Content-Length", [])
        if response.length is not None and len(lengths) > 1 and lengths[-1].isdigit():
            response.length = int(lengths[-1])


@fault("FR.07")
def takes_no_length_for_no_body():
    """Takes a body without a length for empty."""
    @after_begin
    def change(response):
        if not response.chunked and response.length is None:
            response.length = 0


@fault("HTTPResponse.read")
def reads_past_the_length():
    """Reads on to the end of the connection, whatever length was announced."""
    @after_begin
    def change(response):
        if response.length:
            response.length = None


@fault("FR.11")
def decodes_gzip():
    """Decompresses a body that is said to be gzip."""
    @replace(HTTPResponse, "read")
    def read(former, response, *args):
        data = former(response, *args)
        coding = response.headers.get("Content-Encoding")
        return gzip.decompress(data) if data and coding == "gzip" else data


@fault("CK.02")
def reads_sizes_as_decimal():
    """Takes a chunk's size for a decimal number."""
    def to_hexadecimal(line):
        size = line.split(b";")[0].strip()
        return b"%x\r\n" % int(size) if size.isdigit() else line
    edit_line("_read_next_chunk_size", to_hexadecimal)


@fault("CK.02")
def takes_digits_alone_for_a_size():
    """Refuses a chunk's size with a sign or a prefix, which int() would read."""
    edit_line("_read_next_chunk_size",
              lambda line: line if line.lstrip()[:2].isalnum() and line[:2] != b"0x" else b"?\r\n")


@fault("CK.03")
def knows_no_chunk_extensions():
    """Takes a chunk's extension for a part of its size."""
    edit_line("_read_next_chunk_size", lambda line: line.replace(b";", b":"))


@fault("CK.04")
def looks_at_the_end_of_a_chunk():
    """Refuses a chunk that does not end in CRLF."""
    @replace(HTTPResponse, "_safe_read")
    def safe_read(former, response, amt):
        data = former(response, amt)
        if response.chunk_left == 0 and amt == 2 and data != b"\r\n":
            raise IncompleteRead(b"")
        return data


@fault("CK.06")
def leaves_the_trailer_unread():
    """Takes the last chunk for the end, and leaves the lines behind it in the connection."""
    replace(HTTPResponse, "_read_and_discard_trailer")(lambda former, response: None)


@fault("RD.11")
def needs_no_last_chunk():
    """Takes the end of the connection for the end of a chunked body."""
    @replace(HTTPResponse, "_get_chunk_left")
    def get_chunk_left(former, response):
        try:
            return former(response)
        except IncompleteRead:
            response._close_conn()
            return None


@fault("CK.09")
def takes_trailers_for_headers():
    """Adds the fields behind the last chunk to the headers."""
    @replace(HTTPResponse, "_read_and_discard_trailer")
    def read_trailer(former, response):
        for name, value in http.client.parse_headers(response.fp).items():
            response.headers[name] = value
