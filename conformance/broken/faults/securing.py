"""Faults in TLS."""

import ssl
from http.client import HTTPSConnection

from .gallery import during, fault, replace


@fault("HTTPSConnection.verify-by-default")
def trusts_a_wrong_host_name():
    """Takes any trusted certificate for that of the host."""
    @replace(HTTPSConnection, "connect")
    def connect(former, conn):
        conn._context.check_hostname = False
        former(conn)


@fault("HTTPSConnection.verify-by-default")
def trusts_anybody():
    """Takes any certificate, whoever has signed it."""
    @replace(HTTPSConnection, "connect")
    def connect(former, conn):
        conn._context.check_hostname = False
        conn._context.verify_mode = ssl.CERT_NONE
        former(conn)


@fault("HTTPSConnection.sni")
def tells_no_server_name():
    """Does not tell the server which host it is connecting to."""
    @replace(ssl.SSLContext, "wrap_socket")
    def wrap_socket(former, context, sock, server_hostname=None):
        context.check_hostname = False
        return former(context, sock)


@fault("TL.04")
def checks_the_name_of_the_proxy():
    """Asks the end of a tunnel for the certificate of the proxy."""
    @replace(HTTPSConnection, "connect")
    def connect(former, conn):
        def wrap_socket(wrap, context, sock, server_hostname=None):
            return wrap(context, sock, server_hostname=conn.host)
        wrapped = ssl.SSLContext.wrap_socket
        during(ssl.SSLContext, "wrap_socket",
               lambda *args, **kwargs: wrap_socket(wrapped, *args, **kwargs), former, conn)


@fault("HTTPSConnection.alpn.http/1.1-default-context", since=(3, 10))
def offers_no_protocol():
    """Leaves out of the handshake that it speaks HTTP/1.1."""
    @replace(HTTPSConnection, "__init__")
    def init(former, conn, *args, **kwargs):
        during(ssl.SSLContext, "set_alpn_protocols", lambda context, protocols: None,
               former, conn, *args, **kwargs)


@fault("HTTPSConnection.alpn.custom-context-is-callers")
def offers_a_protocol_in_the_caller_s_name():
    """Changes the protocols of a context that is the caller's."""
    @replace(HTTPSConnection, "__init__")
    def init(former, conn, *args, **kwargs):
        former(conn, *args, **kwargs)
        conn._context.set_alpn_protocols(["http/1.1"])


@fault("HTTPSConnection.pha.default-context")
def refuses_to_be_asked_later():
    """Does not allow a server to ask for a certificate after the handshake."""
    @replace(HTTPSConnection, "__init__")
    def init(former, conn, *args, **kwargs):
        former(conn, *args, **kwargs)
        conn._context.post_handshake_auth = False


@fault("HTTPSConnection.default-port-443")
def goes_to_port_80():
    """Connects to port 80 where no port is given."""
    HTTPSConnection.default_port = 80
