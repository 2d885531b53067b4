#!/usr/bin/python3
"""Starts an example target, lets idproctor examine it and compares what was observed with its expected.yaml.

    examine.py IDPROCTOR VERSION_FOLDER OUT_FOLDER
    examine.py --self-test

Exactly the listed cases are asked, and asserted on by their observed verdict; where several are right, it is a list.
VERSION_FOLDER, examples/targets/LIBRARY/VERSION, has expected.yaml and installed packages; server.mjs and target.yaml
stand beside it, the same for every version.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import yaml

PROVIDER = "generic"
START_SECONDS, RUN_SECONDS = 60, 240


def misquotes(expected, documentation):
    """Sentences said to stand in the library's documentation that do not."""
    flat = " ".join(documentation.split())
    return [f"{case}: the documentation does not say \"{row['because']}\"" for case, row in expected.items()
            if row["source"].startswith("documentation") and " ".join(row["because"].split()) not in flat]


def right_verdicts(row):
    return row["verdict"] if isinstance(row["verdict"], list) else [row["verdict"]]


def differences(expected, results):
    """One sentence for each listed case that is absent, ambiguous or observed otherwise."""
    found = []
    for case, row in expected.items():
        matches = [result for result in results["cases"] if result["id"] == case]
        if len(matches) != 1:
            found.append(f"{case}: asked {len(matches)} times, once expected")
        elif matches[0]["observed"] not in right_verdicts(row):
            result = matches[0]
            found.append(f"{case}: {' or '.join(right_verdicts(row))} expected, {result['observed'] or 'nothing'} observed "
                         f"({result['status']}: {result['reason']})\n    \"{row['because'].strip()}\" {row['source']}")
    return found


def start(folder, metadata):
    """The server's process and port; a line on its stdout says where it listens."""
    server = subprocess.Popen(["node", "../server.mjs"], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              text=True, env={**os.environ, "PORT": "0", "IDP_METADATA": str(metadata)})
    watchdog = threading.Timer(START_SECONDS, server.kill)
    watchdog.start()
    prefix = "listening on http://127.0.0.1:"
    line = next((line for line in server.stdout if line.startswith(prefix)), None)
    watchdog.cancel()
    if line is None:
        server.kill()
        sys.exit("the server did not start")
    return server, line[len(prefix):].strip()


def examine(idproctor, folder, out):
    table = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    expected = table["cases"]
    problems = misquotes(expected, (folder / table["documentation"]).read_text(encoding="utf-8"))

    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    metadata = out / "idp-metadata.xml"
    server, port = start(folder, metadata)
    try:
        environment = {**os.environ, "PORT": port}
        common = ["--target", str(folder.parent / "target.yaml"), "--provider", PROVIDER, "--state", str(out / "state")]
        metadata.write_bytes(subprocess.run([idproctor, "metadata", *common], env=environment, check=True, timeout=60,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout)
        run = subprocess.run([idproctor, "run", *expected, *common, "--out", str(out / "results")], env=environment,
                             timeout=RUN_SECONDS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
        (out / "console.txt").write_bytes(run.stdout)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)

    # 1 and 4 say that some case failed or was not decided; whether it is a listed one is looked up below.
    if run.returncode not in (0, 1, 4):
        problems.append(f"idproctor run ended with exit code {run.returncode}:\n{run.stdout.decode(errors='replace')}")
    else:
        results = json.loads((out / "results" / "results.json").read_text(encoding="utf-8"))
        problems += differences(expected, results)
    for problem in problems:
        print(problem)
    print(f"{len(expected)} cases asserted, {len(problems)} problems; the run is in {out}")
    return 1 if problems else 0


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
    failures = [f"{name}: not noticed" for name, results in wrong.items() if not differences({"a.b": row}, results)]
    failures += differences({"a.b": row}, right)
    several = {**row, "verdict": ["rejected", "accepted"]}
    failures += differences({"a.b": several}, {"cases": [{**case, "observed": "accepted"}]})
    if not differences({"a.b": several}, {"cases": [{**case, "observed": "impersonated"}]}):
        failures.append("none of several verdicts: not noticed")
    failures += misquotes({"a.b": row}, "We say: It must be refused. Always.")
    if not misquotes({"a.b": row}, "It may be refused."):
        failures.append("a sentence that nobody wrote: not noticed")
    print("\n".join(failures) or f"{len(wrong) + 2} wrong answers noticed, the right ones pass")
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    sys.exit(examine(os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()))
