#!/usr/bin/python3
"""Who may include whom, checked by reading the #include lines of the tree.

    layering.py ROOT          checks a tree; exit 1 names each forbidden include
    layering.py --self-test   proves on small wrong trees that every rule can fail
"""
import re
import sys
import tempfile
from pathlib import Path

MIDDLE = ["mock_idp", "scim_client", "reference_sp"]
BELOW_HARNESS = ["foundation", *MIDDLE]
# A folder and what it may include besides itself. A folder that is not here may not hold sources.
MAY_INCLUDE = {
    "foundation/core": [],
    "foundation/sqlite": ["foundation/core"],
    "foundation/xml": ["foundation/core"],
    "foundation/http": ["foundation/core"],
    "mock_idp": ["foundation"],
    "scim_client": ["foundation"],
    "reference_sp": ["foundation"],
    "harness/scenario": BELOW_HARNESS,
    "harness/observe": [*BELOW_HARNESS, "harness/scenario"],
    "harness/run": [*BELOW_HARNESS, "harness/scenario", "harness/observe"],
    "harness/report": [*BELOW_HARNESS, "harness/scenario", "harness/observe", "harness/run/result.hpp"],
    "harness/explain": [*BELOW_HARNESS, "harness/scenario", "harness/observe", "harness/run", "harness/report"],
    "harness/cli": [*BELOW_HARNESS, "harness"],
}
ANYTHING_GOES = ["tests", "bench"]
NOT_OURS = ["build", "out", "examples", ".git"]
LIBRARIES = {  # where a third party's headers may appear in the program
    "libxml/": ["foundation/xml"],
    "xmlsec/": ["foundation/xml"],
    "sqlite3.h": ["foundation/sqlite"],
    "openssl/": ["foundation/xml", "foundation/http"],
    "boost/asio/ssl": ["foundation/http"],
    "boost/beast": ["foundation/http"],
}
MOST_BEAST_FILES = 4  # each costs 11 s to compile, 47 s with sanitizers
# One bug in something that both use would blind the one to the other's mistake.
APART = [("sign", "verify"), ("encrypt", "decrypt")]
SHARED_BY_BOTH = {f"foundation/xml/{name}.hpp" for name in ["handle", "library", "document", "key"]}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)


def inside(path, folder):
    return path == folder or path.startswith(folder + "/")


def read_tree(root):
    """{path: [(quote, included)]} for every source and header; CMake writes NAME.hpp from NAME.hpp.in."""
    tree = {}
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix().removesuffix(".in")
        if Path(path).suffix in (".cpp", ".hpp", ".h", ".cc") and not any(inside(path, skip) for skip in NOT_OURS):
            tree[path] = INCLUDE.findall(file.read_text(encoding="utf-8"))
    return tree


def reachable(tree, path):
    """The project's headers that a file sees, directly or through others."""
    seen, todo = set(), [path]
    while todo:
        for quote, name in tree.get(todo.pop(), []):
            if quote == '"' and name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def check_own(tree, path, name):
    if any(inside(path, folder) for folder in ANYTHING_GOES):
        return None
    if name not in tree:
        return f"{path}: \"{name}\" is no file of the tree; includes are written from the root"
    folder = next((folder for folder in MAY_INCLUDE if inside(path, folder)), None)
    if not any(inside(name, allowed) for allowed in [folder, *MAY_INCLUDE[folder]]):
        return f"{path}: {folder} may not include \"{name}\""
    return None


def check_library(path, name):
    for prefix, folders in LIBRARIES.items():
        if not name.startswith(prefix):
            continue
        free = any(inside(path, folder) for folder in ANYTHING_GOES) and prefix != "boost/beast"
        if not free and not any(inside(path, folder) for folder in folders):
            return f"{path}: <{name}> belongs in {' and '.join(folders)} only"
        if prefix == "boost/beast" and not path.endswith(".cpp"):
            return f"{path}: <{name}> in a header would make every user of it slow to compile"
    return None


def check(root):
    tree = read_tree(root)
    trouble = []
    for path, includes in tree.items():
        known = [*MAY_INCLUDE, *ANYTHING_GOES]
        if not any(inside(path, folder) for folder in known):
            trouble.append(f"{path}: this folder is not in tests/layering/layering.py")
            continue
        for quote, name in includes:
            trouble.append(check_own(tree, path, name) if quote == '"' else check_library(path, name))
    beast = [path for path, includes in tree.items() if any(name.startswith("boost/beast") for _, name in includes)]
    if len(beast) > MOST_BEAST_FILES:
        trouble.append(f"Boost.Beast is included in {len(beast)} files, {MOST_BEAST_FILES} at the most: {', '.join(beast)}")
    for one, other in APART:
        paths = [f"foundation/xml/{name}.cpp" for name in (one, other)]
        if not all(path in tree for path in paths):
            continue
        seen = [reachable(tree, path) for path in paths]
        for path, sees, unknown in zip(paths, seen, (other, one)):
            if f"foundation/xml/{unknown}.hpp" in sees:
                trouble.append(f"{path}: {one} and {other} may not know each other")
        for name in sorted(seen[0] & seen[1]):
            if inside(name, "foundation/xml") and name not in SHARED_BY_BOTH:
                trouble.append(f"{name}: shared by {one}.cpp and {other}.cpp")
    return len(tree), [line for line in trouble if line]


