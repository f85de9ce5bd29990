# SPDX-License-Identifier: BSL-1.0
"""Runs a fuzz target from its seeds for some seconds: run.py PROGRAM SEEDS SECONDS.

What it finds goes to a folder of its own, so that the seeds stay as they are; an input that fails is
printed in base64.
"""
import subprocess
import sys
import tempfile

program, seeds, seconds = sys.argv[1:]
with tempfile.TemporaryDirectory() as found:
    sys.exit(subprocess.run([
        program, f'-max_total_time={seconds}', '-timeout=10', f'-artifact_prefix={found}/',
        found, seeds,
    ]).returncode)
