"""A small server on the loopback interface that answers each request head with the next of its replies."""

import contextlib
import socket
import threading

JOIN_TIMEOUT = 30.0  # seconds; only a client that keeps a connection open takes them


class Reply:
    """Bytes sent when a request head has come, or unasked; `last` ends the stream behind them."""

    def __init__(self, data, last=False, unasked=False):
        self.data = data
        self.last = last
        self.unasked = unasked


class LoopbackServer:
    """Plays `connections`: a list of replies for each connection, in the order they are made. With none, the
    port refuses. After its replies a connection is read to its end, so that the server never resets it. With a
    TLS context, all but the first `clear` replies of a connection, and what asks for them, go through TLS.
    """

    def __init__(self, connections, context=None, clear=0):
        self.connections = connections
        self.context = context
        self.clear = clear
        self.received = [b""] * len(connections)
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        if connections:
            self.listener.listen()
        self.port = self.listener.getsockname()[1]
        self.servants = []
        self.acceptor = threading.Thread(target=self._accept, daemon=True)
        if connections:
            self.acceptor.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):  # it is closed when all connections were accepted
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes the acceptor
        if self.connections:
            self.acceptor.join(JOIN_TIMEOUT)
        self.listener.close()

    def all_closed(self):
        """Waits until every connection was made and the client has closed each of them."""
        if self.connections:
            self.acceptor.join(JOIN_TIMEOUT)
        for servant in self.servants:
            servant.join(JOIN_TIMEOUT)
        return not any(thread.is_alive() for thread in [self.acceptor, *self.servants])

    def _accept(self):
        for index, replies in enumerate(self.connections):
            try:
                connection, _ = self.listener.accept()
            except OSError:  # stopped before all were made
                return
            servant = threading.Thread(target=self._serve, args=(index, connection, replies),
                                       daemon=True)
            servant.start()
            self.servants.append(servant)
        self.listener.close()  # further connections are refused

    def _serve(self, index, connection, replies):
        stream = b""
        with contextlib.ExitStack() as open_sockets:
            open_sockets.enter_context(connection)
            for number, reply in enumerate(replies):
                if self.context and number == self.clear:
                    connection = secure(self.context, connection)
                    open_sockets.enter_context(connection)
                while not reply.unasked and stream.count(b"\r\n\r\n") <= number:
                    data = receive(connection)
                    if not data:
                        break
                    stream += data
                with contextlib.suppress(OSError):  # the client may have hung up
                    connection.sendall(reply.data)
                    if reply.last:
                        connection.shutdown(socket.SHUT_WR)
            data = receive(connection)
            while data:
                stream += data
                data = receive(connection)
        self.received[index] = stream


def secure(context, connection):
    """TLS over the connection; the connection itself when the client does not agree, for it to be read to its end."""
    try:
        return context.wrap_socket(connection, server_side=True)
    except OSError:  # an SSLError is one
        return connection


def receive(connection):
    try:
        return connection.recv(65536)
    except OSError:  # the client closed with bytes unread
        return b""
