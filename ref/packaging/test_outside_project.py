"""The library as other projects meet it: installed somewhere, found by CMake and by pkg-config, linked both ways; and by
the commands of the guide.

The environment says what was built: HC_BUILD, its build directory; HC_VERSION; HC_CC, its compiler; HC_FLAGS, what
instruments it.
"""

import http.server
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
import unittest

OUTSIDE = pathlib.Path(__file__).resolve().parent / "outside"
GUIDE = pathlib.Path(__file__).resolve().parents[1] / "docs" / "guide.md"
BUILD = os.environ["HC_BUILD"]
VERSION = os.environ["HC_VERSION"]
CC = os.environ["HC_CC"]
FLAGS = os.environ.get("HC_FLAGS", "")
BODY = b"Served to a project outside.\n"


def run(*command, **options):
    """The output of a command, which has to succeed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Page(http.server.BaseHTTPRequestHandler):
    """Serves BODY under two names."""

    def do_GET(self):
        self.send_response(200 if self.path in ("/", "/page") else 404)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        """Says nothing."""


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(cls.enterClassContext_(tempfile.TemporaryDirectory()))
        cls.prefix = cls.scratch / "hc"
        run("cmake", "--install", BUILD, "--component", "hc", "--prefix", cls.prefix)
        cls.libdir = next(cls.prefix.glob("lib*/**/libhc.a")).parent
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        thread = threading.Thread(target=cls.server.serve_forever)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)

    @classmethod
    def enterClassContext_(cls, context):
        """As enterClassContext(), which Python has from 3.11 on."""
        entered = context.__enter__()
        cls.addClassCleanup(context.__exit__, None, None, None)
        return entered

    def host(self):
        return f"127.0.0.1:{self.server.server_address[1]}"

    def assertGets(self, program):
        environment = dict(os.environ, LD_LIBRARY_PATH=str(self.libdir))
        self.assertEqual(run(program, self.host(), "/page", env=environment).encode(), BODY)


class CMakePackage(Installed):
    def test_a_project_finds_both_libraries_and_compiles_every_header_in_c_and_cplusplus(self):
        build = self.scratch / "build"
        cplusplus = "ON" if shutil.which("c++") else "OFF"
        run("cmake", "-S", OUTSIDE, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_C_COMPILER={CC}", f"-DCMAKE_C_FLAGS={FLAGS}", f"-DOUTSIDE_CXX={cplusplus}")
        run("cmake", "--build", build, "-j2")
        for program in "get_shared", "get_static":
            with self.subTest(program):
                self.assertGets(build / program)
        self.assertIn("libhc.so", run("readelf", "-d", build / "get_shared"))
        self.assertNotIn("libhc.so", run("readelf", "-d", build / "get_static"))

    def test_a_project_that_wants_another_minor_version_is_told(self):
        (self.scratch / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(p NONE)\nfind_package(hc 0.999 REQUIRED)\n")
        with self.assertRaisesRegex(AssertionError, rf"version: {re.escape(VERSION)}"):
            run("cmake", "-S", self.scratch, "-B", self.scratch / "other", "-G", "Ninja",
                f"-DCMAKE_PREFIX_PATH={self.prefix}")


class PkgConfig(Installed):
    def pkg_config(self, *arguments):
        environment = dict(os.environ, PKG_CONFIG_PATH=str(self.libdir / "pkgconfig"))
        return shlex.split(run("pkg-config", *arguments, "hc", env=environment))

    def compile(self, name, *libraries):
        program = self.scratch / name
        flags = shlex.split(FLAGS)
        run(CC, *flags, *self.pkg_config("--cflags"), OUTSIDE / "get.c", "-o", program, *libraries)
        return program

    def test_a_program_is_linked_with_the_shared_library(self):
        self.assertGets(self.compile("with_shared", *self.pkg_config("--libs")))

    def test_a_program_is_linked_with_the_static_library_and_what_that_is_made_of(self):
        libraries = ["-l:libhc.a" if word == "-lhc" else word for word in self.pkg_config("--static", "--libs")]
        program = self.compile("with_static", *libraries)
        self.assertNotIn("libhc.so", run("readelf", "-d", program))
        self.assertGets(program)

    def test_the_version_is_the_project_s(self):
        self.assertEqual(self.pkg_config("--modversion"), [VERSION])


class Guide(Installed):
    """Its first program, with the library where the guide installs it: the prefix is hc in the home directory."""

    def blocks(self, language):
        section = GUIDE.read_text("utf-8").split("\n## A first GET\n")[1].split("\n## ")[0]
        return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)

    @unittest.skipIf(FLAGS, "the guide's commands do not say what instruments the library")
    def test_its_commands_compile_and_link_a_program_that_finds_the_library(self):
        self.assertEqual(self.libdir, self.prefix / "lib", "the guide has the library in lib")
        work = self.scratch / "work"
        work.mkdir()
        (work / "get.c").write_text(self.blocks("c")[0])
        (work / "CMakeLists.txt").write_text(self.blocks("cmake")[0])
        with_pkg_config, with_cmake = [block for block in self.blocks("sh") if "$HOME/hc" in block]
        for commands, program in (with_pkg_config, "get"), (with_cmake, "build/get"):
            with self.subTest(program):
                run("sh", "-ec", commands, cwd=work, env=dict(os.environ, HOME=str(self.scratch)))
                self.assertEqual(run(work / program, self.host()), f"200: {BODY.decode()}")
                self.assertIn("libhc.so", run("readelf", "-d", work / program))


class Library(Installed):
    def declared(self):
        """What gcc takes the installed headers to declare."""
        headers = sorted(path.name for path in (self.prefix / "include/hc").glob("*.h"))
        source = self.scratch / "all.c"
        source.write_text("".join(f"#include <hc/{name}>\n" for name in headers))
        listing = self.scratch / "all.txt"
        run("gcc", "-std=c17", "-fsyntax-only", "-aux-info", listing, f"-I{self.prefix / 'include'}", source)
        return set(re.findall(r"/hc/\w+\.h:\d+:N[CF] \*/ extern [^;]*?\b(\w+) \(", listing.read_text()))

    def test_the_symbols_exported_are_the_functions_declared(self):
        lines = run("nm", "--dynamic", "--defined-only", self.libdir / "libhc.so").splitlines()
        exported = {line.split()[-1] for line in lines}
        self.assertGreater(len(exported), 100)
        self.assertEqual(exported, self.declared())

    def test_the_name_that_programs_ask_for_carries_the_major_version(self):
        soname = f"libhc.so.{VERSION.split('.')[0]}"
        self.assertIn(f"soname: [{soname}]", run("readelf", "-d", self.libdir / "libhc.so"))
        self.assertEqual((self.libdir / soname).resolve(), (self.libdir / f"libhc.so.{VERSION}").resolve())

    def test_the_example_program_comes_along_and_needs_no_library_of_ours(self):
        program = self.prefix / "bin/hc-fetch"
        self.assertNotIn("libhc.so", run("readelf", "-d", program))
        self.assertEqual(run(program, "--version"), f"hc-fetch {VERSION}\n")

    def test_the_licence_comes_along(self):
        self.assertIn("MIT", (self.prefix / "share/doc/hc/LICENSE").read_text())


if __name__ == "__main__":
    unittest.main()
