# SPDX-License-Identifier: BSL-1.0
"""Writes the attack corpus: texts.json, verifiers.json and one file for each section.

Python's standard library only; running it again gives the same bytes. README.md says what the
fields mean.
"""
import json

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


def write(name, document):
    (HERE / name).write_text(json.dumps(document, indent=2) + "\n")


def main():
    name_texts()
    for module in MODULES:
        module.add_entries()
    ids = [entry["id"] for entries in SECTIONS.values() for entry in entries]
    assert len(ids) == len(set(ids)), [id for id in ids if ids.count(id) > 1]
    write("verifiers.json", VERIFIERS)
    write("texts.json", TEXTS)
    for section, entries in SECTIONS.items():
        write(f"{section}.json", entries)
        print(section, len(entries))


if __name__ == "__main__":
    main()
