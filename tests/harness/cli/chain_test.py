#!/usr/bin/python3
"""The whole chain between processes: idproctor run against idproctor reference, which a target file describes once as
an application with an API of its own, and once as WorkOS. No secret comes out of it.

    chain_test.py IDPROCTOR SOURCE_FOLDER
"""
import base64
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

from processes import ProcessTest

IDPROCTOR, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SECRETS = {"IDPROCTOR_SCIM_TOKEN": "a-scim-token-that-must-not-come-out",
           "IDPROCTOR_API_KEY": "sk_test_an_api_key_that_must_not_come_out",
           "IDPROCTOR_APP_KEY": "an-app-key-that-must-not-come-out"}
COMMON = """
name: the chain
saml: {{ metadata: "{base}/saml/metadata", login_url: "{base}/login", idp_initiated: true }}
session: {{ whoami: "{base}/whoami", identity: {{ at: /user_name }} }}
scim: {{ base_url: "{base}/scim/v2", token: "${{env:IDPROCTOR_SCIM_TOKEN}}" }}
http: {{ settle: 3s, timeout: 5s }}
"""
OWN_API = COMMON + """
application:
  kind: http
  user:
    url: "{base}/app/api/users?email=${{user.email}}"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_APP_KEY}}" }}
    at: /users
  group:
    url: "{base}/app/api/groups"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_APP_KEY}}" }}
    at: /groups
  inactive: keep
  roles: {{ admin: admin, default: member }}
  role_group: "Admins*"
  login_url: "{base}/app/login"
  callback_url: "{base}/app/callback"
  whoami: "{base}/app/whoami"
  identity: /idp_id
  connection_state:
    url: "{base}/connections/conn_first"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_API_KEY}}" }}
    at: /state
  login_for:
    unknown_organization: "{base}/app/login?organization=org_nobody"
    unlinked_organization: "{base}/app/login?organization=org_second"
    unknown_connection: "{base}/app/login?connection=conn_nobody"
  administration:
    deactivate_connection:
      {{ method: PUT, url: "{connection}", headers: {admin}, body: {{ state: inactive }} }}
    activate_connection: {{ method: PUT, url: "{connection}", headers: {admin}, body: {{ state: active }} }}
    unverify_domain: {{ method: PUT, url: "{domain}", headers: {admin}, body: {{ state: pending }} }}
    verify_domain: {{ method: PUT, url: "{domain}", headers: {admin}, body: {{ state: verified }} }}
webhooks:
  listen: 127.0.0.1:0
  scheme: workos
  secret_at: /secret
  register:
    method: PUT
    url: "{base}/admin/webhook-endpoints/idproctor"
    headers: {{ Authorization: "Bearer ${{env:IDPROCTOR_SCIM_TOKEN}}", Content-Type: application/json }}
    body: '{{"url":"${{webhook.url}}"}}'
"""
ADMIN = '{ Authorization: "Bearer ${env:IDPROCTOR_SCIM_TOKEN}", Content-Type: application/json }'
METADATA = """idp_initiated: true, idp_metadata: {{
  signed: true,
  upload: {{ method: PUT, url: "{base}/saml/idp-metadata", headers: {admin}, body: "${{metadata}}" }},
  fetch: {{ method: PUT, url: "{base}/saml/idp-metadata", headers: {admin}, body: {{ url: "${{metadata.url}}" }} }},
  remove: {{ method: DELETE, url: "{base}/saml/idp-metadata", headers: {admin} }} }}"""
WORKOS = COMMON + """
application:
  kind: workos
  base_url: "{base}"
  api_key: "${{env:IDPROCTOR_API_KEY}}"
  organization: "{organization}"
  directory: "{directory}"
  roles: {{ admin: admin, default: member }}
  role_group: "Admins*"
"""


def own_api(base):
    """The target file of an application with an API of its own."""
    return OWN_API.format(base=base, admin=ADMIN, connection=f"{base}/admin/connections/conn_first",
                          domain=f"{base}/admin/organizations/org_first/domains/example.com")


