#!/usr/bin/python3
"""idproctor doctor against the reference integration, with one thing wrong at a time, as an admin would have it.

    doctor_test.py IDPROCTOR SOURCE_FOLDER
"""
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

IDPROCTOR, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
TOKEN = "a-scim-token-that-must-not-come-out"
APP_KEY = "an-app-key-that-must-not-come-out"
TARGET = """
name: staging
saml: {{ metadata: "{metadata}", login_url: "{base}/login", idp_initiated: true }}
session: {{ whoami: "{whoami}", identity: {{ at: /user_name }}, attributes: {{ nickname: /attributes/nickname }} }}
scim: {{ base_url: "{scim}", token: "${{env:IDPROCTOR_TEST_TOKEN}}" }}
http: {{ settle: 0s, timeout: 3s }}
"""


APPLICATION = """
application:
  kind: http
  user:
    url: "{base}/app/api/users?email=${{user.email}}"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_TEST_KEY}}" }}
    at: /users
webhooks:
  listen: 127.0.0.1:0
  scheme: workos
  secret_at: /secret
  register:
    method: PUT
    url: "{base}/admin/webhook-endpoints/idproctor"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_TEST_TOKEN}}", Content-Type: application/json }}
    body: '{{"url":"${{webhook.url}}"}}'
"""


class LoginPage(BaseHTTPRequestHandler):
    """What a metadata URL behind a login shows."""

    def do_GET(self):
        page = b"<!doctype html><title>Sign in</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = Path(cls.folder.name)
        cls.processes = []
        cls.base = cls.reference()
        cls.pages = ThreadingHTTPServer(("127.0.0.1", 0), LoginPage)
        threading.Thread(target=cls.pages.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.pages.shutdown()
        cls.pages.server_close()
        for process in cls.processes:
            process.kill()
            process.communicate()
        cls.folder.cleanup()

    @classmethod
    def reference(cls, *words, state="state"):
        environment = {**os.environ, "IDPROCTOR_HOME": str(SOURCE), "IDPROCTOR_SCIM_TOKEN": TOKEN,
                       "IDPROCTOR_APP_KEY": APP_KEY}
        process = subprocess.Popen([IDPROCTOR, "reference", "--listen", "127.0.0.1:0", "--state", state, *words],
                                   cwd=cls.path, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        cls.processes.append(process)
        for line in process.stdout:
            if found := re.search(r"login\s+(http\S+)/login", line):
                return found.group(1)
        raise AssertionError(process.stderr.read())

    def doctor(self, token=TOKEN, state="state", text=TARGET, key=APP_KEY, **changes):
        """Exit code, the names of the stations, and all that was said."""
        values = {"base": self.base, "metadata": self.base + "/saml/metadata", "whoami": self.base + "/whoami",
                  "scim": self.base + "/scim/v2", **changes}
        file = self.path / "target.yaml"
        file.write_text(text.format(**values), encoding="utf-8")
        environment = {**os.environ, "IDPROCTOR_HOME": str(SOURCE), "IDPROCTOR_TEST_TOKEN": token,
                       "IDPROCTOR_TEST_KEY": key}
        done = subprocess.run([IDPROCTOR, "doctor", "--target", file, "--state", state], cwd=self.path,
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        said = done.stdout + done.stderr
        self.assertNotIn(TOKEN, said)
        self.assertNotIn(APP_KEY, said)
        stations = re.findall(r"^  (ok|STOP) +(\S+(?: \S+)?)  ", done.stdout, re.MULTILINE)
        return done.returncode, stations, said

    def stops_at(self, station, fix, **changes):
        code, stations, said = self.doctor(**changes)
        self.assertEqual(code, 1, said)
        self.assertEqual(stations[-1], ("STOP", station), said)
        self.assertTrue(all(verdict == "ok" for verdict, _ in stations[:-1]), said)
        self.assertRegex(said.split("To do: ")[1], fix)

    def test_all_is_well(self):
        code, stations, said = self.doctor()
        self.assertEqual(code, 0, said)
        self.assertEqual([name for _, name in stations],
                         ["server", "metadata", "whoami", "ACS", "login", "attributes", "SCIM URL", "token", "test user",
                          "deactivation"], said)

    def test_a_name_that_does_not_resolve(self):
        self.stops_at("server", "host name", metadata="http://no-such-host.invalid/metadata")

    def test_nothing_listens(self):
        self.stops_at("server", "listens there", metadata="http://127.0.0.1:9/metadata")

    def test_no_tls_there(self):
        self.stops_at("server", "certificate", metadata=self.base.replace("http:", "https:") + "/saml/metadata")

    def test_metadata_is_a_login_page(self):
        address = f"http://127.0.0.1:{self.pages.server_address[1]}/metadata"
        self.stops_at("metadata", "begins with EntityDescriptor", metadata=address)

    def test_metadata_is_not_there(self):
        self.stops_at("metadata", ".", metadata=self.base + "/saml/metadato")

    def test_whoami_is_not_there(self):
        self.stops_at("whoami", "session.whoami", whoami=self.base + "/whoami-is-elsewhere")

    def test_the_target_trusts_other_keys(self):
        self.stops_at("login", "idproctor metadata", state="other-state")

    def test_scim_is_elsewhere(self):
        self.stops_at("SCIM URL", "SCIM base URL", scim=self.base + "/scim/v1")

    def test_another_token(self):
        self.stops_at("token", "new token", token="a-token-of-yesterday")

    def test_a_deactivation_that_nobody_looks_at(self):
        base = self.reference("--without", "deactivated-login")
        self.stops_at("deactivation", "refuse new logins", base=base, metadata=base + "/saml/metadata",
                      whoami=base + "/whoami", scim=base + "/scim/v2")

    def test_an_update_that_is_not_stored(self):
        base = self.reference("--without", "profile-update")
        self.stops_at("test user", "Apply what the provider sends", base=base, metadata=base + "/saml/metadata",
                      whoami=base + "/whoami", scim=base + "/scim/v2")

    def test_the_application_hears(self):
        base = self.reference("--inactive", "keep")
        code, stations, said = self.doctor(**self.chain(base))
        self.assertEqual(code, 0, said)
        self.assertEqual([name for _, name in stations[-3:]], ["application", "arrival", "events"], said)

    def test_another_key_of_the_application(self):
        self.stops_at("application", "key of the API", key="a-key-of-yesterday", **self.chain(self.base))

    def test_an_application_that_does_not_hear_of_a_deactivation(self):
        base = self.reference("--inactive", "keep", "--without", "deactivation-event")
        self.stops_at("arrival", "Write the event", **self.chain(base))

    def test_events_that_come_twice(self):
        base = self.reference("--inactive", "keep", "--without", "event-once")
        self.stops_at("events", ".", **self.chain(base))

    def chain(self, base):
        return {"text": TARGET + APPLICATION, "base": base, "metadata": base + "/saml/metadata",
                "whoami": base + "/whoami", "scim": base + "/scim/v2"}

    def test_a_target_file_that_is_none(self):
        file = self.path / "nonsense.yaml"
        file.write_text("name: [", encoding="utf-8")
        done = subprocess.run([IDPROCTOR, "doctor", "--target", file], cwd=self.path, capture_output=True, text=True,
                              env={**os.environ, "IDPROCTOR_HOME": str(SOURCE)}, timeout=60)
        self.assertEqual(done.returncode, 2, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
