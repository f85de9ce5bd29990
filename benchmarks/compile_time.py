# SPDX-License-Identifier: BSL-1.0
"""What does it cost to compile the quick start, beside its standard headers alone?

    python3 benchmarks/compile_time.py [compiler [runs]]

Compiles by turns docs/examples/quick_start.cpp and a file that includes the same standard headers,
those of the library among them, and an empty main. Prints the preprocessed lines, the median of the
processor time, and the ratio, without and with optimization.
"""
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
QUICK_START = ROOT / 'docs/examples/quick_start.cpp'


def standard_headers(source, seen):
    """The standard headers that a file includes, through those of the library too."""
    found = set()
    for header in re.findall(r'^#include <([^>]+)>', source.read_text(), re.MULTILINE):
        if not header.startswith('vouch/'):
            found.add(header)
        elif header not in seen:
            seen.add(header)
            found |= standard_headers(ROOT / 'include' / header, seen)
    return found


def run(*command):
    """What the command printed, and the seconds of processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(compiler='c++', runs='7'):
    with tempfile.TemporaryDirectory() as folder:
        alone = pathlib.Path(folder) / 'standard_headers.cpp'
        headers = sorted(standard_headers(QUICK_START, set()))
        alone.write_text(''.join(f'#include <{header}>\n' for header in headers) + 'int main() {}\n')
        base = [compiler, '-std=c++20', f'-I{ROOT}/include']
        print(f'{"":24}{"standard headers":>18}{"quick start":>14}{"ratio":>8}')
        lines = [run(*base, '-E', '-P', source)[0].count('\n') for source in (alone, QUICK_START)]
        print(f'{"preprocessed lines":24}{lines[0]:18}{lines[1]:14}{lines[1] / lines[0]:8.2f}')
        for options in (['-fsyntax-only'], ['-O0', '-c', '-o', '/dev/null'], ['-O2', '-c', '-o', '/dev/null']):
            seconds = ([], [])
            for _ in range(int(runs)):
                for source, times in zip((alone, QUICK_START), seconds):
                    times.append(run(*base, *options, source)[1])
            first, second = map(statistics.median, seconds)
            print(f'{"seconds, " + options[0]:24}{first:18.2f}{second:14.2f}{second / first:8.2f}')


main(*sys.argv[1:])
