# SPDX-License-Identifier: BSL-1.0
"""Runs an example as its source says, from the top folder of the repository.

The source has the command in its first comment, and may have what it prints:

    //     ./quick_start "$(cat docs/examples/token.txt)"
    // prints: hello, alice

A script of the same name beside it (verify.cpp: verify.py) is the test instead, and gets the program
as its argument.

usage: run.py program source.cpp
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
script = source.with_suffix('.py')
if script.exists():
    sys.exit(subprocess.run([sys.executable, '-B', script, program], cwd=ROOT).returncode)

text = source.read_text(encoding='utf-8')
command = re.search(rf'^// +\./{source.stem}\b(.*)$', text, re.MULTILINE)
prints = re.findall(r'// prints: (.*)$', text, re.MULTILINE)
shell = ['sh', '-c', '"$0"' + (command[1] if command else ''), program]
done = subprocess.run(shell, cwd=ROOT, text=True, stdout=subprocess.PIPE)
print(done.stdout, end='')
if done.returncode != 0:
    sys.exit(f'it ended with status {done.returncode}')
if prints and done.stdout.splitlines() != prints:
    sys.exit(f'it should have printed {prints}')
