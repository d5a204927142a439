"""The requests that hc-fetch and http.client both make of each server, what has to come of them, and the judgement:
each as expected, and both the same."""

import filecmp
import hashlib
import sys
from dataclasses import dataclass, replace

from harness.clients import Request
from harness.site import TEXT
from harness.tap import Outcome

DISCONNECTED = "RemoteDisconnected: Remote end closed connection without response"
STAMPS = ("ETag", "Last-Modified")  # of a file that was stored a moment ago
SHORT_BODY = (("Content-Length", "1000"),)
CREDENTIALS = (("Proxy-Authorization", "Basic aW50ZXJvcDpzZWNyZXQ="),)  # interop:secret


@dataclass(frozen=True)
class Row:
    name: str
    request: Request
    status: int = None
    error: str = None  # what the exception's text contains
    content: bytes = None  # the body
    fields: tuple = ()
    condition: tuple = None  # (field to send, field of an earlier answer whose value it gets)
    stored: str = None  # the file that the upload becomes
    volatile: tuple = ()  # fields that may differ from one client to the other


# --- Judging ---

def judge(row, clients, site):
    """The outcome of a row."""
    answers = [_perform(client, row) for client in clients]
    complaints = [f"{client.name}: {complaint}" for client, answer in zip(clients, answers)
                  for complaint in _complaints(row, answer, client, site)]
    complaints += [f"{clients[0].name} and {clients[1].name} differ in {line}"
                   for line in answers[0].differences(answers[1], row.volatile)]
    return Outcome(row.name, not complaints, "\n".join(complaints))


def _perform(client, row):
    request = row.request
    if row.condition is not None:
        name, source = row.condition
        value = client.perform(replace(request, method="HEAD")).field(source)
        request = replace(request, fields=((name, value),))
    return client.perform(request)


def _complaints(row, answer, client, site):
    if row.error is not None:
        return [] if row.error in answer.error else [f"{answer.error or answer.status} is not {row.error}"]
    if answer.error:
        return [answer.error]
    complaints = [] if answer.status == row.status else [f"status {answer.status} is not {row.status}"]
    if row.content is not None and answer.digest != hashlib.sha256(row.content).hexdigest():
        complaints.append(f"the body, of {answer.size} bytes, is not the one expected")
    complaints += [f"{name}: {answer.field(name)} is not {value}" for name, value in row.fields
                   if answer.field(name) != value]
    if row.stored is not None:
        complaints += _stored_complaints(row, site.store / row.stored.replace("{client}", client.name))
    return complaints


def _stored_complaints(row, path):
    if not path.exists():
        return [f"{path.name} was not stored"]
    same = filecmp.cmp(path, row.request.upload, shallow=False)
    return [] if same else [f"{path.name} is not what was sent"]


# --- The rows ---

def rows(server, site):
    """The rows of the server of this name."""
    ports = site.ports.numbers
    makers = {"nginx": _nginx, "apache": _apache, "haproxy": _haproxy}
    return makers[server](site, ports) if server in makers else _proxy(site, ports, server)


def _documents(site, base):
    """What every origin has, behind whatever stands before it."""
    text = replace(base, path="/text.txt")
    return [
        Row("a document with its length", text, 200, content=TEXT, fields=(("Content-Length", str(len(TEXT))),)),
        Row("an empty document", replace(base, path="/empty.txt"), 200, content=b""),
        Row("a large document", replace(base, path="/large.bin"), 200, content=site.large),
        Row("HEAD has the length and no body", replace(text, method="HEAD"), 200, content=b"",
            fields=(("Content-Length", str(len(TEXT))),)),
        Row("304 by If-None-Match", text, 304, content=b"", condition=("If-None-Match", "ETag")),
        Row("304 by If-Modified-Since", text, 304, content=b"", condition=("If-Modified-Since", "Last-Modified")),
        Row("a range", replace(text, fields=(("Range", "bytes=10-19"),)), 206, content=TEXT[10:20],
            fields=(("Content-Range", f"bytes 10-19/{len(TEXT)}"),)),
        Row("the last bytes", replace(text, fields=(("Range", "bytes=-5"),)), 206, content=TEXT[-5:]),
        Row("a range of many MiB", replace(base, path="/large.bin", fields=(("Range", "bytes=1000000-"),)), 206,
            content=site.large[1_000_000:]),
        Row("a range past the end", replace(text, fields=(("Range", "bytes=99999-"),)), 416),
        Row("a document that is not there", replace(base, path="/missing"), 404),
        Row("HTTP/1.0", replace(text, http10=True), 200, content=TEXT),
        Row("a redirect is left alone", replace(base, path="/moved"), 301),
    ]