GOOD = {
    "foundation/core/a.hpp": "",
    "foundation/xml/handle.hpp": "#include <libxml/tree.h>",
    "foundation/xml/sign.hpp": '#include "foundation/core/a.hpp"',
    "foundation/xml/verify.hpp": "",
    "foundation/xml/sign.cpp": '#include "foundation/xml/handle.hpp"\n#include "foundation/xml/sign.hpp"',
    "foundation/xml/verify.cpp": '#include "foundation/xml/handle.hpp"\n#include "foundation/xml/verify.hpp"',
    "foundation/xml/encrypt.hpp": "",
    "foundation/xml/decrypt.hpp": "",
    "foundation/xml/encrypt.cpp": '#include "foundation/xml/handle.hpp"\n#include "foundation/xml/encrypt.hpp"',
    "foundation/xml/decrypt.cpp": '#include "foundation/xml/handle.hpp"\n#include "foundation/xml/decrypt.hpp"',
    "foundation/http/b.hpp": "",
    "foundation/http/b.cpp": "#include <boost/beast/http.hpp>\n#include <openssl/ssl.h>",
    "mock_idp/c.hpp": '#include "foundation/xml/sign.hpp"',
    "scim_client/d.hpp": '#include "foundation/http/b.hpp"',
    "reference_sp/saml/e.hpp": '#include "foundation/xml/verify.hpp"',
    "harness/scenario/f.hpp": '#include "mock_idp/c.hpp"',
    "harness/observe/g.hpp": '#include "harness/scenario/f.hpp"',
    "harness/run/result.hpp": "",
    "harness/run/version.hpp.in": "",
    "harness/run/h.hpp": '#include "harness/observe/g.hpp"\n#include "harness/run/version.hpp"',
    "harness/report/i.hpp": '#include "harness/run/result.hpp"',
    "harness/cli/j.cpp": '#include "harness/report/i.hpp"\n#include "harness/run/h.hpp"',
    "tests/k.cpp": '#include "harness/run/h.hpp"\n#include <openssl/rsa.h>',
}
WRONG = [  # a file, what it says instead, and a word of the complaint
    ("foundation/core/a.hpp", '#include "foundation/xml/sign.hpp"', "foundation/core may not include"),
    ("foundation/xml/sign.hpp", '#include "foundation/http/b.hpp"', "foundation/xml may not include"),
    ("foundation/http/b.hpp", '#include "foundation/xml/sign.hpp"', "foundation/http may not include"),
    ("mock_idp/c.hpp", '#include "scim_client/d.hpp"', "mock_idp may not include"),
    ("scim_client/d.hpp", '#include "reference_sp/saml/e.hpp"', "scim_client may not include"),
    ("reference_sp/saml/e.hpp", '#include "mock_idp/c.hpp"', "reference_sp may not include"),
    ("reference_sp/saml/e.hpp", '#  include "harness/run/h.hpp"', "reference_sp may not include"),
    ("harness/scenario/f.hpp", '#include "harness/run/h.hpp"', "harness/scenario may not include"),
    ("harness/observe/g.hpp", '#include "harness/run/h.hpp"', "harness/observe may not include"),
    ("harness/run/h.hpp", '#include "harness/report/i.hpp"', "harness/run may not include"),
    ("harness/report/i.hpp", '#include "harness/run/h.hpp"', "harness/report may not include"),
    ("mock_idp/c.hpp", '#include "c_detail.hpp"', "is no file of the tree"),
    ("mock_idp/c.hpp", "#include <xmlsec/xmldsig.h>", "belongs in foundation/xml only"),
    ("mock_idp/c.hpp", "#include <libxml/tree.h>", "belongs in foundation/xml only"),
    ("scim_client/sync/s.cpp", "#include <sqlite3.h>", "belongs in foundation/sqlite only"),
    ("harness/cli/j.cpp", "#include <openssl/evp.h>", "belongs in foundation/xml and foundation/http only"),
    ("foundation/xml/sign.cpp", "#include <boost/asio/ssl.hpp>", "belongs in foundation/http only"),
    ("tests/k.cpp", "#include <boost/beast/core.hpp>", "belongs in foundation/http only"),
    ("foundation/http/b.hpp", "#include <boost/beast/core.hpp>", "in a header"),
    ("foundation/xml/sign.cpp", '#include "foundation/xml/verify.hpp"', "may not know each other"),
    ("foundation/xml/handle.hpp", '#include "foundation/xml/sign.hpp"', "may not know each other"),
    ("foundation/xml/decrypt.cpp", '#include "foundation/xml/encrypt.hpp"', "may not know each other"),
    ("elsewhere/l.cpp", "", "this folder is not in"),
]


def complaints(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n", encoding="utf-8")
        return check(Path(folder))[1]


def self_test():
    failures = [f"the good tree: {line}" for line in complaints(GOOD)]
    wrong_trees = [({path: text}, word) for path, text, word in WRONG]
    wrong_trees.append(({f"foundation/http/{n}.cpp": "#include <boost/beast/http.hpp>" for n in "wxyz"}, "5 files, 4 at"))
    shared = '#include "foundation/xml/ids.hpp"'
    wrong_trees.append(({"foundation/xml/ids.hpp": "", "foundation/xml/sign.cpp": shared,
                         "foundation/xml/verify.cpp": shared}, "shared by sign.cpp and verify.cpp"))
    for change, word in wrong_trees:
        if not any(word in line for line in complaints({**GOOD, **change})):
            failures.append(f"{change}: nothing complains that \"{word}\"")
    print("\n".join(failures) or f"one good tree passes, {len(wrong_trees)} wrong ones fail as they should")
    return 1 if failures else 0


def main(argument):
    if argument == "--self-test":
        return self_test()
    count, trouble = check(Path(argument))
    print("\n".join(trouble) or f"{count} files include only what they may")
    return 1 if trouble or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
