"""One stage as plain processes: started, watched, ended to the last one."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import IO

from graders.sandbox import collecting, layout
from graders.sandbox.accounting import Figures, Watch
from graders.sandbox.output import CappedOutput
from graders.sandbox.process_collector import ProcessCollector, chunks_of
from graders.sandbox.process_ground import Ground
from graders.sandbox.processes import MARK, PROC, Family
from graders.sandbox.stage import Cause, Limits, SandboxError, Sink, StageEnd, StageSpec

LAUNCHER = Path(__file__).parent / "inside" / "launch.py"
MIB = 2**20


class ProcessStage:
    """A process on its way; a thread of its own does the work."""

    def __init__(
        self,
        spec: StageSpec,
        *,
        python: Path,
        ground: Ground,
        work: Path,
        stdout: Sink,
        stderr: Sink,
    ) -> None:
        self._spec, self._python, self._ground = spec, python, ground
        self._work = work
        self._channel: int | None = None
        self._stdout, self._stderr = stdout, stderr
        self._output = CappedOutput(
            spec.limits.output_kib * 1024, lambda: self._stop(Cause.OUTPUT_LIMIT)
        )
        self._family = Family(uid=ground.uid, mark=secrets.token_hex(8))
        self._lock = threading.Lock()
        self._stopped: Cause | None = None
        self._is_over = False
        self._end: Future[StageEnd] = Future()
        name = f"stage {spec.name}"
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def wait(self) -> StageEnd:
        """Block until it ended and was removed."""
        return self._end.result()

    def kill(self) -> None:
        """End it now."""
        self._stop(Cause.KILLED)

    def _run(self) -> None:
        try:
            self._end.set_result(self._live())
        except OSError as error:
            failed = SandboxError(f"The stage could not be run: {error}")
            failed.__cause__ = error
            self._end.set_exception(failed)
        except Exception as error:  # noqa: BLE001 - the thread's edge; wait() raises it
            self._end.set_exception(error)

    def _live(self) -> StageEnd:
        with ExitStack() as cleanup:
            cleanup.callback(self._ground.remove)
            self._ground.record(self._family.mark)
            places = self._places(cleanup)
            collector = self._make_collector(places)
            end = self._watch(places, collector)
            return collector.harvest().onto(end) if collector else end

    def _places(self, cleanup: ExitStack) -> dict[str, str]:
        spec, ground = self._spec, self._ground
        places = {name: ground.place(name, p) for name, p in spec.folders.items()}
        places["tmp"] = ground.fresh("tmp")
        if spec.collect:
            places["out"] = ground.fresh("out")
        if spec.channel:
            self._channel = ground.open_channel(spec.channel)
            cleanup.callback(os.close, self._channel)
            # Short enough for a socket's address, wherever the folder is.
            by_number = Path("/proc/self/fd") / str(self._channel)
            places["channel"] = str(by_number if PROC.is_dir() else spec.channel)
        return places

    def _watch(
        self, places: dict[str, str], collector: ProcessCollector | None
    ) -> StageEnd:
        begun = time.monotonic()
        with self._lock:
            if self._stopped:
                return StageEnd(cause=self._stopped, exit_code=None, seconds=0.0)
            process = self._launch(self._argv(places), places, stdin=subprocess.DEVNULL)
            self._family = replace(self._family, session=process.pid)
        readers = [
            self._read(process.stdout, self._stdout),
            self._read(process.stderr, self._stderr),
        ]
        deadline = threading.Timer(
            self._spec.limits.seconds, self._stop, (Cause.TIMEOUT,)
        )
        deadline.daemon = True
        deadline.start()
        watch = Watch(self._look)
        if collector:
            collector.follow()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        with self._lock:
            self._is_over = True
        deadline.cancel()
        seconds = time.monotonic() - begun
        self._family.end()
        for reader in readers:
            reader.join()
        peak = max(watch.stop().peak_memory_mib or 0.0, used.ru_maxrss / 1024)
        return StageEnd(
            cause=self._stopped or Cause.EXITED,
            exit_code=process.returncode,
            seconds=round(seconds, 3),
            cpu_seconds=round(used.ru_utime + used.ru_stime, 3),
            peak_memory_mib=round(peak, 1),
            output_truncated=self._output.truncated,
        )

    def _argv(self, places: dict[str, str]) -> list[str]:
        argv = [layout.fill(word, places) for word in self._spec.argv]
        if argv[0] in ("python", "python3"):
            argv[0] = str(self._python)
        return argv

    def _launch(
        self, argv: list[str], places: dict[str, str], *, stdin: int
    ) -> subprocess.Popen[bytes]:
        env = layout.environment(self._spec, places)
        order = {
            "uid": self._ground.uid,
            "cwd": places["tmp"],
            "argv": argv,
            "env": {
                "PATH": f"{self._python.parent}:/usr/local/bin:/usr/bin:/bin",
                **env,
                MARK: self._family.mark,
            },
            "limits": resource_limits(
                self._spec.limits, has_own_user=self._ground.uid > 0
            ),
        }
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(order)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            start_new_session=True,
            pass_fds=() if self._channel is None else (self._channel,),
        )

    def _read(self, stream: IO[bytes] | None, sink: Sink) -> threading.Thread:
        def pump() -> None:
            for chunk in chunks_of(stream):
                self._output.write(sink, chunk)

        thread = threading.Thread(target=pump, daemon=True)
        thread.start()
        return thread

    def _look(self) -> Figures | None:
        """What it uses; also the only guard of the whole family's memory."""
        figures = self._family.figures()
        if figures and figures.memory_bytes > self._spec.limits.memory_mib * MIB:
            self._stop(Cause.OUT_OF_MEMORY)
        return figures

    def _stop(self, cause: Cause) -> None:
        with self._lock:
            if self._is_over and cause != Cause.OUTPUT_LIMIT:
                return
            self._stopped = self._stopped or cause
        if self._family.session:
            self._family.end()

    def _make_collector(self, places: dict[str, str]) -> ProcessCollector | None:
        collect = self._spec.collect
        if collect is None:
            return None
        lent = self._ground.lend(collecting.PROGRAM)
        return ProcessCollector(
            lambda argv: self._launch(argv, places, stdin=subprocess.PIPE),
            [str(self._python), "-I", "-S", lent],
            places["out"],
            collect=collect,
            work=self._work,
        )


def resource_limits(limits: Limits, *, has_own_user: bool) -> dict[str, int]:
    """Per process, so weaker than a container's; ``NPROC`` counts all of a user's."""
    wanted = {
        "DATA": limits.memory_mib * MIB,
        "NOFILE": limits.open_files,
        "FSIZE": limits.file_mib * MIB,
        "CORE": 0,
        "CPU": ceil(limits.seconds * max(1.0, limits.cores)) + 1,
    }
    if has_own_user:
        wanted["NPROC"] = limits.pids
    return wanted
