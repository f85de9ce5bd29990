# SPDX-License-Identifier: BSL-1.0
"""The compile-time budget, in lines after the preprocessor: a measure that repeats exactly.

usage: include_budget.py compiler...
"""
import subprocess
import sys

import tree

BUDGET = {'vouch/vouch.hpp': 55_000, 'vouch/jwks.hpp': 95_000, 'vouch/messaging.hpp': 75_000, 'vouch/error.hpp': 33_000}
BUDGET |= {f'vouch/rules/{name}': 33_000 for name in tree.files('include/vouch/rules', '.hpp')}

complaints = []
for header, budget in BUDGET.items():
    if not (tree.ROOT / 'include' / header).exists():
        print(f'{header:40} is not there')
        continue
    command = [*sys.argv[1:], '-std=c++20', '-E', '-P', '-x', 'c++', f'-I{tree.ROOT}/include', '-']
    lines = subprocess.run(command, input=f'#include <{header}>\n', text=True, check=True,
                           stdout=subprocess.PIPE).stdout.count('\n')
    print(f'{header:40} {lines:6} of {budget}')
    if lines > budget:
        complaints.append(f'{header}: over the budget')
tree.finish(complaints)
