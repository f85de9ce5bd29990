# SPDX-License-Identifier: BSL-1.0
"""Nothing is missing in the reference: every error and every diagnostic has its row and its test."""
import re

import tree


def differ(left, left_name, right, right_name):
    return [f'{item}: in {left_name}, not in {right_name}' if item in left else
            f'{item}: in {right_name}, not in {left_name}' for item in sorted(left ^ right)]


def rows(page, pattern):
    """The items in the first column of the tables of a page."""
    if not (tree.ROOT / page).exists():
        complaints.append(f'{page} does not exist')
        return set()
    return set(re.findall(rf'^\|\s*`?\[?`?({pattern})`?\b', tree.read(page), re.MULTILINE))


def all_text(folder, *suffixes):
    return '\n'.join(tree.read(f'{folder}/{name}') for name in tree.files(folder, *suffixes))


complaints = []

codes = set(re.findall(r'\[(VOUCH-\d+)\]', all_text('include', '.hpp')))
cases = set(re.findall(r'^// expect: (VOUCH-\d+)$', all_text('tests/compile_fail', '.cpp'),
                       re.MULTILINE))
complaints += differ(codes, 'include', cases, 'tests/compile_fail')
complaints += differ(codes, 'include', rows('docs/reference/diagnostics.md', r'VOUCH-\d+'),
                     'docs/reference/diagnostics.md')

enumeration = re.search(r'enum class Errc[^{]*\{(.*?)\n\};', tree.read('include/vouch/errc.hpp'),
                        re.DOTALL).group(1)
errors = set(re.findall(r'^\s*(\w+)\s*(?:=\s*\d+)?,', re.sub(r'//.*', '', enumeration),
                        re.MULTILINE))
complaints += differ(errors, 'Errc', rows('docs/reference/errors.md', r'[a-z]\w+'),
                     'docs/reference/errors.md')

# error_text.cpp goes through all enumerators, so it says nothing about what is produced.
tests = '\n'.join(tree.read(f'tests/{folder}/{name}') for folder in ('unit', 'conformance', 'integration', 'corpus')
                  for name in tree.files(f'tests/{folder}', '.cpp', '.json') if name != 'error_text.cpp')
# What no header speaks of cannot be produced yet.
headers = '\n'.join(tree.read(f'include/{name}') for name in tree.files('include', '.hpp')
                    if name not in ('vouch/errc.hpp', 'vouch/error_text.hpp'))
complaints += [f'Errc::{error}: no test names it' for error in sorted(errors)
               if re.search(rf'\b{error}\b', headers) and not re.search(rf'\b{error}\b', tests)]
tree.finish(complaints)
