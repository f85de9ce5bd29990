# SPDX-License-Identifier: BSL-1.0
"""Runs an example and compares what it prints with what its source says.

An example that needs more, such as arguments, has a script of the same name beside it
(verify.cpp: verify.py), which gets the program as its argument and is the test. Without one, the
program must end well and print exactly the lines that its source has as comments:

    // prints: hello, alice

usage: run.py program source.cpp
"""
import pathlib
import re
import subprocess
import sys

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
script = source.with_suffix('.py')
if script.exists():
    sys.exit(subprocess.run([sys.executable, '-B', str(script), program]).returncode)

done = subprocess.run([program], text=True, stdout=subprocess.PIPE)
expected = re.findall(r'// prints: (.*)$', source.read_text(encoding='utf-8'), re.MULTILINE)
print(done.stdout)
if done.returncode != 0:
    sys.exit(f'it ended with status {done.returncode}')
if done.stdout.splitlines() != expected:
    sys.exit(f'it should have printed {expected}')
