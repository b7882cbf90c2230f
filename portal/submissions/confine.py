"""Gives this process its limits, then becomes the script it was asked to run.

Run by limited.run with -I -S: ``confine.py SCRIPT MEMORY CPU_S FILE_BYTES``.
"""

import resource
import runpy
import sys

if __name__ == "__main__":
    script, memory, cpu_s, file_bytes = sys.argv[1:]
    for what, limit in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(cpu_s)),
        (resource.RLIMIT_FSIZE, int(file_bytes)),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    sys.argv = [script]
    runpy.run_path(script, run_name="__main__")
