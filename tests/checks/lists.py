# SPDX-License-Identifier: BSL-1.0
"""Each list of files in a meson.build names the files of its folder: no more, no fewer."""
import re

import tree

LISTS = {
    'include': '.hpp',
    'tests/unit': '.cpp',
    'tests/conformance': '.cpp',
    'tests/integration': '.cpp',
    'tests/compile_fail': '.cpp',
    'tests/fuzz': '.cpp',
    'tests/checks': '.py',
    'docs/examples': '.cpp',
    'benchmarks': '.cpp',
}
NOT_LISTED = {'tests/checks/tree.py'}  # shared by the checks

complaints = []
for folder, suffix in LISTS.items():
    listed = re.findall(rf"'([^'@]+\{suffix})'", tree.read(f'{folder}/meson.build'))
    for name in sorted(set(listed) ^ set(tree.files(folder, suffix))):
        if f'{folder}/{name}' not in NOT_LISTED:
            where = 'is listed but not there' if name in listed else 'is not in the list'
            complaints.append(f'{folder}/meson.build: {name} {where}')
    complaints += [f'{folder}/meson.build: {name} is listed twice'
                   for name in sorted(set(listed)) if listed.count(name) > 1]

# A unit test mirrors a header path by path, and each header has one; with many it has a folder too.
headers = {name.removesuffix('.hpp').removeprefix('vouch/') for name in tree.files('include', '.hpp')}
complaints += [f'tests/unit/{name} mirrors no header of include/vouch'
               for name in tree.files('tests/unit', '.cpp')
               if name != 'main.cpp' and name.removesuffix('.cpp') not in headers
               and name.rpartition('/')[0] not in headers]
tested = {name.removesuffix('.cpp') for name in tree.files('tests/unit', '.cpp')}
complaints += [f'include/vouch/{name}.hpp has no tests/unit/{name}.cpp' for name in sorted(headers - tested)]
tree.finish(complaints)
