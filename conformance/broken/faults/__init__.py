"""Faults by subject. Importing this package fills the gallery; nothing is patched yet."""

from . import sending, connecting, securing, tunnelling, heads, framing, reading, reporting  # noqa: F401
from .gallery import FAULTS  # noqa: F401
