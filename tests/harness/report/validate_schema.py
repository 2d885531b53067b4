#!/usr/bin/env python3
"""validate_schema.py SCHEMA FILE: every way in which FILE breaks the JSON Schema; exit code 1 if there is any."""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("the Python module jsonschema is missing: install python3-jsonschema; bin/setup does")

with open(sys.argv[1], encoding="utf-8") as schema_file:
    schema = json.load(schema_file)
with open(sys.argv[2], encoding="utf-8") as data_file:
    data = json.load(data_file)

jsonschema.Draft202012Validator.check_schema(schema)
problems = [
    "/" + "/".join(str(part) for part in error.absolute_path) + ": " + error.message
    for error in jsonschema.Draft202012Validator(schema).iter_errors(data)
]
if problems:
    sys.exit("\n".join(problems))
