#!/usr/bin/python3
"""Whatever a directory answers, a run ends, says why in a sentence, and keeps what was asked and what came.

    misbehaving_directory_test.py IDPROCTOR SOURCE_FOLDER
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema

from misbehaving_directory import CONTENT_MODES, WIRE_MODES, Server

IDPROCTOR, SOURCE = Path(sys.argv[1]), Path(sys.argv[2])
CASES = ("scim.provisioning.update", "scim.provisioning.delete", "scim.provisioning.group-with-members",
         "scim.create.id-of-another")
PROVIDERS = "generic,onelogin"   # PATCH and a filter; PUT and a list of all groups
SECONDS = 200                    # of one run; a hang is one that takes longer
TARGET = """
name: misbehaving
scim: { base_url: "%s", token: "${env:IDPROCTOR_TEST_TOKEN}" }
http: { timeout: %s, settle: 100ms }
"""


def run(folder, mode, where, *cases, timeout="400ms"):
    """idproctor's process, or nothing when it did not end, and the folder of its results."""
    out = folder / f"{mode} {where}".replace(" ", "-")
    out.mkdir()
    with Server(mode, where) as base_url:
        (out / "target.yaml").write_text(TARGET % (base_url, timeout))
        try:
            process = subprocess.run(
                [IDPROCTOR, "run", *cases, "--target", out / "target.yaml", "--provider", PROVIDERS, "--out", out,
                 "--state", out / "state"],
                env={**os.environ, "IDPROCTOR_HOME": str(SOURCE), "IDPROCTOR_TEST_TOKEN": "secret"}, timeout=SECONDS,
                stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
        except subprocess.TimeoutExpired:
            return None, out
    return process, out


def problems_of(process, out):
    """What is wrong with how idproctor took the answers: sentences, none when all is well."""
    if process is None:
        yield f"no end after {SECONDS} seconds"
    elif process.returncode not in (1, 4):
        yield f"exit code {process.returncode}: {process.stdout[-500:]}{process.stderr[-2000:]}"
    else:
        yield from problems_in_results(out, process.returncode)


def problems_in_results(out, exit_code):
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    ElementTree.parse(out / "junit.xml")
    entries = json.loads((out / "traffic.har").read_text(encoding="utf-8"))["log"]["entries"]
    with_exchange = {entry["_idproctor"]["case"] for entry in entries}
    if results["run"]["exit_code"] != exit_code:
        yield f"exit code {exit_code}, and results.json says {results['run']['exit_code']}"
    for case in results["cases"]:
        if case["status"] in ("pass", "skip"):
            continue
        if case["key"] not in with_exchange:
            yield f"{case['key']} is {case['status']} and no exchange is kept"
        if len(case["reason"].split()) < 3 or not case["reason"].isprintable() or len(case["reason"]) > 1000:
            yield f"{case['key']} is {case['status']}, and its reason is no sentence: {case['reason'][:300]!r}"


class MisbehavingDirectory(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_the_directory_itself_is_well(self):
        process, _ = run(self.folder, "no mode", None, "scim.provisioning", timeout="20s")
        self.assertEqual(process.returncode, 0, process.stdout)

    def test_every_mode(self):
        with ThreadPoolExecutor(4) as pool:
            asked = [(mode, where) for mode in CONTENT_MODES for where in ("all", "reads", "writes")]
            asked += [(mode, where) for mode in WIRE_MODES for where in ("all", "writes")]
            runs = {(mode, where): pool.submit(run, self.folder, mode, where, *CASES) for mode, where in asked}
            for (mode, where), outcome in runs.items():
                with self.subTest(mode=mode, where=where):
                    self.assertEqual(list(problems_of(*outcome.result())), [])


if __name__ == "__main__":
    SCHEMA = json.loads((SOURCE / "docs/results.schema.json").read_text(encoding="utf-8"))
    unittest.main(argv=sys.argv[:1])
