# SPDX-License-Identifier: BSL-1.0
"""Writes the attack corpus: texts.json, verifiers.json and one file for each section.

Python's standard library only; running it again gives the same bytes, and --check says whether the
files have them. README.md says what the fields mean.
"""
import json
import re
import sys

import section_a_confusion
import section_b_spelling
import section_c_header
import section_d_claims
import section_e_signature
import section_f_keys
from entries import SECTIONS, TEXTS, VERIFIERS, name_texts
from forge import HERE

MODULES = (
    section_a_confusion,
    section_b_spelling,
    section_c_header,
    section_d_claims,
    section_e_signature,
    section_f_keys,
)


def to_json(document):
    """A field a line; what is short stays on one."""
    text = json.dumps(document, indent=2)
    short = r'\[\s+\d+(?:,\s+\d+)*\s+\]|\{\s+"ref": "[^"]*"\s+\}'
    return re.sub(short, lambda match: json.dumps(json.loads(match[0])), text) + "\n"


def documents():
    """The content of each file."""
    name_texts()
    for module in MODULES:
        module.add_entries()
    ids = [entry["id"] for entries in SECTIONS.values() for entry in entries]
    assert len(ids) == len(set(ids)), [id for id in ids if ids.count(id) > 1]
    files = {f"{section}.json": entries for section, entries in SECTIONS.items()}
    files |= {"verifiers.json": VERIFIERS, "texts.json": TEXTS}
    return {name: to_json(document) for name, document in files.items()}


def main():
    for name, content in documents().items():
        path = HERE / name
        if "--check" not in sys.argv:
            path.write_text(content)
        elif path.read_text() != content:
            sys.exit(f"{name} is not what make.py writes")


if __name__ == "__main__":
    main()
