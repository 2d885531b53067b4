#!/usr/bin/python3
"""The versions of an example target differ by nothing but their pins.

    pins.py TARGETS_FOLDER

Each examples/targets/LIBRARY/VERSION holds package.json, package-lock.json and expected.yaml alone (the server and
target.yaml beside it serve every version), its package.json says the same as its siblings' but for versions, every
version is exact, the lock agrees, and no lock says where its packages were downloaded.
"""
import json
import re
import sys
from pathlib import Path

FILES = {"package.json", "package-lock.json", "expected.yaml"}
BESIDE = {"node_modules", "idp-metadata.xml"}  # made by whoever runs it
EXACT = re.compile(r"\d+\.\d+\.\d+|\$.+")  # "$name" in overrides: what dependencies say of it


def shape(value):
    """The same JSON with every version taken out of its texts."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return re.sub(r"\d+\.\d+\.\d+", "VERSION", value) if isinstance(value, str) else value


def problems_of(folder):
    found = [f"{folder.name}: {file.name} does not belong here" for file in folder.iterdir()
             if file.name not in FILES | BESIDE]
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    pins = {**package["dependencies"], **package.get("overrides", {})}
    found += [f"{folder}: {name} is not pinned: {pin}" for name, pin in pins.items() if not EXACT.fullmatch(pin)]
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    if lock["packages"][""]["dependencies"] != package["dependencies"]:
        found.append(f"{folder}: package-lock.json is of another package.json")
    for path, entry in lock["packages"].items():
        if "resolved" in entry:
            found.append(f"{folder}: the lock says where {path} was downloaded")
        pin = pins.get(path.removeprefix("node_modules/"), "$")
        if not pin.startswith("$") and entry["version"] != pin:
            found.append(f"{folder}: {path} is {entry['version']} in the lock, {pin} in package.json")
    return found


def main(targets):
    found = []
    for server in sorted(targets.glob("*/server.mjs")):
        versions = sorted(file.parent for file in server.parent.glob("*/package.json"))
        if not versions:
            found.append(f"{server.parent}: it has no version")
        shapes = []
        for folder in versions:
            found += problems_of(folder)
            shapes.append(shape(json.loads((folder / "package.json").read_text(encoding="utf-8"))))
        if any(one != shapes[0] for one in shapes):
            found.append(f"{server.parent}: the versions' package.json differ by more than versions")
    print("\n".join(found) or "every version of every target differs by its pins alone")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
