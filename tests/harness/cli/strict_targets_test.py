#!/usr/bin/python3
"""Service providers that want more than the embedded reference does: the Response signed, both, or to be asked first.

    strict_targets_test.py IDPROCTOR SOURCE_FOLDER
"""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

from processes import ProcessTest

IDPROCTOR, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
TARGET = """
name: a service provider with a wish
saml:
  metadata: "{base}/saml/metadata"
  login_url: "{base}/login"
  idp_initiated: true
  {sign}
session: {{ whoami: "{base}/whoami", identity: {{ at: /user_name }} }}
"""
OF_THE_ASSERTION = "attacks.wrapping.forged-assertion-first"
OF_THE_RESPONSE = "attacks.wrapping.signed-response-beside-its-signature"
# The provider's own signature is the question: asked whatever must be signed besides.
OF_THE_SIGNER = ["saml.transforms.unknown.added", "saml.references.xpointer", "saml.signature.changed-digest-signed",
                 "saml.canonicalization.unknown.uri", "attacks.external-fetches.xslt-transform.added",
                 "attacks.decoys.advice-about-somebody-else"]

SIGNATURES = ["saml.signature", "saml.transforms", "saml.references", "saml.canonicalization", "attacks.wrapping",
              "attacks.external-fetches", "attacks.decoys"]


class ReferenceTest(ProcessTest):
    def examine(self, reference_words, declared, suites, *words, target=TARGET):
        """The run's exit code and its cases, of the reference started so and declared so in its target file."""
        environment = {**os.environ, "IDPROCTOR_HOME": str(SOURCE)}
        reference = self.start_process(IDPROCTOR, "reference", "--listen", "127.0.0.1:0", "--state", "state",
                                       *reference_words, environment=environment)
        base = self.said_by(reference, r"login\s+(http\S+)/login")
        (self.path / "target.yaml").write_text(target.format(base=base, sign=declared), encoding="utf-8")
        done = subprocess.run([IDPROCTOR, "run", *suites, "--target", "target.yaml", "--state", "state",
                               "--out", "out", *words], cwd=self.path, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=280)
        results = json.loads((self.path / "out" / "results.json").read_text(encoding="utf-8"))
        return done.returncode, results["cases"]


class SignaturePolicy(ReferenceTest):
    def outcomes(self, wants, declares, *words, without=(), suites=("saml", "attacks")):
        switches = [word for check in without for word in ("--without", check)]
        code, cases = self.examine(["--sign", wants, *words, *switches], f"sign: {declares}" if declares else "",
                                   suites, *words)
        self.reasons = {case["id"]: case.get("reason", "") for case in cases}
        return code, {case["id"]: case["status"] for case in cases}

    def skips_unread(self, outcomes, case, signed):
        self.assertEqual(outcomes[case], "skip")
        self.assertIn(f"whose {signed} alone is signed is refused here", self.reasons[case])

    def nothing_but(self, outcomes, *statuses):
        self.assertEqual({}, {case: status for case, status in outcomes.items() if status not in statuses})

    def test_both(self):
        code, outcomes = self.outcomes("both", "both")
        self.assertEqual(code, 0)
        self.nothing_but(outcomes, "pass", "skip")
        for case in OF_THE_SIGNER + ["attacks.wrapping.both-signatures-beside-a-forgery",
                                     "attacks.digest-comment.digest-values"]:
            self.assertEqual(outcomes[case], "pass", case)
        self.skips_unread(outcomes, OF_THE_ASSERTION, "assertion")
        self.skips_unread(outcomes, OF_THE_RESPONSE, "Response")

    def test_the_response(self):
        code, outcomes = self.outcomes("response", "response")
        self.assertEqual(code, 0)
        self.nothing_but(outcomes, "pass", "skip")
        for case in OF_THE_SIGNER + [OF_THE_RESPONSE, "attacks.digest-comment.digest-value"]:
            self.assertEqual(outcomes[case], "pass", case)
        self.skips_unread(outcomes, OF_THE_ASSERTION, "assertion")

    def test_the_assertion(self):
        code, outcomes = self.outcomes("assertion", "assertion", suites=SIGNATURES)
        self.assertEqual(code, 0)
        self.nothing_but(outcomes, "pass", "skip")
        for case in OF_THE_SIGNER + [OF_THE_ASSERTION]:
            self.assertEqual(outcomes[case], "pass", case)
        self.skips_unread(outcomes, OF_THE_RESPONSE, "Response")

    def test_a_wish_that_the_target_file_does_not_tell(self):
        code, outcomes = self.outcomes("both", "", "--provider", "okta", suites=SIGNATURES)
        self.skips_unread(outcomes, OF_THE_ASSERTION, "assertion")
        # It takes a signed assertion alone, as far as the target file says: that is a finding.
        self.assertEqual(outcomes["saml.signature.assertion-signed"], "fail")
        self.assertEqual(code, 1)

    def test_a_hole_behind_the_second_signature(self):
        for check, case in (("transforms", "saml.transforms.unknown.added"), ("digest-text",
                            "attacks.digest-comment.digest-values")):
            _, outcomes = self.outcomes("both", "both", without=[check], suites=[case])
            self.assertEqual(outcomes[case], "fail", check)


class UnsolicitedResponses(ReferenceTest):
    def outcome(self, *without):
        _, cases = self.examine(["--no-idp-initiated", *without], "",
                                ["saml.in-response-to", "saml.login", "saml.replay"],
                                target=TARGET.replace("idp_initiated: true", "idp_initiated: false"))
        return {case["id"]: case["status"] for case in cases}

    def test_are_refused_where_none_is_wanted(self):
        outcomes = self.outcome()
        self.assertEqual(outcomes["saml.in-response-to.unsolicited"], "pass")
        self.assertEqual(outcomes["saml.login.idp-initiated"], "skip")
        self.assertEqual({"pass", "skip"}, set(outcomes.values()))

    def test_that_are_taken_all_the_same_are_told(self):
        outcomes = self.outcome("--without", "in-response-to")
        self.assertEqual(outcomes["saml.in-response-to.unsolicited"], "warn")


class Tolerances(ReferenceTest):
    """The reference lets clocks differ by three minutes, of Conditions and of SubjectConfirmationData alike."""

    def fallen(self, declared):
        _, cases = self.examine([], declared, ["saml.clock", "saml.replay-memory.within-tolerance",
                                               "saml.measurements.not-on-or-after",
                                               "saml.measurements.confirmation-not-on-or-after"])
        return {case["id"].removeprefix("saml.") for case in cases if case["status"] != "pass"}

    def test_one_for_both(self):
        self.assertEqual(self.fallen("clock_tolerance: 180s"), set())

    def test_of_the_confirmation_alone(self):
        self.assertEqual(self.fallen("clock_tolerance: 180s\n  confirmation_tolerance: 0s"),
                         {"clock.confirmation-beyond-tolerance", "measurements.confirmation-not-on-or-after"})

    def test_of_conditions_alone(self):
        self.assertEqual(self.fallen("clock_tolerance: 600s\n  confirmation_tolerance: 180s"),
                         {"clock.not-before-within-tolerance", "clock.not-on-or-after-within-tolerance",
                          "measurements.not-on-or-after"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
