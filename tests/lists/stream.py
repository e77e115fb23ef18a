"""A `lurcher run --stream` that is fed event by event, and waited for: by its alerts and its messages."""
import json
import os
import subprocess
import threading
import time

from batch import LURCHER, event

LIMIT = 60  # seconds to wait for anything


class Stream:
    """The rules of `pack` need one that alerts at every event of the name Tick."""

    def __init__(self, pack, *options, fifo=None):
        words = [LURCHER, "run", "--stream", "--lateness", "0s", "-f", "json", "-r", pack, *options, fifo or "-"]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL if fifo else subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        # Reading and writing: to open it does not wait for the other side.
        self.input = open(os.open(fifo, os.O_RDWR), "w", encoding="utf-8") if fifo else self.process.stdin
        self.lines = {"out": [], "err": []}
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=self._read, args=pair, daemon=True)
                        for pair in (("out", self.process.stdout), ("err", self.process.stderr))]
        for thread in self.threads:
            thread.start()
        self.number = 0
        self.taken = 0

    def _read(self, name, stream):
        for line in stream:
            with self.changed:
                self.lines[name].append(line.rstrip("\n"))
                self.changed.notify_all()

    def _wait(self, what, found):
        """What `found` gives, when it is no longer None."""
        end = time.monotonic() + LIMIT
        with self.changed:
            while (value := found()) is None:
                if time.monotonic() > end or self.process.poll() is not None:
                    said = "\n".join(self.lines["err"] + self.lines["out"])
                    raise AssertionError(f"not within {LIMIT} s, or the program has ended: {what}\n{said}")
                self.changed.wait(1)
        return value

    def _send(self, **fields):
        self.number += 1
        self.input.write(json.dumps(event(self.number, **fields)) + "\n")
        self.input.flush()

    def probe(self, **fields):
        """The titles of the alerts of one event. The Tick behind it tells that they are all there; what stands behind
        the Tick lets it out."""
        self._send(**fields)
        self._send(name="Tick", actor="clock")
        self._send(name="Tock", actor="clock")

        def found():
            alerts = [json.loads(line) for line in self.lines["out"][self.taken:]]
            return alerts if any(a["rule"].endswith("tick") for a in alerts) else None
        alerts = self._wait("the alert of a Tick", found)
        self.taken += len(alerts)
        return sorted(a["title"] for a in alerts if not a["rule"].endswith("tick"))

    def messages(self, *words):
        with self.changed:
            return [line for line in self.lines["err"] if all(word in line for word in words)]

    def hear(self, *words, times=1):
        """The message with these words; `times`: how many there have to be by then."""
        return self._wait(f"the message {words}",
                          lambda: got[-1] if len(got := self.messages(*words)) >= times else None)

    def close(self):
        self.input.close()
        status = self.process.wait(LIMIT)
        for thread in self.threads:
            thread.join(LIMIT)
        return status
