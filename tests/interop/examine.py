#!/usr/bin/python3
"""Starts an example target, lets idproctor examine it and compares what was observed with its expected.yaml.

    examine.py IDPROCTOR VERSION_FOLDER OUT_FOLDER
    examine.py --self-test

Exactly the listed cases are asked, each of the providers that its row names (generic where it names none), through
each of the target files that it names (target.yaml where it names none). A login is asserted on by its observed
`verdict`, any other case by its `status`; where several are right, it is a list. What a row says to stand in the
library's documentation or in a clause of fixtures/clauses must stand there.
VERSION_FOLDER, examples/targets/LIBRARY/VERSION, has expected.yaml and installed packages; server.mjs and the target
files stand beside it, the same for every version. Each target file is asked of a server of its own.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import yaml

CLAUSES = Path(__file__).resolve().parents[2] / "fixtures" / "clauses"
START_SECONDS, RUN_SECONDS = 60, 240


def as_list(value):
    return value if isinstance(value, list) else [value]


def flat(text):
    return " ".join(text.split())


def misquotes(expected, documentation, clauses):
    """Sentences said to stand in the library's documentation, or in a clause, that do not."""
    found = []
    for case, row in expected.items():
        source, sentence = row["source"], flat(row["because"])
        if source.startswith("documentation"):
            if sentence not in flat(documentation):
                found.append(f"{case}: the documentation does not say \"{sentence}\"")
        elif re.fullmatch(r"rfc\d+-\S+", source):
            if source not in clauses:
                found.append(f"{case}: there is no clause {source}")
            elif sentence not in flat(clauses[source]["text"]):
                found.append(f"{case}: {source} does not say \"{sentence}\"")
    return found


def providers_of(row):
    return as_list(row.get("providers", "generic"))


def targets_of(row):
    return as_list(row.get("targets", "target.yaml"))


def listed_for(target, provider, expected):
    return {case: row for case, row in expected.items() if provider in providers_of(row) and target in targets_of(row)}


def differences(provider, expected, results):
    """One sentence for each case that is absent, ambiguous or observed otherwise."""
    found = []
    for case, row in expected.items():
        about = "verdict" if "verdict" in row else "status"
        right = as_list(row[about])
        matches = [result for result in results["cases"] if result["id"] == case]
        if len(matches) != 1:
            found.append(f"{case}@{provider}: asked {len(matches)} times, once expected")
            continue
        result = matches[0]
        came = result["observed" if about == "verdict" else "status"]
        if came not in right:
            found.append(f"{case}@{provider}: {' or '.join(right)} expected, {came or 'nothing'} observed "
                         f"({result['status']}: {result['reason']})\n    \"{row['because'].strip()}\" {row['source']}")
    return found


def start(folder, metadata):
    """The server's process, and what it says on stdout to set in the environment before it says where it listens."""
    server = subprocess.Popen(["node", "../server.mjs"], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              text=True, env={**os.environ, "PORT": "0", "IDP_METADATA": str(metadata)})
    watchdog = threading.Timer(START_SECONDS, server.kill)
    watchdog.start()
    environment = {}
    for line in server.stdout:
        if export := re.fullmatch(r"export (\w+)='([^']*)'\n", line):
            environment[export[1]] = export[2]
        if listening := re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line):
            environment["PORT"] = listening[1]
            break
    watchdog.cancel()
    if "PORT" not in environment:
        server.kill()
        sys.exit("the server did not start")
    # What it says later is nobody's business here; an unread pipe would stop it.
    threading.Thread(target=server.stdout.read, daemon=True).start()
    return server, environment


def examine(idproctor, folder, out):
    table = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    expected = table["cases"]
    documentation = "\n".join((folder / file).read_text(encoding="utf-8") for file in as_list(table.get("documentation", [])))
    clauses = {}
    for file in CLAUSES.glob("*.yaml"):
        clauses.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    problems = misquotes(expected, documentation, clauses)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for target in sorted({name for row in expected.values() for name in targets_of(row)}):
        problems += examine_target(idproctor, folder, target, expected, out)
    for problem in problems:
        print(problem)
    asserted = sum(len(providers_of(row)) * len(targets_of(row)) for row in expected.values())
    print(f"{asserted} cases asserted, {len(problems)} problems; the run is in {out}")
    return 1 if problems else 0


