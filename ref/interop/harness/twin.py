"""Runs the twins of tests in C: each asserts the same of http.client."""

import importlib
import unittest

from harness.tap import Outcome


def run_twins(program, names, server, site):
    """The outcomes of the twins of `names`, in a program's tests. A test without one has failed."""
    twins = importlib.import_module(f"twins.{program}").Twins
    return [_run(twins, name, server, site) for name in names]


def _run(twins, name, server, site):
    if not hasattr(twins, name):
        return Outcome(name, False, f"{twins.__module__} has no twin of it")
    result = unittest.TestResult()
    twins(name, site, server).run(result)
    problems = [text for _, text in result.failures + result.errors]
    return Outcome(name, not problems, "\n".join(problems))
