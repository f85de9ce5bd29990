# SPDX-License-Identifier: BSL-1.0
"""Says why a test cannot run here, and is counted as skipped (exit status 77)."""
import sys

print('SKIPPED:', *sys.argv[1:])
sys.exit(77)