def examine_target(idproctor, folder, target, expected, out):
    """What is wrong with the cases that are listed for this target file, asked of a server of its own."""
    problems = []
    file = folder.parent / target
    has_saml = "saml" in yaml.safe_load(file.read_text(encoding="utf-8"))
    metadata = out / "idp-metadata.xml"
    common = ["--target", str(file), "--state", str(out / "state")]
    providers = sorted({name for row in expected.values() if target in targets_of(row) for name in providers_of(row)})
    server, said = start(folder, metadata)
    try:
        environment = {**os.environ, **said}
        for provider in providers:
            ask = [*common, "--provider", provider]
            if has_saml:
                metadata.write_bytes(subprocess.run([idproctor, "metadata", *ask], env=environment, check=True, timeout=60,
                                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout)
            cases = listed_for(target, provider, expected)
            results = out / f"{Path(target).stem}-{provider}"
            run = subprocess.run([idproctor, "run", *cases, *ask, "--out", str(results)], env=environment,
                                 timeout=RUN_SECONDS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
            results.with_suffix(".txt").write_bytes(run.stdout)
            # 1 and 4 say that some case failed or was not decided; whether it is a listed one is looked up.
            if run.returncode not in (0, 1, 4):
                problems.append(f"idproctor run ended with exit code {run.returncode}:\n{run.stdout.decode(errors='replace')}")
            else:
                problems += differences(provider, cases, json.loads((results / "results.json").read_text(encoding="utf-8")))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
    return problems


def self_test():
    row = {"verdict": "rejected", "because": "It must\nbe refused.", "source": "documentation, page 1"}
    case = {"id": "a.b", "observed": "rejected", "status": "pass", "reason": ""}
    other = {"id": "x.y", "observed": "impersonated", "status": "fail", "reason": ""}
    right = {"cases": [other, case]}
    wrong = {
        "observed otherwise": {"cases": [{**case, "observed": "accepted"}]},
        "not observed": {"cases": [{**case, "observed": ""}]},
        "absent": {"cases": [other]},
        "asked twice": {"cases": [case, case]},
    }
    failures = [f"{name}: not noticed" for name, results in wrong.items()
                if not differences("generic", {"a.b": row}, results)]
    failures += differences("generic", {"a.b": row}, right)
    several = {**row, "verdict": ["rejected", "accepted"]}
    failures += differences("generic", {"a.b": several}, {"cases": [{**case, "observed": "accepted"}]})
    if not differences("generic", {"a.b": several}, {"cases": [{**case, "observed": "impersonated"}]}):
        failures.append("none of several verdicts: not noticed")

    # A case without a login: its status counts, and what its last step observed does not.
    push = {"status": "pass", "providers": ["okta", "entra"], "because": "It is created.", "source": "rfc1-1"}
    pushed = {"id": "a.b", "observed": "status 201", "status": "pass", "reason": ""}
    failures += differences("okta", {"a.b": push}, {"cases": [pushed]})
    elsewhere = {**push, "targets": ["target.yaml", "other.yaml"]}
    rows = {"a.b": push, "c.d": elsewhere}
    for target, provider, right in (("target.yaml", "okta", ["a.b", "c.d"]), ("other.yaml", "entra", ["c.d"]),
                                    ("target.yaml", "generic", []), ("third.yaml", "okta", [])):
        if list(listed_for(target, provider, rows)) != right:
            failures.append(f"other cases than {right} are asked of {provider} through {target}")
    for status in ("fail", "warn", "skip", "error"):
        if not differences("entra", {"a.b": push}, {"cases": [{**pushed, "status": status}]}):
            failures.append(f"status {status}: not noticed")

    clauses = {"rfc1-1": {"text": "It is created. Then it is there."}}
    failures += misquotes({"a.b": row, "c.d": push}, "We say: It must be refused. Always.", clauses)
    for name, wrong_row in {"a sentence that nobody wrote": {**row, "because": "It may be refused."},
                            "a clause that is not there": {**push, "source": "rfc1-2"},
                            "a sentence of no clause": {**push, "because": "It is deleted."}}.items():
        if not misquotes({"a.b": wrong_row}, "It must be refused.", clauses):
            failures.append(f"{name}: not noticed")
    print("\n".join(failures) or "the wrong answers are noticed, the right ones pass")
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    sys.exit(examine(os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()))
