"""python -m optimization engine MODEL CHANNEL FRAME_BYTES: executes one model file.

Our own program, in a container with a student's limits: the model is hostile. It
knows no label and no clock; it answers the judge, one question at a time.
"""

import os
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

import onnxruntime

from graders.harness.__main__ import connect
from graders.harness.answering import receive
from graders.protocol import calls

FILE = "model.onnx"
TEXT_CHARS = 300
MOST_SLOTS = 64


def options() -> Any:
    """One thread, nothing but the file's own bytes, the ONNX format only."""
    made = onnxruntime.SessionOptions()
    made.intra_op_num_threads = 1
    made.inter_op_num_threads = 1
    made.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    made.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    made.log_severity_level = 3
    made.add_session_config_entry("session.load_model_format", "ONNX")
    made.add_session_config_entry("session.set_denormal_as_zero", "1")
    return made


class Engine:
    """One session, numbered places for inputs, and the answers of the last run."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._session: Any = None
        self._before_kib = 0
        self._inputs: Dict[int, Any] = {}
        self._outputs: Dict[int, Any] = {}

    def answer(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to one question, without its nonce."""
        asked = {
            "load": self.load,
            "put": self.put,
            "run": self.run,
            "fetch": self.fetch,
            "memory": self.memory,
        }[question["ask"]]
        try:
            return {"value": asked(question)}
        except Exception as error:  # noqa: BLE001 - of a hostile model, whatever it is
            return {"error": f"{type(error).__name__}: {error}"[:TEXT_CHARS]}

    def load(self, question: Dict[str, Any]) -> None:
        """Make the session, from bytes."""
        self._before_kib = status_kib("VmRSS")
        self._session = onnxruntime.InferenceSession(
            self._data, options(), providers=["CPUExecutionProvider"]
        )
        self._name = self._session.get_inputs()[0].name

    @property
    def row_shape(self) -> Tuple[int, ...]:
        """What one row is made of, once the session is there."""
        return tuple(self._session.get_inputs()[0].shape[1:])

    def put(self, question: Dict[str, Any]) -> None:
        """Keep one batch; what an earlier run answered is forgotten."""
        if not 0 <= question["slot"] < MOST_SLOTS:
            raise ValueError("no such place")
        self._outputs.clear()
        self._inputs[question["slot"]] = calls.decode(question["array"])

    def run(self, question: Dict[str, Any]) -> None:
        """The timed part: every batch through the model, one after the other."""
        session, name = self._session, self._name
        self._outputs.clear()
        for slot in question["slots"]:
            self._outputs[slot] = session.run(None, {name: self._inputs[slot]})[0]

    def fetch(self, question: Dict[str, Any]) -> Any:
        """One batch's answers."""
        return calls.encode(self._outputs[question["slot"]])

    def memory(self, question: Dict[str, Any]) -> Any:
        """KiB before the model was there, and at the most since."""
        return [self._before_kib, status_kib("VmHWM")]


def status_kib(field: str) -> int:
    """A line of this process's own memory figures."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def questions(connection: Any, limit: int) -> Iterator[Dict[str, Any]]:
    """What the judge asks, until it hangs up."""
    while True:
        try:
            yield calls.read_frame(lambda n: receive(connection, n), limit)
        except EOFError:
            return


def main(model: str, channel: str, frame_bytes: str) -> None:
    """Answer one judge, then end."""
    limit = int(frame_bytes)
    engine = Engine((Path(model) / FILE).read_bytes())
    with connect(channel) as connection:
        for question in questions(connection, limit):
            answer = engine.answer(question)
            try:
                message = calls.frame({"nonce": question["nonce"], **answer}, limit)
            except calls.UnsendableError as error:
                refused = {"nonce": question["nonce"], "error": str(error)}
                message = calls.frame(refused, limit)
            connection.sendall(message)
    os._exit(0)
