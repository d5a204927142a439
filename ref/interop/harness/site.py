"""The private directory of one run: what is served, where uploads go, certificates, configurations, logs."""

import gzip
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile

from harness.certificates import make_certificates
from harness.clients import CLIENTS, EDITION
from harness.errors import SetupError
from harness.ports import Ports

CONFIG = pathlib.Path(__file__).resolve().parent.parent / "config"
PLACEHOLDER = re.compile(r"@(\w+)@")
LARGE = 48 * 1024 * 1024
TEXT = b"".join(b"%d bottles of beer on the wall\n" % number for number in range(99, 0, -1))
# An arbitrary moment, so that Last-Modified and ETag are the same in each run.
MODIFIED = 1_700_000_000


class Site:
    def __init__(self, servers_user=None):
        """`servers_user`: who the servers will be, if not ourselves."""
        self.user = servers_user
        self.large = random.Random(1).randbytes(LARGE)
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="hc-interop-"))
        self.ports = Ports()
        self.www, self.store = self.root / "www", self.root / "store"
        self.certificates, self.logs = self.root / "certificates", self.root / "run"

    def fill(self):
        """Makes everything that the servers read."""
        for directory in (self.www, self.logs, *(self.store / client for client in CLIENTS)):
            directory.mkdir(parents=True)
        shutil.copytree(CONFIG / "cgi", self.root / "cgi")
        make_certificates(self.certificates)
        self._write_documents()
        self._write_passwords()
        (self.logs / "hosts").write_text("127.0.0.1 localhost alpha.test beta.test\n", "ascii")
        self.ports.reserve("refused")
        self.ports.reserve_silent("silent")
        self._give_to_servers()

    def remove(self):
        self.ports.close()
        shutil.rmtree(self.root)

    def render(self, name):
        """A configuration with its @names@ filled in. Returns the file's path."""
        values = {"directory": self.logs, "site": self.www, "store": self.store, "cgi": self.root / "cgi",
                  "certificates": self.certificates, "modules": "/usr/lib/apache2/modules",
                  "hundred_fields": " ".join(f"add_header X-Field-{number} {number};" for number in range(100)),
                  **self.ports.numbers}
        text = (CONFIG / name).read_text("utf-8")
        rendered = self.root / name
        rendered.write_text(PLACEHOLDER.sub(lambda match: str(values[match[1]]), text), "utf-8")
        return rendered

    def environment(self):
        """What the tests in C are told."""
        told = {f"INTEROP_{name.upper()}": str(number) for name, number in self.ports.numbers.items()}
        return {**told, "INTEROP_EDITION": EDITION, "INTEROP_AUTHORITY": str(self.certificates / "authority.pem"),
                "INTEROP_CLIENT": str(self.certificates / "client-both.pem")}

    def _write_documents(self):
        documents = {"text.txt": TEXT, "empty.txt": b"", "large.bin": self.large,
                     "text.txt.gz": gzip.compress(TEXT, mtime=0)}
        for name, content in documents.items():
            path = self.www / name
            path.write_bytes(content)
            os.utime(path, (MODIFIED, MODIFIED))

    def _write_passwords(self):
        hashed = subprocess.run(["openssl", "passwd", "-5", "-stdin"], input="secret\n", capture_output=True, text=True,
                                check=False)
        if hashed.returncode != 0:
            raise SetupError(f"openssl passwd failed:\n{hashed.stderr}")
        (self.logs / "passwords").write_text(f"interop:{hashed.stdout}", "ascii")

    def _give_to_servers(self):
        if self.user is None:
            return
        for path in (self.root, *self.root.rglob("*")):
            shutil.chown(path, self.user)