def _uploads(site, base, prefix):
    """Uploads of a large file, and what comes back."""
    put = replace(base, method="PUT", upload=str(site.www / "large.bin"))
    sized, chunked = f"{{client}}/{prefix}-sized", f"{{client}}/{prefix}-chunked"
    return [
        Row("a sized upload", replace(put, path=f"/store/{sized}"), 201, stored=sized),
        Row("a sized upload comes back", replace(base, path=f"/store/{sized}"), 200, content=site.large,
            volatile=STAMPS),
        Row("a chunked upload", replace(put, path=f"/store/{chunked}", chunked=True), 201, stored=chunked),
        Row("a chunked upload comes back", replace(base, path=f"/store/{chunked}"), 200, content=site.large,
            volatile=STAMPS),
        Row("100 (Continue) is passed over", replace(put, path=f"/store/{sized}", fields=(("Expect", "100-continue"),)),
            204, stored=sized),
        Row("a deletion", replace(base, path=f"/store/{sized}", method="DELETE"), 204, content=b""),
    ]


def _nginx(site, ports):
    base = Request(ports["nginx_plain"])
    packed = (site.www / "text.txt.gz").read_bytes()
    wants_gzip = (("Accept-Encoding", "gzip"),)
    return [
        *_documents(site, base),
        *_uploads(site, base, "nginx"),
        *_nginx_tls(site, ports),
        Row("a chunked body", replace(base, path="/chunked/text.txt"), 200, content=TEXT,
            fields=(("Transfer-Encoding", "chunked"),)),
        Row("a large chunked body", replace(base, path="/chunked/large.bin"), 200,
            content=site.large),
        Row("a compressed file is left as it is", replace(base, path="/packed/text.txt", fields=wants_gzip), 200,
            content=packed, fields=(("Content-Encoding", "gzip"), ("Content-Length", str(len(packed))))),
        Row("compressed on the way, in chunks", replace(base, path="/compressed/text.txt", fields=wants_gzip), 200,
            fields=(("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))),
        Row("nothing is compressed unasked", replace(base, path="/compressed/text.txt"), 200, content=TEXT),
        Row("a redirect to elsewhere is left alone", replace(base, path="/elsewhere"), 307,
            fields=(("Location", f"http://127.0.0.1:{ports['refused']}/"),)),
        Row("204", replace(base, path="/nothing"), 204, content=b""),
        Row("403", replace(base, path="/forbidden"), 403),
        Row("500", replace(base, path="/broken"), 500),
        Row("405 to a POST of text", replace(base, path="/text.txt", method="POST", data="text"), 405),
        Row("413 to a body that is too large",
            replace(base, path="/small-only/x", method="PUT", data="x" * 100_000), 413),
        Row("400 to a field that is too long", replace(base, fields=(("X", "x" * 40_000),)), 400),
        Row("414 to a target that is too long", replace(base, path="/" + "x" * 40_000), 414),
        Row("no answer", replace(base, path="/hang-up"), error=DISCONNECTED),
        Row("more than a hundred fields", replace(base, path="/hundred-fields"), error="got more than 100 headers"),
        Row("nobody listens", Request(ports["refused"]), error="ConnectionRefusedError: [Errno 111]"),
        Row("https is spoken to a server that speaks http", _secure(site, ports["nginx_plain"], "/"),
            error="WRONG_VERSION_NUMBER"),
    ]


def _secure(site, port, path, **more):
    authority = str(site.certificates / "authority.pem")
    return Request(port, path, secure=True, host="localhost", authority=authority, **more)


def _nginx_tls(site, ports):
    client = str(site.certificates / "client-both.pem")
    by_name = _secure(site, ports["nginx_tls"], "/tls")
    offered = b"http/1.1" if sys.version_info >= (3, 10) else b""
    return [
        Row("TLS 1.3, with the name indicated", by_name, 200, content=b"default TLSv1.3 alpn= sni=localhost\n"),
        Row("an address is not indicated", replace(by_name, host="127.0.0.1"), 200,
            content=b"default TLSv1.3 alpn= sni=\n"),
        Row("the default context offers http/1.1, from Python 3.10 on", replace(by_name, default_context=True), 200,
            content=b"default TLSv1.3 alpn=%b sni=localhost\n" % offered),
        Row("TLS 1.2", _secure(site, ports["nginx_tls12"], "/tls"), 200, content=b"TLSv1.2\n"),
        Row("a large document by TLS 1.3", _secure(site, ports["nginx_tls"], "/large.bin"), 200,
            content=site.large),
        Row("a large document by TLS 1.2", _secure(site, ports["nginx_tls12"], "/large.bin"), 200,
            content=site.large),
        Row("no certificate where one is required", _secure(site, ports["nginx_mutual"], "/who"), 400),
        Row("the client's certificate", _secure(site, ports["nginx_mutual"], "/who", certificate=client), 200,
            content=b"CN=client\n"),
        Row("a certificate for another name", _secure(site, ports["nginx_misnamed"], "/"),
            error="Hostname mismatch, certificate is not valid for 'localhost'."),
        Row("a certificate by nobody that is trusted", _secure(site, ports["nginx_stranger"], "/"),
            error="certificate verify failed: self-signed certificate"),
    ]


def _apache(site, ports):
    base = Request(ports["apache_plain"])
    client = str(site.certificates / "client-both.pem")
    secure = _secure(site, ports["apache_tls"], "/text.txt")
    private = replace(secure, path="/private/who", certificate=client)
    digest = hashlib.sha256(b"some text").hexdigest()
    return [
        *_documents(site, base),
        *_uploads(site, base, "apache"),
        Row("a script's answer, in chunks", replace(base, path="/cgi/digest", method="POST", data="some text"), 200,
            content=f"POST 9 no-coding\n{digest}  -\n".encode("ascii"), fields=(("Transfer-Encoding", "chunked"),)),
        Row("a script gets a large body that comes in chunks",
            replace(base, path="/cgi/digest", method="POST", upload=str(site.www / "large.bin"), chunked=True), 200,
            content=_digest_of_chunked(site)),
        Row("compressed on the way", replace(base, path="/compressed/text.txt", fields=(("Accept-Encoding", "gzip"),)),
            200, fields=(("Content-Encoding", "gzip"),)),
        Row("410", replace(base, path="/gone"), 410),
        Row("500 of a script that fails", replace(base, path="/cgi/broken"), 500),
        Row("a body cut short", replace(base, path="/cgi/nph-cut"),
            error="IncompleteRead: IncompleteRead(10 bytes read, 990 more expected)"),
        Row("a chunk cut short", replace(base, path="/cgi/nph-cut-chunk"), error="IncompleteRead"),
        Row("408 to a body that does not come", Request(ports["apache_impatient"], "/cgi/digest", method="POST",
                                                        data="short", fields=SHORT_BODY), 408),
        Row("TLS", secure, 200, content=TEXT),
        Row("a certificate asked for after the handshake", replace(private, default_context=True), 200,
            content=b"client TLSv1.3 0\n"),
        Row("the context does not allow it", private, 403),
        Row("no certificate to show after the handshake", replace(private, certificate=None, default_context=True),
            error="alert certificate required"),
        Row("no certificate where one is required", _secure(site, ports["apache_mutual"], "/text.txt"),
            error="alert certificate required"),
        Row("a certificate in the handshake", _secure(site, ports["apache_mutual"], "/cgi/who", certificate=client),
            200, content=b"client TLSv1.3 0\n"),
    ]


def _digest_of_chunked(site):
    digest = hashlib.sha256(site.large).hexdigest()
    return f"POST no-length chunked\n{digest}  -\n".encode("ascii")


def _haproxy(site, ports):
    base = Request(ports["haproxy_front"])
    return [
        *_documents(site, base),
        *_uploads(site, base, "haproxy"),
        Row("a chunked body", replace(base, path="/chunked/text.txt"), 200, content=TEXT),
        Row("a field that is no token", replace(base, fields=(("Not A Token", "1"),)), 400),
        Row("408 to a body that does not come",
            replace(base, path="/wait-for-body", method="POST", data="short", fields=SHORT_BODY), 408),
        Row("429", replace(base, path="/denied"), 429),
        Row("502: the server behind hangs up", replace(base, path="/closing"), 502),
        Row("503: the server behind refuses", replace(base, path="/nobody"), 503),
        Row("504: the server behind is silent", replace(base, path="/silent"), 504),
        Row("103 is taken for the answer", replace(base, path="/text.txt?hinted"), 103, content=b"",
            fields=(("Link", "</style.css>; rel=preload"),)),
        Row("no answer", replace(base, path="/rejected"), error=DISCONNECTED),
        Row("closed after the answer", Request(ports["haproxy_closing"], "/text.txt"), 200, content=TEXT),
        Row("TLS", _secure(site, ports["haproxy_tls"], "/text.txt"), 200, content=TEXT),
        Row("TLS, chunked", _secure(site, ports["haproxy_tls"], "/chunked/large.bin"), 200,
            content=site.large),
    ]


def _proxy(site, ports, name):
    client = str(site.certificates / "client-both.pem")
    through = _secure(site, ports["nginx_tls"], "/tls", proxy=ports[f"{name}_open"])
    guarded = replace(through, proxy=ports[f"{name}_auth"])
    failed = "OSError: Tunnel connection failed: "
    return [
        Row("a tunnel", through, 200, content=b"default TLSv1.3 alpn= sni=localhost\n"),
        Row("a large document through a tunnel", replace(through, path="/large.bin"), 200,
            content=site.large),
        Row("a certificate asked for through a tunnel",
            replace(through, port=ports["apache_tls"], path="/private/who", certificate=client, default_context=True),
            200, content=b"client TLSv1.3 0\n"),
        Row("no password", guarded, error=f"{failed}407 Proxy Authentication Required"),
        Row("a wrong password", replace(guarded, proxy_fields=(("Proxy-Authorization", "Basic eDp5"),)),
            error=f"{failed}40"),
        Row("the password", replace(guarded, proxy_fields=CREDENTIALS), 200,
            content=b"default TLSv1.3 alpn= sni=localhost\n"),
        Row("a port that the proxy does not allow", replace(through, port=ports["nginx_mutual"]), error=f"{failed}403"),
        Row("a port where nobody listens", replace(through, port=ports["refused"]), error=f"{failed}50"),
        Row("a request that is none for proxies", Request(ports[f"{name}_open"], "/text.txt"), 400),
    ]
