# SPDX-License-Identifier: BSL-1.0
"""What the checks of this folder share: the files of the repository and how to report."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The rooms in reading order: a room includes only rooms before it.
ROOMS = ['text', 'time', 'json', 'crypto', 'jose', 'http', 'keys', 'rules', 'verify', 'messaging',
         'testing']


def files(folder, *suffixes):
    """The files under a folder of the repository, as sorted paths relative to that folder."""
    base = ROOT / folder
    found = (path.relative_to(base) for path in base.rglob('*') if path.is_file())
    return sorted(str(path) for path in found if not suffixes or path.suffix in suffixes)


def read(path):
    return (ROOT / path).read_text(encoding='utf-8')


def includes(path):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', read(path), re.MULTILINE)


def finish(complaints):
    """Ends the check: with the complaints, one a line, or with success."""
    for complaint in complaints:
        print(complaint)
    sys.exit(bool(complaints))
