#!/usr/bin/python3
"""idproctor as its users meet it: a process with files, exit codes and signals.

    command_line_test.py IDPROCTOR SOURCE_FOLDER
"""
import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema

IDPROCTOR, SOURCE = Path(sys.argv[1]), Path(sys.argv[2])
TOKEN = "a-scim-token-that-must-not-come-out"


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = Path(cls.folder.name)
        cls.schema = json.loads((SOURCE / "docs/results.schema.json").read_text(encoding="utf-8"))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def environment(self):
        return {**os.environ, "IDPROCTOR_HOME": str(SOURCE), "IDPROCTOR_TEST_TOKEN": TOKEN}

    def start(self, *words):
        return subprocess.Popen([IDPROCTOR, *words], cwd=self.path, env=self.environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_it(self, *words):
        """Exit code, standard output, standard error."""
        process = self.start(*words)
        out, err = process.communicate(timeout=240)
        return process.returncode, out, err

    def results(self, out):
        results = json.loads((self.path / out / "results.json").read_text(encoding="utf-8"))
        jsonschema.validate(results, self.schema)
        ElementTree.parse(self.path / out / "junit.xml")
        json.loads((self.path / out / "traffic.har").read_text(encoding="utf-8"))
        return results

    def test_a_good_target_passes(self):
        code, out, _ = self.run_it("run", "smoke", "--out", "good")
        self.assertEqual(code, 0, out)
        results = self.results("good")
        self.assertEqual(results["totals"]["pass"], 3)
        self.assertEqual(results["run"]["exit_code"], 0)
        for name in ("report.html", "summary.md", "events.ndjson"):
            self.assertTrue((self.path / "good" / name).stat().st_size > 0, name)

    def test_a_finding_fails_and_a_baseline_knows_it(self):
        words = ("run", "saml.audience", "--without", "audience", "--out", "finding")
        code, out, _ = self.run_it(*words, "--write-baseline", "baseline.json")
        self.assertEqual(code, 1, out)
        self.assertIn("audience.mismatch", out)
        found = self.results("finding")["totals"]["fail"]
        self.assertGreater(found, 0)
        code, out, _ = self.run_it(*words, "--baseline", "baseline.json")
        self.assertEqual(code, 0, out)
        self.assertEqual(self.results("finding")["totals"]["known"], found)
        code, out, _ = self.run_it("run", "saml.audience", "--out", "mended", "--baseline", "baseline.json")
        self.assertEqual(code, 5, out)
        self.assertEqual(self.results("mended")["totals"]["unexpected-pass"], found)

    def test_wrong_usage_is_2_and_says_what_to_do(self):
        for words, sentence in ((("run", "saml.audiense"), "did you mean 'saml.audience'?"),
                                (("run", "--provider", "okat"), "did you mean 'okta'?"),
                                (("run", "--without", "audiense"), "did you mean 'audience'?"),
                                (("run", "--shard", "5/4"), "--shard is I/N"),
                                (("run", "--jobs", "0"), "--jobs"),
                                (("run", "--target", "nowhere.yaml"), "nowhere.yaml: cannot open"),
                                (("run", "--baseline", "nowhere.json"), "nowhere.json: cannot open"),
                                (("frobnicate",), "frobnicate"),
                                ((), "subcommand")):
            code, out, err = self.run_it(*words)
            self.assertEqual(code, 2, words)
            self.assertIn(sentence, out + err)

    def test_a_scenario_that_does_not_load_is_3(self):
        (self.path / "bad.yaml").write_text("suite: demo\ntitle: x\ncases:\n  - id: a\n    title: b\n    logn: alice\n")
        code, _, err = self.run_it("run", "./bad.yaml")
        self.assertEqual(code, 3)
        self.assertIn("bad.yaml:6:5: 'logn' is no key of 'case' (did you mean 'login'?)", err)
        code, out, _ = self.run_it("lint", "bad.yaml")
        self.assertEqual(code, 3)
        self.assertIn("bad.yaml:6:5", out)
        code, out, _ = self.run_it("lint", str(SOURCE / "scenarios"))
        self.assertEqual(code, 0, out)

    def test_an_unreachable_target_is_4(self):
        (self.path / "closed.yaml").write_text(
            "name: closed\nscim: { base_url: 'http://127.0.0.1:1/scim', token: '${env:IDPROCTOR_TEST_TOKEN}' }\n")
        code, out, _ = self.run_it("run", "scim.authentication.wrong-token", "--target", "closed.yaml", "--out", "closed")
        self.assertEqual(code, 4, out)
        self.assertIn("refused", out)
        self.assertEqual(self.results("closed")["totals"]["error"], 1)

    def test_a_target_elsewhere_must_know_the_keys_first(self):
        (self.path / "far.yaml").write_text(
            "name: far\nsaml: { acs_url: 'https://app.example/acs', entity_id: far, idp_initiated: true }\n"
            "session: { whoami: 'https://app.example/me', identity: { at: /email } }\n")
        code, out, err = self.run_it("run", "smoke", "--target", "far.yaml", "--state", "far-keys")
        self.assertEqual(code, 2)
        self.assertIn("cannot know them yet", err)
        ElementTree.fromstring(out)   # the metadata to paste, and nothing else
        self.assertEqual((self.path / "far-keys").stat().st_mode & 0o777, 0o700)
        self.assertEqual((self.path / "far-keys" / "idp.pem").stat().st_mode & 0o777, 0o600)

    def test_a_signal_ends_a_run_with_what_there_is(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            out = f"stopped-{code}"
            process = self.start("run", "--provider", "all", "--jobs", "1", "--out", out)
            process.stdout.readline()          # the run has begun
            while not process.stdout.readline().startswith("pass"):
                self.assertIsNone(process.poll(), "it ended before a case did")
            process.send_signal(number)
            process.send_signal(number)        # timeout(1) sends one to the process and one to its group
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, code)
            results = self.results(out)
            self.assertEqual(results["run"]["exit_code"], code)
            self.assertGreater(results["totals"]["pass"], 0)

    def test_the_reference_as_a_target_and_no_secret_anywhere(self):
        with self.server("reference", "--listen", "127.0.0.1:0", "--state", "shared") as url:
            (self.path / "target.yaml").write_text(f"""
name: reference over there
saml: {{ metadata: '{url}/saml/metadata', login_url: '{url}/login', idp_initiated: true, clock_tolerance: 180s }}
session: {{ whoami: '{url}/whoami', identity: {{ at: /email }}, logout_url: '{url}/logout' }}
scim: {{ base_url: '{url}/scim/v2', token: '${{env:IDPROCTOR_TEST_TOKEN}}' }}
http: {{ settle: 0s }}
""")
            code, out, err = self.run_it("run", "smoke", "lifecycle", "scim", "saml.audience", "--target", "target.yaml",
                                         "--state", "shared", "--out", "over-there")
            self.assertEqual(code, 0, out + err)
            skipped = [case["id"] for case in self.results("over-there")["cases"] if case["status"] == "skip"]
            self.assertEqual({case.split(".")[1] for case in skipped},
                             {"tenancy", "application", "attributes", "events", "groups", "guests", "identity", "return",
                              "states", "tenants", "tokens"},
                             "it has one directory, and its file describes no application")
        shapes = [TOKEN] + [base64.b64encode((" " * n + TOKEN).encode()).decode()[4:-4] for n in range(3)]
        for file in [*(self.path / "over-there").iterdir()]:
            text = file.read_text(encoding="utf-8", errors="replace")
            for shape in shapes:
                self.assertNotIn(shape, text, file)
            self.assertNotIn("PRIVATE KEY", text, file)
        self.assertNotIn(TOKEN, out + err)

    def test_serve_shows_metadata(self):
        with self.server("serve", "--listen", "127.0.0.1:0", "--state", "shared") as url:
            with urllib.request.urlopen(f"{url}/okta/metadata") as answer:
                root = ElementTree.fromstring(answer.read())
            self.assertEqual(root.get("entityID"), "http://www.okta.com/exk1dpr0ct0rAbCdEf697")

    def server(self, *words):
        test = self

        class Running:
            def __enter__(self):
                environment = {**test.environment(), "IDPROCTOR_SCIM_TOKEN": TOKEN}
                self.process = subprocess.Popen([IDPROCTOR, *words], cwd=test.path, env=environment,
                                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
                return re.search(r"http://127\.0\.0\.1:\d+", self.process.stdout.readline()).group()

            def __exit__(self, *_):
                self.process.send_signal(signal.SIGTERM)
                self.process.communicate(timeout=30)

        return Running()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
