#!/usr/bin/python3
"""Who tests the tester: each check of the reference integration, switched off, turns exactly those cases red that
declare it (red_without), and every case that expects a refusal is turned red by some switch. A switch is about a check
and not about handwriting: the generic dialect asks. A check is held against the suites of its topic: of the directory,
where a client's own requests are the question in several clients' habits too; of logins; of the chain behind both. What
other cases name it are asked besides. With all checks on, everything is asked in every dialect.

    matrix.py IDPROCTOR SOURCE_FOLDER [CHECK]...

With names, only those checks are switched off, by themselves and with others.
"""
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

IDPROCTOR, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
ONLY = frozenset(sys.argv[3:])
DEPROVISIONING = ("lifecycle.deprovision", "lifecycle.deprovision-forms")
DIRECTORY = ("smoke", "scim", *DEPROVISIONING)
CLIENTS = ("smoke", "scim.provisioning", *DEPROVISIONING)
LOGINS = ("smoke", "saml", "attacks", "troubleshooting.saml", *DEPROVISIONING)
CHAIN = ("lifecycle", "application", "troubleshooting")
HABITS = "generic-put,okta,okta-patch,entra,entra-flag"
ENVIRONMENT = {**os.environ, "IDPROCTOR_HOME": str(SOURCE)}


def with_row(text, row):
    """A table's row stands for its ${names}."""
    for name, value in row.items():
        text = text.replace("${" + name + "}", str(value))
    return text


def cases():
    """Every case's id and what turns it red: a list of sets of checks."""
    for file in sorted((SOURCE / "scenarios").rglob("*.yaml")):
        suite = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in suite["cases"]:
            if case.get("slow"):
                continue   # asked with --slow only; tests/harness/run/slow_test.cpp has them, on a faster clock
            if "refuses_unsolicited" in case.get("needs", []):
                continue   # not a question to the embedded reference; tests/harness/cli/strict_targets_test.py asks it
            for row in case.get("table", [None]):
                name = f"{suite['suite']}.{case['id']}" + (f".{row['row']}" if row else "")
                named = [one if isinstance(one, list) else [one] for one in case.get("red_without", [])]
                reds = [frozenset(with_row(check, row or {}) for check in one) for one in named]
                yield name, reds, "rejected" in json.dumps(case)


def checks():
    """The names that --without knows: it lists them when it is given one that it does not know."""
    answer = subprocess.run([IDPROCTOR, "run", "--without", "?"], env=ENVIRONMENT, capture_output=True, text=True)
    return re.findall(r"^  (\S+)  ", answer.stderr, re.MULTILINE)


def is_in(case, words):
    return any(case == word or case.startswith(word + ".") for word in words)


def runs_without(off, named):
    """Providers and what to ask with these checks off; `named` are the cases that name them."""
    if not off:
        return [("all", ())]
    about_directory = any(is_in(case, ("scim", "smoke.directory-sync", *DEPROVISIONING)) for case in named)
    about_logins = any(is_in(case, ("saml", "attacks", "smoke.login", "smoke.unsigned-login")) for case in named)
    topics = ()
    if about_directory:
        topics += DIRECTORY
    if about_logins:
        topics += LOGINS
    if not topics:
        topics = CHAIN
    besides = tuple(case for case in named if not is_in(case, topics))
    runs = [("generic", (*dict.fromkeys(topics), *besides))]
    return runs + [(HABITS, CLIENTS)] if about_directory else runs


def red_cases(off, keys, runs):
    """The cases that are neither pass nor skip in any of these runs."""
    words = [word for check in sorted(off) for word in ("--without", check)]
    red = set()
    for providers, suites in runs:
        with tempfile.TemporaryDirectory() as out:
            run = subprocess.run([IDPROCTOR, "run", *suites, "--provider", providers, "--state", keys, "--out", out,
                                  *words], env=ENVIRONMENT, capture_output=True, text=True, timeout=900)
            file = Path(out) / "results.json"
            if not file.exists():
                raise RuntimeError(f"no results (exit code {run.returncode}): {run.stderr}")
            results = json.loads(file.read_text(encoding="utf-8"))
        red |= {case["id"] for case in results["cases"] if case["status"] not in ("pass", "skip")}
    return red


def main():
    declared = list(cases())
    switches = [frozenset()] + [frozenset([check]) for check in checks()]
    for _, reds, _ in declared:
        switches += [red for red in reds if red not in switches]
    problems = [f"{name} expects a refusal, and no switch turns it red"
                for name, reds, refusal in declared if refusal and not reds]
    if unknown := ONLY.difference(*switches):
        sys.exit(f"matrix.py: the reference has no check {', '.join(sorted(unknown))}")
    if ONLY:
        switches = [off for off in switches if off & ONLY]
    with tempfile.TemporaryDirectory() as keys, ThreadPoolExecutor(max_workers=2) as pool:
        def that_name(off):
            return sorted(name for name, reds, _ in declared if any(one <= off for one in reds))

        def red_without(off):
            return red_cases(off, keys, runs_without(off, that_name(off)))

        first = red_without(switches[0])   # alone, since it makes the keys that all share
        others = pool.map(red_without, switches[1:])
        for off, red in zip(switches, itertools.chain([first], others)):
            expected = {name for name, reds, _ in declared if any(one <= off for one in reds)}
            label = " and ".join(sorted(off)) or "(all checks on)"
            problems += [f"without {label}: {name} stays green" for name in sorted(expected - red)]
            problems += [f"without {label}: {name} is red" for name in sorted(red - expected)]
            if off and not expected:
                problems.append(f"no case is for the check {label}")
            print(f"without {label}: {len(red)} red, {len(expected)} declared", flush=True)
    for problem in problems:
        print(problem)
    print(f"{len(switches)} switches, {len(declared)} cases, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
