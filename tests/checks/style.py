# SPDX-License-Identifier: BSL-1.0
"""The rules of CONTRIBUTING.md that no compiler and no formatter checks."""
import pathlib
import re

import tree

FOLDERS = ['include', 'tests', 'benchmarks', 'docs']
VAGUE = re.compile(r'util|common|misc|helper|manager', re.IGNORECASE)
LONGEST_HEADER = 450
COLUMNS = {'.build': 100, '.py': 120, '.hpp': None, '.cpp': None}  # clang-format sees to C++

complaints = []
paths = [f'{folder}/{name}' for folder in FOLDERS for name in tree.files(folder)]
paths = [path for path in paths if '__pycache__' not in path]
for path in paths:
    if VAGUE.search(pathlib.PurePath(path).name):
        complaints.append(f'{path}: a name that says nothing')
    if pathlib.PurePath(path).suffix in COLUMNS:
        text = tree.read(path)
        mark = '//' if path.endswith('pp') else '#'
        if f'{mark} SPDX-License-Identifier: BSL-1.0' not in text.splitlines()[:2]:
            complaints.append(f'{path}: the SPDX line must be the first, or after #!')
        if not text.endswith('\n') or text.endswith('\n\n'):
            complaints.append(f'{path}: it must end with one newline')
        columns = COLUMNS[pathlib.PurePath(path).suffix]
        complaints += [f'{path}:{number}: over {columns} columns or a space at the end'
                       for number, line in enumerate(text.splitlines(), 1)
                       if columns and len(line) > columns or line != line.rstrip()]

for name in tree.files('include', '.hpp'):
    path, text = f'include/{name}', tree.read(f'include/{name}')
    guard = re.sub(r'[/.]', '_', name).upper()
    if f'\n#ifndef {guard}\n#define {guard}\n' not in text or not text.endswith('\n#endif\n'):
        complaints.append(f'{path}: the include guard must be {guard}')
    if text.count('\n') > LONGEST_HEADER:
        complaints.append(f'{path}: over {LONGEST_HEADER} lines: it is asking to be two')
    if re.search(r'^(namespace \{|static )', text, re.MULTILINE):
        complaints.append(f'{path}: internal linkage in a header breaks the one-definition rule')
    if re.search(r'^namespace vouch(?!::inline v1)', text, re.MULTILINE):
        complaints.append(f'{path}: it must open the namespace vouch::inline v1')
    if re.search(r'#\s*include\s*"', text):
        complaints.append(f'{path}: include with <vouch/...>')

# One version, written in three places.
header = tree.read('include/vouch/version.hpp')
version = '.'.join(re.search(rf'VERSION_{part} (\d+)', header).group(1)
                   for part in ('MAJOR', 'MINOR', 'PATCH'))
for path, form in {'meson.build': f"version: '{version}',", 'CMakeLists.txt': f'VERSION {version} ',
                   'CHANGELOG.md': f'## {version}'}.items():
    if form not in tree.read(path):
        complaints.append(f'{path}: its version is not {version}, that of version.hpp')

# Links in the pages lead somewhere.
pages = [path for path in paths if path.endswith('.md')]
pages += [path.name for path in tree.ROOT.glob('*.md')]
for page in pages:
    text = re.sub(r'^```.*?^```', '', tree.read(page), flags=re.DOTALL | re.MULTILINE)
    for link in re.findall(r'\]\(([^)\s]+)\)', text):
        target = link.split('#')[0]
        if target and ':' not in target:
            if not (tree.ROOT / page).parent.joinpath(target).exists():
                complaints.append(f'{page}: the link {link} leads nowhere')
tree.finish(complaints)
