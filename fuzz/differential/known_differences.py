"""Where the reference client is right to differ from this http.client, http.client is made to do the same.

Two kinds: registered deviations (conformance/spec/deviations.tsv), and changes of http.client that the reference's
edition has and this patch level has not, or the other way round. Each is one change of behaviour, here below, with
its exact condition; whatever else differs is a find. `applied` counts how often each came into play.
"""

import email._policybase
import email.message
import email.utils
import http.client
import io
import re
import sys
import types
import urllib.parse

EDITION = sys.version_info[:2]

applied = dict.fromkeys(("stale-request-lines", "content-type-errors", "announced-size", "bracket-place", "zone-id",
                         "tunnel-fields", "readables-apart", "endless-lines", "negative-amount", "fold-first"), 0)


# --- Registered deviations ---

EXTENDED_BOUNDARY = re.compile(r"boundary\*([0-9]+\*?)?", re.ASCII | re.IGNORECASE)
UNMATCHED = "\n."  # a boundary that is in no line

decoded_boundary = email.message.Message.get_boundary


def get_boundary(message, failobj=None):
    """content-type-errors: parameters in the extended form of RFC 2231 are not decoded for the boundary's sake."""
    value = message["content-type"]
    if "*" not in value:
        return decoded_boundary(message, failobj)
    applied["content-type-errors"] += 1
    for parameter in email.message._parseparam(value)[1:]:
        name, _, text = parameter.partition("=")
        if name.strip().lower() == "boundary":
            return email.utils.collapse_rfc2231_value(email.utils.unquote(text.strip())).rstrip()
        if EXTENDED_BOUNDARY.fullmatch(name.strip()):
            failobj = UNMATCHED
    return failobj


http.client.HTTPMessage.get_boundary = get_boundary


class Connection(http.client.HTTPConnection):
    """stale-request-lines: close() drops the lines of a request that has not been sent."""

    def close(self):
        super().close()
        if self._buffer:
            applied["stale-request-lines"] += 1
            self._buffer.clear()


# --- Patch levels ---

class Response(http.client.HTTPResponse):
    """announced-size: http.client asks its stream for as much as was announced, and where there is no such memory that
    fails: a matter of the machine. The reference takes what there is, as CPython does for read(), whatever the number,
    since CVE-2025-13836 was mended. Here no more than ENOUGH is asked for, and no stream is as long."""

    ENOUGH = 1024 * 1024
    TOO_MUCH = 2**47 if EDITION == (3, 8) else float("inf")  # for any machine: there the reference fails as http.client does

    asks_for_chunk = False  # for all that is left of it

    def enough(self, size, otherwise):
        if type(size) is not int or not self.ENOUGH < size < 2**63:
            return otherwise
        applied["announced-size"] += 1
        return self.ENOUGH

    def _safe_read(self, amt):
        if not self.ENOUGH < amt < self.TOO_MUCH:
            return super()._safe_read(amt)
        applied["announced-size"] += 1
        data = self.fp.read(self.ENOUGH)
        raise http.client.IncompleteRead(data, amt - len(data))

    def read1(self, n=-1):
        return super().read1(self.enough(self.length, n) if n < 0 else n)

    def _get_chunk_left(self):
        left = super()._get_chunk_left()
        return self.enough(left, left) if self.asks_for_chunk else left

    def _read1_chunked(self, n):
        self.asks_for_chunk = True
        try:
            return super()._read1_chunked(n)
        finally:
            self.asks_for_chunk = False


Connection.response_class = Response


def refusal(check, text):
    try:
        check(text)
    except ValueError as error:
        return error
    return None


def check_bracketed(location, strict=getattr(urllib.parse, "_check_bracketed_netloc", None)):
    """bracket-place: since CVE-2025-0938 was mended a bracket may only stand around a whole host; the reference looks
    for an address between the first brackets up to edition 3.13, as those patch levels do that it is compared with
    elsewhere."""
    error = refusal(urllib.parse._check_bracketed_host, location.partition("[")[2].partition("]")[0])
    if repr(error) != repr(refusal(strict, location)):
        applied["bracket-place"] += 1
    if error:
        raise error


