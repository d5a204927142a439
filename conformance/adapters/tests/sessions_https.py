"""Sessions of HTTPSConnection: what it is given, what it checks, and what its contexts show."""

from certificates import PASSWORD
from loopback_server import Reply
from sessions import REQUEST, RESPONSE, Session, TEXT, assign, call, get, head, ref, value

TRUSTING = {"cafile": ref("authority")}
LEGACY, SINCE = ("3.8", "3.11"), ("3.12", "3.13")
CONTEXT_STATE = [get("ctx." + name) for name in ("verify_mode", "check_hostname", "post_handshake_auth")]
SOCKET_STATE = [get("conn.sock", bind="sock"), call("sock.version"), call("sock.selected_alpn_protocol")]


def context(**options):
    return {"context": options}


def connect(*arguments, **options):
    return call("http.client.HTTPSConnection", ref("host"), ref("port"), *arguments, bind="conn", **options)


def secured(name, *steps, connections=((TEXT,),), **options):
    """A session through TLS."""
    return Session(name, [list(replies) for replies in connections], list(steps), secure=True, **options)


def failing(name, *steps, **options):
    """A session whose handshake fails."""
    return secured(name, *steps, REQUEST, get("conn.sock", bind="sock"), call("sock.fileno"), call("conn.connect"),
                   call("conn.close"), connections=((TEXT,), (TEXT,)), **options)


def made(name, *steps, **options):
    """A session that connects to nothing."""
    return Session(name, [], list(steps), **options)


EXCHANGES = [
    secured("a request through TLS", connect(context=context(**TRUSTING)), REQUEST, RESPONSE, call("resp.read"), *SOCKET_STATE),
    secured("a context that is shared, twice", *2 * [connect(context=context(shared=True, **TRUSTING)), REQUEST, RESPONSE,
                                                     call("resp.read"), call("conn.close")], connections=((TEXT,), (TEXT,))),
    secured("a request without a context", connect(), REQUEST, RESPONSE, call("resp.read"), get("conn._context", bind="ctx"),
            *CONTEXT_STATE, get("conn._context")),
    secured("the protocol that is agreed on", connect(), call("conn.connect"), *SOCKET_STATE, call("conn.close"),
            call("sock.version"), call("sock.selected_alpn_protocol"), call("sock.fileno")),
    secured("HTTP/1.0 offers no protocol", connect(), assign("conn._http_vsn", 10), call("conn.connect"), *SOCKET_STATE),
    secured("a context of its own protocols", connect(context=context(alpn=["x", "http/1.1"], **TRUSTING)), call("conn.connect"),
            *SOCKET_STATE),
    secured("TLS 1.2 alone", connect(context=context(maximum_version="TLSv1.2", **TRUSTING)), call("conn.connect"), *SOCKET_STATE),
    secured("a cipher suite by name", connect(context=context(
        maximum_version="TLSv1.2", ciphers="ECDHE-ECDSA-AES128-GCM-SHA256", **TRUSTING)), REQUEST, RESPONSE, call("resp.read")),
    secured("TLS 1.3 alone", connect(context=context(minimum_version="TLSv1.3", **TRUSTING)), call("conn.connect"), *SOCKET_STATE),
    secured("a client's certificate", connect(context=context(
        certfile=ref("client_certificate"), keyfile=ref("encrypted_client_key"), password=PASSWORD, **TRUSTING)),
            REQUEST, RESPONSE, call("resp.read")),
    secured("a timeout of the socket", connect(context=context(**TRUSTING), timeout=20), call("conn.connect"),
            get("conn.sock", bind="sock"), call("sock.gettimeout"), get("conn.timeout")),
    secured("a server that is not checked", connect(context=context(cafile=ref("client_certificate"), check_hostname=False,
                                                                  verify_mode="CERT_NONE")), REQUEST, RESPONSE, call("resp.read")),
    secured("a tunnel with TLS inside", connect(context=context(**TRUSTING)), call("conn.set_tunnel", "localhost"), REQUEST, RESPONSE,
            call("resp.read"), connections=((Reply(head()), TEXT),), clear=1),
    secured("the audit events of a request", connect(context=context(**TRUSTING)), call("conn.putrequest", "GET", "/", True),
            call("conn.endheaders"), RESPONSE, call("resp.read"), call("http.client.audit_events")),
]

