# SPDX-License-Identifier: BSL-1.0
"""What README.md and the pages show is so.

- A block of C++ is a file of docs/examples or an excerpt of one. A comment before it says which:
  `<!-- docs/examples/quick_start.cpp -->` or, for what stands between two lines `// [rule]`,
  `<!-- docs/examples/custom_rule.cpp [rule] -->`. Each excerpt that is marked is shown somewhere.
- A block after `<!-- tests/compile_fail/case.cpp -->` is what the compiler says of that file.
- The first command of README.md, run as it stands in a copy of the tree, accepts the sample.

usage: readme.py compiler...
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap

import tree

FIRST_COMMAND = 'c++ -std=c++20 -O2 -Iinclude docs/examples/verify.cpp'
MARK = r'^ *// \[([a-z ]+)\]\n'


def excerpts(source):
    """The excerpts of an example by their marks."""
    found = re.findall(rf'{MARK}(.*?)^ *// \[\1\]\n', tree.read(source), re.MULTILINE | re.DOTALL)
    return {mark: textwrap.dedent(text).strip('\n') for mark, text in found}


def plain(text):
    """Without quotes that depend on the locale, and with single blanks only."""
    return ' '.join(re.sub('[‘’`]', "'", text).split())


def check_message(page, case, shown):
    """The lines are the compiler's, but for what "..." stands for; clang words its own ones."""
    output = plain(subprocess.run(
        [*COMPILER, '-std=c++20', '-fsyntax-only', f'-I{tree.ROOT}/include', tree.ROOT / case],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
    is_gcc = b'Free Software Foundation' in subprocess.run([*COMPILER, '--version'],
                                                           stdout=subprocess.PIPE).stdout
    for line in shown.splitlines():
        pieces = line.split('...') if is_gcc else re.findall(r'\[VOUCH-.*', line)
        complaints.extend(f'{page}: the compiler does not say of {case}: {piece}'
                          for piece in pieces if plain(piece) not in output.replace('\\"', '"'))


def check_page(page):
    blocks = re.findall(r'(?:^<!-- (\S+)(?: \[([a-z ]+)\])? -->\n)?^```(\w*)\n(.*?)^```$', tree.read(page),
                        re.MULTILINE | re.DOTALL)
    for source, mark, language, text in blocks:
        if source and not (tree.ROOT / source).exists():
            complaints.append(f'{page}: there is no {source}')
        elif source.startswith('tests/compile_fail/'):
            check_message(page, source, text)
        elif source and mark:
            shown.add((source, mark))
            if excerpts(source).get(mark) != text.strip('\n'):
                complaints.append(f'{page}: {source} [{mark}] is not what is shown')
        elif source:
            if tree.read(source) != text:
                complaints.append(f'{page}: {source} is not what is shown')
        elif language == 'cpp':
            complaints.append(f'{page}: C++ from nowhere: {text.splitlines()[0]}')


def check_first_command():
    commands = [line for line in tree.read('README.md').splitlines() if line.startswith(FIRST_COMMAND)]
    if len(commands) != 1:
        return complaints.append(f'README.md: not one line starts with {FIRST_COMMAND}')
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in ('include', 'docs'):
            (folder / part).symlink_to(tree.ROOT / part)
        # The compiler that is being tested goes by the name c++ there, and is meant by its path: it
        # may be called c++ itself.
        compiler = shlex.join([shutil.which(COMPILER[0]), *COMPILER[1:]])
        (folder / 'c++').write_text(f'#!/bin/sh\nexec {compiler} "$@"\n')
        (folder / 'c++').chmod(0o755)
        path = f'{folder}:{os.environ["PATH"]}'
        done = subprocess.run(['sh', '-c', commands[0]], cwd=folder, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**os.environ, 'PATH': path})
    output = 'ok customer-4711\n'
    if (done.returncode, done.stdout) != (0, output):
        complaints.append(f'README.md: the first command should print {output!r}: {done.stdout}')
    if f'```text\n{output}```' not in tree.read('README.md'):
        complaints.append(f'README.md: it does not say that the first command prints {output!r}')


COMPILER = sys.argv[1:]
complaints = []
shown = set()
for path in ['README.md', *(f'docs/{name}' for name in tree.files('docs', '.md'))]:
    check_page(path)
if '<!-- docs/examples/quick_start.cpp -->' not in tree.read('README.md'):
    complaints.append('README.md: it does not show docs/examples/quick_start.cpp')
for name in tree.files('docs/examples', '.cpp'):
    for mark in re.findall(MARK, tree.read(f'docs/examples/{name}'), re.MULTILINE):
        if (f'docs/examples/{name}', mark) not in shown:
            complaints.append(f'docs/examples/{name}: no page shows [{mark}]')
check_first_command()
tree.finish(sorted(set(complaints)))
