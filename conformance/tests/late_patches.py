"""Starts an adapter of CPython whose http.client does what patch releases of late 2025 and of 2026 do, whatever release it is.

The specification takes either outcome for right; no machine has every release to show it on.

    python3 late_patches.py ADAPTER.py
"""
import email._policybase
import http.client
import runpy
import sys

MOST = 100


class LateResponse(http.client.HTTPResponse):
    def _read_status(self):
        self.heads = getattr(self, "heads", 0) + 1
        if self.heads > MOST:
            raise http.client.HTTPException("got more than 100 interim responses")
        return super()._read_status()

    def _read_and_discard_trailer(self):
        for _ in range(MOST + 1):
            line = self.fp.readline(http.client._MAXLINE + 1)
            if len(line) > http.client._MAXLINE:
                raise http.client.LineTooLong("trailer line")
            if line in (b"\r\n", b"\n", b""):
                return
        raise http.client.HTTPException("got more than 100 trailers")


def read_all_for_negative_amounts(read):
    return lambda response, amt=None: read(response, None if amt is not None and amt < 0 else amt)


def unfold_from_the_start(policy, lines):
    name, value = lines[0].split(":", 1)
    return name, "".join((value, *lines[1:])).lstrip(" \t\r\n").rstrip("\r\n")


def check_tunnel(connection):
    if http.client._contains_disallowed_url_pchar_re.search(connection._tunnel_host):
        raise ValueError("Tunnel host can't contain control characters %r" % connection._tunnel_host)
    for name, value in connection._tunnel_headers.items():
        name, value = name.encode("latin-1"), value.encode("latin-1")
        if not http.client._is_legal_header_name(name) or http.client._is_illegal_header_value(value):
            raise ValueError("Invalid header name %r or value %r" % (name, value))


def tunnel_behind_the_checks(tunnel):
    def checked(connection):
        check_tunnel(connection)
        tunnel(connection)

    return checked


def apply():
    plain_read = http.client.HTTPResponse.read
    http.client.HTTPResponse = http.client.HTTPConnection.response_class = LateResponse
    LateResponse.__name__ = LateResponse.__qualname__ = "HTTPResponse"
    http.client.HTTPConnection._tunnel = tunnel_behind_the_checks(http.client.HTTPConnection._tunnel)
    if sys.version_info >= (3, 12):
        LateResponse.read = read_all_for_negative_amounts(plain_read)
        email._policybase.Compat32.header_source_parse = unfold_from_the_start


if __name__ == "__main__":
    apply()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