REFUSALS = [
    failing("an authority that is not trusted", connect(context=context(cafile=ref("client_certificate")))),
    failing("no version that both speak", connect(context=context(minimum_version="TLSv1.3", maximum_version="TLSv1.2", **TRUSTING)),
            wording=False),
    secured("a name that the certificate lacks", connect(context=context(**TRUSTING)), call("conn.set_tunnel", "wrong.example"),
            REQUEST, get("conn.sock"), call("conn.close"), connections=((Reply(head()), TEXT),), clear=1),
    secured("an address that the certificate lacks", connect(context=context(**TRUSTING)), call("conn.set_tunnel", "127.0.0.2"),
            REQUEST, get("conn.sock"), call("conn.close"), connections=((Reply(head()), TEXT),), clear=1),
    secured("a context that is none, found when connecting", connect(context="context"), call("conn.connect"), editions=SINCE),
    Session("a server that speaks no TLS", [[Reply(b"HTTP/1.0 400 No\r\n\r\n", unasked=True, last=True)]],
            [connect(context=context(**TRUSTING)), REQUEST, call("conn.close")]),
    Session("a server that says nothing", [[Reply(b"", unasked=True, last=True)]],
            [connect(context=context(**TRUSTING)), REQUEST, call("conn.close")], wording=False, editions=SINCE),
]

MAKING = [
    made("an HTTPS connection's defaults", call("http.client.HTTPSConnection", "example.org", bind="conn"),
         *[get("conn." + name) for name in ("host", "port", "timeout", "source_address", "blocksize", "default_port", "key_file",
                                            "cert_file", "sock")]),
    made("an HTTPS connection keeps what it was given",
         call("http.client.HTTPSConnection", "[::1]:81", timeout={"float": "1.5"}, blocksize=7, context=context(), bind="conn"),
         *[get("conn." + name) for name in ("host", "port", "timeout", "blocksize", "_context")]),
    made("an HTTP connection has nothing of TLS", call("http.client.HTTPConnection", "h", bind="conn"),
         *[get("conn." + name) for name in ("_context", "key_file", "cert_file")]),
    made("a context is what it is said to be", value(context(), bind="ctx"), *CONTEXT_STATE,
         value(context(check_hostname=False, verify_mode="CERT_OPTIONAL", post_handshake_auth=True), bind="ctx"), *CONTEXT_STATE,
         assign("ctx.verify_mode", 0), assign("ctx.post_handshake_auth", False), *CONTEXT_STATE,
         assign("ctx.check_hostname", True), *CONTEXT_STATE, assign("ctx.verify_mode", 0), assign("ctx.verify_mode", 7)),
    made("the host name is checked with a certificate alone", value(context(verify_mode="CERT_NONE"), bind="ctx"), value(ref("ctx"))),
    made("files that are none", value(context(cafile="/nonexistent")), value(context(certfile="/nonexistent")),
         value(context(cafile=ref("encrypted_client_key")))),
    made("a key that its password does not open", value(context(
        certfile=ref("client_certificate"), keyfile=ref("encrypted_client_key"), password="wrong"))),
    made("a key of another certificate", value(context(certfile=ref("client_certificate"), keyfile=ref("stranger_certificate")))),
    made("no cipher suite", value(context(ciphers="none"))),
    made("protocols that cannot be said", value(context(alpn=[""])), value(context(alpn=["\u00e9"]))),
    made("a host or port that is none", call("http.client.HTTPSConnection", "h:x"), call("http.client.HTTPSConnection", 5, 6), wording=False),
    made("a context that is none, found at once", connect(context="context"), connect(context=5), editions=LEGACY),
    made("what editions from 3.12 on do not take", connect("key", "cert"), connect(key_file="k"), connect(cert_file="c"),
         connect(check_hostname=True), connect(5), editions=SINCE, wording=False),
    made("the words for what editions from 3.12 on do not take", connect(5), connect(cert_file="c"), editions=("3.12", "3.12")),
    made("the host name is to be checked, but nothing else", connect(
        check_hostname=True, context=context(check_hostname=False, verify_mode="CERT_NONE")), editions=LEGACY),
    made("check_hostname changes the context it is given", value(context(), bind="ctx"),
         connect(context=ref("ctx"), check_hostname=False), *CONTEXT_STATE, get("conn.key_file"), get("conn.cert_file"),
         editions=LEGACY),
    made("a certificate changes the context it is given too", value(context(), bind="ctx"),
         connect(context=ref("ctx"), cert_file=ref("stranger_certificate")), *CONTEXT_STATE, editions=LEGACY),
    made("a key without its certificate", connect(key_file=ref("stranger_certificate")), editions=LEGACY, wording=False),
    made("a certificate that is none", connect(None, "/nonexistent"), editions=LEGACY),
]

HTTPS = EXCHANGES + REFUSALS + MAKING
