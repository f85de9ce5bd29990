# SPDX-License-Identifier: BSL-1.0
"""Compiles one file of this folder twice: once it must fail as it says, once it must pass.

    // SPDX-License-Identifier: BSL-1.0
    // expect: VOUCH-102
    // expect-text: does not satisfy the concept vouch::clock      (optional, repeatable)

The errors must have exactly that code and no other [VOUCH-nnn]. With -DFIXED the same file must
compile: so the mistake is the only thing wrong with it.

usage: run.py case.cpp compiler...
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def compile(case, compiler, *options):
    command = [*compiler, '-std=c++20', '-fsyntax-only', f'-I{ROOT}/include', *options, str(case)]
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main(case, *compiler):
    text = pathlib.Path(case).read_text(encoding='utf-8')
    expected = re.findall(r'^// expect: (VOUCH-\d+)$', text, re.MULTILINE)
    wanted_texts = re.findall(r'^// expect-text: (.+)$', text, re.MULTILINE)
    if len(expected) != 1 or '#ifdef FIXED' not in text and '#ifndef FIXED' not in text:
        return ['it needs one line "// expect: VOUCH-nnn", and a fixed form for -DFIXED']

    complaints = []
    wrong = compile(case, compiler)
    codes = set(re.findall(r'\[(VOUCH-\d+)\]', wrong.stdout))
    if wrong.returncode == 0:
        complaints.append('it compiles, and must not')
    elif codes != set(expected):
        complaints.append(f'expected {expected[0]}, the compiler says {sorted(codes) or "no code"}')
    # The compiler breaks lines where it likes.
    output = ' '.join(wrong.stdout.split())
    complaints += [f'the message lacks: {t}' for t in wanted_texts if ' '.join(t.split()) not in output]
    if complaints:
        complaints.append(wrong.stdout)

    fixed = compile(case, compiler, '-DFIXED')
    if fixed.returncode != 0:
        complaints += ['with -DFIXED it must compile, and does not', fixed.stdout]
    return complaints


if __name__ == '__main__':
    complaints = main(*sys.argv[1:])
    print('\n'.join(complaints) or 'refused as expected; the fixed form compiles')
    sys.exit(bool(complaints))