def shapes_of(secret):
    """The secret as it is, and what of it shows inside base64 at each of the three alignments."""
    shapes = [secret.encode()]
    for offset in range(3):
        text = base64.b64encode(b" " * offset + secret.encode())
        shapes.append(text[(offset * 8 + 5) // 6:(offset + len(secret)) * 8 // 6])
    return shapes


class Chain(ProcessTest):
    def environment(self):
        return {**os.environ, **SECRETS, "IDPROCTOR_HOME": str(SOURCE)}

    def reference(self, *words):
        process = self.start_process(IDPROCTOR, "reference", "--listen", "127.0.0.1:0", "--state", "state", *words,
                                     environment=self.environment())
        return self.said_by(process, r"login\s+(http\S+)/login")

    def run_against(self, target, *words):
        """Exit code, results, and all that was said; every artefact is looked through for secrets."""
        (self.path / "target.yaml").write_text(target, encoding="utf-8")
        done = subprocess.run([IDPROCTOR, "run", *words, "--target", "target.yaml", "--state", "state", "--out", "out"],
                              cwd=self.path, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=280)
        artefacts = {file.name: file.read_bytes() for file in (self.path / "out").rglob("*") if file.is_file()}
        self.assertIn("traffic.har", artefacts, done.stderr)
        artefacts["console"] = done.stdout + done.stderr
        for name, content in artefacts.items():
            for variable, secret in SECRETS.items():
                for shape in shapes_of(secret):
                    self.assertNotIn(shape, content, f"{variable} in {name}")
            # What the application gave out in the run: its webhook secret, and codes that log somebody in.
            self.assertNotRegex(content, rb"whsec_[0-9a-f]{8}", name)
            self.assertNotRegex(content, rb"[?&;]code=\w", name)
        results = json.loads(artefacts["results.json"])
        return done.returncode, results, (done.stdout + done.stderr).decode()

    def passes(self, results, cases, said):
        statuses = {case["id"]: case["status"] for case in results["cases"]}
        for case in cases:
            self.assertEqual(statuses.get(case), "pass", said)

    def test_an_application_with_an_api_of_its_own(self):
        base = self.reference("--inactive", "keep")
        code, results, said = self.run_against(own_api(base), "lifecycle", "troubleshooting",
                                             "application.callback")
        self.assertEqual(code, 0, said)
        self.passes(results, ["lifecycle.application.leave", "lifecycle.events.created", "lifecycle.groups.role",
                              "application.callback.replayed-code", "troubleshooting.connection.not-activated",
                              "troubleshooting.connection.unknown-organization",
                              "troubleshooting.connection.domain-not-verified"], said)

    def test_a_connection_that_gets_its_metadata_from_an_address(self):
        base = self.reference("--inactive", "keep")
        target = own_api(base).replace("idp_initiated: true",
                                       METADATA.format(base=base, admin=ADMIN))
        code, results, said = self.run_against(target, "troubleshooting.connection")
        self.assertEqual(code, 0, said)
        self.assertEqual(results["totals"]["pass"], len(results["cases"]), said)

    def test_an_application_behind_workos(self):
        base = self.reference("--inactive", "delete")
        code, results, said = self.run_against(
            WORKOS.format(base=base, organization="org_first", directory="directory_first"), "lifecycle.application",
            "lifecycle.events", "lifecycle.return")
        self.assertEqual(code, 0, said)
        self.passes(results, ["lifecycle.application.leave", "lifecycle.events.deactivated",
                              "lifecycle.return.nothing-comes-back-unasked"], said)

    def test_a_chain_that_breaks(self):
        base = self.reference("--inactive", "keep", "--without", "app-deactivation")
        code, results, said = self.run_against(own_api(base), "lifecycle.application.leave")
        self.assertEqual(code, 1, said)
        self.assertIn("the event user.updated was sent, and the application shows", said)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