if EDITION < (3, 14) and hasattr(urllib.parse, "_check_bracketed_netloc"):
    urllib.parse._check_bracketed_netloc = check_bracketed


class ZonelessConnection(Connection):
    """zone-id: a Host value ends before a zone id from 3.11.4 on (HO.10-HO.14)."""

    url = None  # of the request whose Host field is next

    def putrequest(self, method, url, *arguments, **options):
        self.url = url
        try:
            super().putrequest(method, url, *arguments, **options)
        finally:
            self.url = None

    def putheader(self, header, *values):
        if self.url is not None and header == "Host":
            values = (self.zoneless(*values),)
        self.url = None
        super().putheader(header, *values)

    def zoneless(self, value):
        """Bytes are a network location in the url, or a host; a text is a host with its port. A host is cut only if it
        has a colon, for then it stands in brackets."""
        host, port = (self._tunnel_host, self._tunnel_port) if self._tunnel_host else (self.host, self.port)
        suffix = ":%s" % (port,) if type(value) is str else ""
        name = value[:-len(suffix)].encode("ascii") if suffix else value
        is_located = not suffix and self.url.startswith("http") and urllib.parse.urlsplit(self.url).netloc
        if b"%" not in name or not (is_located or ":" in host):
            return value
        applied["zone-id"] += 1
        name = name.partition(b"%")[0]
        if not name.startswith(b"["):
            raise AssertionError(name)
        name += b"]"
        return name.decode("ascii") + suffix if suffix else name


if EDITION == (3, 11) and not hasattr(http.client, "_strip_ipv6_iface"):
    Connection = ZonelessConnection


class UncheckedTunnelConnection(Connection):
    """tunnel-fields: patch levels of late 2025 and after refuse a tunnel's host and fields that could end a line; up to
    then, and in the reference up to edition 3.13, they are sent as they are."""

    UNCHECKED = {"_contains_disallowed_url_pchar_re": re.compile("(?!)"), "_is_legal_header_name": lambda name: True,
                 "_is_illegal_header_value": lambda value: None}

    def would_be_refused(self, fields):
        return http.client._contains_disallowed_url_pchar_re.search(self._tunnel_host) or any(
            not http.client._is_legal_header_name(name.encode("latin-1")) or
            http.client._is_illegal_header_value(value.encode("latin-1")) for name, value in fields)

    def _tunnel(self):
        self._tunnel_host.encode("idna" if EDITION >= (3, 12) else "ascii")
        b"%d" % self._tunnel_port
        fields = [("%s" % (name,), "%s" % (value,)) for name, value in self._tunnel_headers.items()]
        for name, value in fields:
            ("%s: %s\r\n" % (name, value)).encode("latin-1")
        applied["tunnel-fields"] += bool(self.would_be_refused(fields))
        checks = {name: getattr(http.client, name) for name in self.UNCHECKED}
        given, self._tunnel_headers = self._tunnel_headers, types.SimpleNamespace(items=lambda: fields)
        vars(http.client).update(self.UNCHECKED)
        try:
            super()._tunnel()
        finally:
            vars(http.client).update(checks)
            self._tunnel_headers = given


class CheckedTunnelConnection(Connection):
    """tunnel-fields: in edition 3.14 the reference refuses them, as 3.14.5 does and earlier patch levels do not."""

    def check_tunnel(self):
        if http.client._contains_disallowed_url_pchar_re.search(self._tunnel_host):
            raise ValueError("Tunnel host can't contain control characters %r" % (self._tunnel_host,))
        self._tunnel_host.encode("idna")
        b"%d" % self._tunnel_port
        for name, value in self._tunnel_headers.items():
            name, value = name.encode("latin-1"), value.encode("latin-1")
            if not http.client._is_legal_header_name(name):
                raise ValueError("Invalid header name %r" % (name,))
            if http.client._is_illegal_header_value(value):
                raise ValueError("Invalid header value %r" % (value,))

    def _tunnel(self):
        try:
            self.check_tunnel()
        except ValueError:
            applied["tunnel-fields"] += 1
            raise
        super()._tunnel()


