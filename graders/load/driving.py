"""Sends requests when they are due, and notes when each answer was whole."""

import select
import time
from typing import Callable, Dict, List, Optional, Sequence

from graders.load.clock import Alarm
from graders.load.connection import Connection
from graders.load.http import HttpError
from graders.load.samples import Outcome, Rules, Sample

LOOK_S = 0.02  # how often deadlines are looked at
TICK_S = 0.005  # how often a closed loop looks whether it is late itself
NEVER = float("inf")


class Driver:
    """One run: open (everything has its moment) or closed (one after the other).

    At most ``connections`` requests are on their way; who is due meanwhile waits, and
    the waiting counts. ``is_server_gone`` ends a run that nobody will answer.
    """

    def __init__(
        self,
        requests: Sequence[bytes],
        rules: Rules,
        *,
        keep: Sequence[int] = (),
        is_server_gone: Callable[[], bool] = lambda: False,
    ) -> None:
        self._requests, self._rules = requests, rules
        self._keep = frozenset(keep)
        self._is_server_gone = is_server_gone
        self._epoll = select.epoll()
        self._alarm = Alarm()
        self._busy: Dict[int, Connection] = {}
        self._idle: Dict[int, Connection] = {}
        self._queue: List[int] = []
        self._head = 0  # of the queue
        self._next = 0  # not yet due
        self._left = len(requests)
        self._looked = 0.0
        self._tick, self._late = NEVER, 0.0  # of a closed loop, whose dues are now
        self.outcome = Outcome([Sample(0.0) for _ in requests])

    def open(self, dues: Sequence[float]) -> Outcome:
        """Request k is due ``dues[k]`` seconds after the start."""
        begin = time.monotonic() + 0.005
        for sample, due in zip(self.outcome.samples, dues):
            sample.due = begin + due
        return self._run(begin, None)

    def closed(self, clients: int) -> Outcome:
        """Each of ``clients`` sends its next request when its last was answered.

        Nothing is due beforehand, so the loop sets itself an alarm every few
        milliseconds: how late it hears it is the lag of the next request.
        """
        self._tick = time.monotonic() + TICK_S
        return self._run(time.monotonic(), clients)

    def _run(self, begin: float, clients: Optional[int]) -> Outcome:
        end, cpu = begin + self._rules.total_s, time.process_time()
        if self._alarm.fd is not None:
            self._epoll.register(self._alarm.fd, select.EPOLLIN)
        try:
            while self._left and time.monotonic() < end:
                if clients is None:
                    self._note_due()
                else:
                    self._note_free(clients)
                self._dispatch()
                self._look_at_deadlines()
                self._wait(end)
        finally:
            self._close()
        self._give_up("unsent")
        has_ended = self._is_server_gone()
        for sample in self.outcome.samples:
            if has_ended and sample.error == "refused":
                sample.error = "ended"
            sample.due -= begin
            sample.sent = max(0.0, sample.sent - begin)
        self.outcome.seconds = time.monotonic() - begin
        self.outcome.own_cpu_s = time.process_time() - cpu
        return self.outcome

    def _note_due(self) -> None:
        samples, now = self.outcome.samples, time.monotonic()
        while self._next < len(samples) and samples[self._next].due <= now:
            samples[self._next].lag = now - samples[self._next].due
            self._queue.append(self._next)
            self._next += 1

    def _note_free(self, clients: int) -> None:
        now = time.monotonic()
        if now >= self._tick:
            self._late = max(self._late, now - self._tick)
            self._tick = now + TICK_S
        while self._next < len(self._requests) and (
            len(self._busy) + len(self._queue) - self._head < clients
        ):
            sample = self.outcome.samples[self._next]
            sample.due, sample.lag, self._late = time.monotonic(), self._late, 0.0
            self._queue.append(self._next)
            self._next += 1

    def _dispatch(self) -> None:
        while self._head < len(self._queue):
            if len(self._busy) >= self._rules.connections:
                return
            index = self._queue[self._head]
            self._head += 1
            self._send(index)

    def _send(self, index: int) -> None:
        if self._idle:
            _, connection = self._idle.popitem()
        else:
            connection = self._connect()
        number = connection.socket.fileno()
        self._busy[number] = connection
        sample = self.outcome.samples[index]
        try:
            connection.send(index, self._requests[index], self._rules.body_cap)
            sample.sent = sample.sent or connection.began
            if connection.wants_to_write:
                self._epoll.modify(number, select.EPOLLIN | select.EPOLLOUT)
        except OSError:
            self._broke(number, connection, "refused")

    def _connect(self) -> Connection:
        connection = Connection(self._rules.port)
        self.outcome.opened += 1
        self._epoll.register(connection.socket.fileno(), select.EPOLLIN)
        return connection

    def _wait(self, end: float) -> None:
        samples = self.outcome.samples
        due = samples[self._next].due if self._next < len(samples) else NEVER
        due = min(due if due > 0 else end, end, self._tick)
        self._alarm.set(due)
        for number, event in self._epoll.poll(self._alarm.patience(due, LOOK_S)):
            if number == self._alarm.fd:
                self._alarm.heard()
            elif number in self._busy:
                self._on_event(number, self._busy[number], event)
            elif number in self._idle:
                self._on_idle(number, self._idle[number])

    def _on_event(self, number: int, connection: Connection, event: int) -> None:
        try:
            if event & select.EPOLLOUT:
                connection.push()
                if not connection.wants_to_write:
                    self._epoll.modify(number, select.EPOLLIN)
            if event & ~select.EPOLLOUT and connection.pull():
                self._answered(number, connection)
        except HttpError as error:
            self._broke(number, connection, error.kind)
        except OSError:
            never_met = not connection.answer.bytes_seen and connection.uses == 1
            self._broke(number, connection, "refused" if never_met else "cut_off")

    def _on_idle(self, number: int, connection: Connection) -> None:
        """Bytes that nobody asked for, or the server is done with it."""
        try:
            connection.pull()
        except HttpError as error:
            self.outcome.unasked += error.kind == "unasked"
        except OSError:
            pass
        self._drop(number, self._idle.pop(number))

    def _answered(self, number: int, connection: Connection) -> None:
        now, index = time.monotonic(), connection.index or 0
        sample, answer = self.outcome.samples[index], connection.answer
        sample.latency, sample.status = now - sample.due, answer.status
        if index in self._keep:
            self.outcome.kept[index] = answer
        self._left -= 1
        connection.index = None
        del self._busy[number]
        if answer.keeps_open:
            self._idle[number] = connection
        else:
            self._drop(number, connection)

    def _broke(self, number: int, connection: Connection, kind: str) -> None:
        """This request failed; on a connection that was merely stale, once more."""
        index = connection.index or 0
        del self._busy[number]
        self._drop(number, connection)
        if connection.is_stale and kind in ("cut_off", "refused"):
            self._send_afresh(index)
            return
        self._fail(index, kind)
        if kind == "refused" and self._is_server_gone():
            self._give_up("ended")

    def _send_afresh(self, index: int) -> None:
        kept, self._idle = self._idle, {}
        self._send(index)
        self._idle.update(kept)

    def _fail(self, index: int, kind: str) -> None:
        self.outcome.samples[index].error = kind
        self._left -= 1

    def _give_up(self, kind: str) -> None:
        for index, sample in enumerate(self.outcome.samples):
            if sample.latency is None and not sample.error:
                self._fail(index, kind)

    def _look_at_deadlines(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_S:
            return
        self._looked = now
        for number, connection in list(self._busy.items()):
            if now - connection.began > self._rules.request_s:
                index = connection.index or 0
                del self._busy[number]
                self._drop(number, connection)
                got = connection.answer.bytes_seen
                self._fail(index, "unfinished" if got else "slow")

    def _drop(self, number: int, connection: Connection) -> None:
        self._epoll.unregister(number)
        connection.close()

    def _close(self) -> None:
        for connection in (*self._busy.values(), *self._idle.values()):
            connection.close()
        self._busy.clear()
        self._idle.clear()
        self._epoll.close()
        self._alarm.close()
