"""Runs a command and prints: seconds, and the most memory it had at once in kB."""

import resource
import subprocess
import sys
import time

begun = time.monotonic()
status = subprocess.call(sys.argv[1:], stderr=subprocess.DEVNULL)
seconds = time.monotonic() - begun
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
sys.exit(status)