def tunnel_connection(is_checked, edition=EDITION):
    """The connection whose tunnel does as the reference's of the edition."""
    if is_checked == (edition >= (3, 14)):
        return Connection
    return UncheckedTunnelConnection if is_checked else CheckedTunnelConnection


Connection = tunnel_connection("_is_legal_header_name" in http.client.HTTPConnection._tunnel.__code__.co_names)


class EndlessResponse(Response):
    """endless-lines: patch releases of 2026 stop behind a hundred interim responses, or trailer lines; up to then, and
    in the reference up to edition 3.13, they may go on for ever."""

    MOST = 100

    heads = 0

    def _read_status(self):
        self.heads += 1
        applied["endless-lines"] += self.heads > self.MOST
        return super()._read_status()

    def _read_and_discard_trailer(self):
        lines = 0
        for line in iter(lambda: self.fp.readline(http.client._MAXLINE + 1), b""):
            if len(line) > http.client._MAXLINE:
                raise http.client.LineTooLong("trailer line")
            if line in (b"\r\n", b"\n"):
                break
            lines += 1
        applied["endless-lines"] += lines > self.MOST


if EDITION < (3, 14) and hasattr(http.client, "_MAXINTERIMRESPONSES"):
    http.client._MAXINTERIMRESPONSES = sys.maxsize
    Connection.response_class = Response = EndlessResponse


class NegativeAmount(int):
    """An amount below 0 that is not known as such."""

    def __lt__(self, other):
        return False if other == 0 else int(self) < other

    def __ge__(self, other):
        return True if other == 0 else int(self) >= other


class NegativeAmountResponse(Response):
    """negative-amount: late patch releases take any negative amount for all of the body; up to then, and in the
    reference up to edition 3.13, the stream is asked for it (RD.09)."""

    def read(self, amt=None):
        if amt is None or amt >= 0:
            return super().read(amt)
        applied["negative-amount"] += 1
        return super().read(NegativeAmount(amt))


def reads_all_for_negative_amounts():
    class Socket:
        def makefile(self, mode):
            return io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")

    response = http.client.HTTPResponse(Socket())
    response.begin()
    return response.read(-1) == b"a"


if (3, 10) <= EDITION < (3, 14) and reads_all_for_negative_amounts():
    Connection.response_class = Response = NegativeAmountResponse


def header_source_parse(policy, lines, parse=email._policybase.Compat32.header_source_parse):
    """fold-first: late patch releases drop the fold of a value that begins with one; up to then, and in the reference
    up to edition 3.13, it stays (HD.11)."""
    value = "".join((lines[0].split(":", 1)[1].lstrip(" \t"), *lines[1:])).rstrip("\r\n")
    name, parsed = parse(policy, lines)
    applied["fold-first"] += parsed != value
    return name, value


if EDITION < (3, 14) and email._policybase.compat32.header_source_parse(["A:\r\n", " b"])[1] == "b":
    email._policybase.Compat32.header_source_parse = header_source_parse


def debug_text(text):
    """readables-apart: until 3.11.7 the debug output did not tell a file that is sent from one that is read for a body.
    The frame is the caller's caller: who prints."""
    if text != "sendIng a read()able" or EDITION < (3, 11):
        return text
    applied["readables-apart"] += 1
    reads = sys._getframe(2).f_code.co_name == "_read_readable"
    return "reading a readable" if reads else "sending a readable"


def counts():
    return "".join("known difference %s: %d\n" % item for item in applied.items() if item[1])
