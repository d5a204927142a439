"""CPython's adapter with two faults: a body that ends too early is given as if it were whole, and the
default of getheader() in capitals.

The first argument is the adapter's path. For the tests of sweeps and of differential runs alone.
"""

import http.client
import runpy
import sys

strict_read = http.client.HTTPResponse.read


def lenient_read(self, *arguments):
    try:
        return strict_read(self, *arguments)
    except http.client.IncompleteRead as error:
        return error.partial


strict_getheader = http.client.HTTPResponse.getheader


def loud_getheader(self, name, default=None):
    return strict_getheader(self, name, default.upper() if default else default)


http.client.HTTPResponse.read = lenient_read
http.client.HTTPResponse.getheader = loud_getheader
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
