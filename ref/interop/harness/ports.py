"""Ports on 127.0.0.1 for servers that have to be told theirs.

Each stays bound, without listening, as long as the run lasts: nobody else is then given it, and a server that sets
SO_REUSEADDR, as all of them do, can bind it too."""

import socket

ADDRESS = "127.0.0.1"


class Ports:
    def __init__(self):
        self.numbers = {}
        self._sockets = []

    def reserve(self, name):
        """A port for a server. Until one listens there, connecting to it is refused."""
        reserved = socket.socket()
        self._sockets.append(reserved)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((ADDRESS, 0))
        self.numbers[name] = reserved.getsockname()[1]
        return reserved

    def reserve_silent(self, name):
        """A port where connections are accepted, by the kernel, and nothing is ever said."""
        self.reserve(name).listen(16)

    def close(self):
        for reserved in self._sockets:
            reserved.close()
