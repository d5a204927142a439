"""What the interpreter's side works with that is easier said in Python. `emit` is the C side's: it takes what is printed."""

import gc
import io
import sys
from http.client import _UNKNOWN as UNKNOWN
from http.client import BadStatusLine, IncompleteRead, UnknownProtocol
from io import BufferedReader, RawIOBase
from socket import timeout


class Headers(list):
    """A mapping that may hold a name twice, as the reference's array may."""

    def __iter__(self):
        return (name for name, value in list.__iter__(self))

    def items(self):
        return list.__iter__(self)


class Printed:
    """Standard output, kept."""

    def write(self, text):
        emit(debug_text(text))


sys.stdout = Printed()


class File(io.BytesIO):
    """A file that shows in debug output as the reference's do."""

    def __repr__(self):
        return "<file>"


class TextFile(io.StringIO):
    def __repr__(self):
        return "<file>"


class Items:
    """An iterable of pieces, that shows alike in debug output on both sides."""

    def __init__(self, data, piece):
        self.data, self.piece = data, piece

    def __repr__(self):
        return "<items>"

    def __iter__(self):
        piece = self.piece
        if piece == 0:
            yield b""
            piece = len(self.data) or 1
        for at in range(0, len(self.data), piece):
            yield self.data[at:at + piece]


# http.client asks idna and the numeric codecs at the first non-ASCII host; they are imported now, not in some execution.
"\u00e9".encode("idna")

# Reference counting frees nearly everything; the collector looks for the rest, seldom, and not among what is here for good.
gc.collect()
gc.freeze()
gc.set_threshold(20000, 10, 10)
