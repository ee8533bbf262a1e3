"""Six series in the text format of Prometheus."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Metrics of the service; a route is its template, which keeps the number of series small."""

    def __init__(self) -> None:
        self.requests: dict[Labels, int] = {}
        self.seconds: dict[Labels, list[int]] = {}
        self.total: dict[Labels, float] = {}
        self.body_bytes = 0
        self.findings: dict[Labels, int] = {}

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        answered: Labels = (("route", route), ("status", str(status)))
        self.requests[answered] = self.requests.get(answered, 0) + 1
        timed: Labels = (("route", route),)
        counts = self.seconds.setdefault(timed, [0] * (len(BOUNDS) + 1))
        counts[bisect_left(BOUNDS, seconds)] += 1
        self.total[timed] = self.total.get(timed, 0.0) + seconds

    def count_findings(self, findings: Mapping[str, int]) -> None:
        """Count findings by severity."""
        for name, count in findings.items():
            label: Labels = (("severity", name.removesuffix("s")),)
            self.findings[label] = self.findings.get(label, 0) + count

    def text(self, *, queue: int, killed: int) -> str:
        """Metrics as text, with the current queue."""
        lines = [
            *_series("kspec_requests_total", "counter", "Requests answered.", self.requests),
            *self._histogram(),
            *_series(
                "kspec_body_bytes_total", "counter", "Bytes of bodies read.", {(): self.body_bytes}
            ),
            *_series("kspec_findings_total", "counter", "Findings reported.", self.findings),
            *_series("kspec_queue_length", "gauge", "Requests that wait.", {(): queue}),
            *_series(
                "kspec_workers_killed_total", "counter", "Workers that ended early.", {(): killed}
            ),
        ]
        return "\n".join(lines) + "\n"

    def _histogram(self) -> Iterator[str]:
        name = "kspec_request_seconds"
        yield from _head(name, "histogram", "Time to answer.")
        for labels, counts in self.seconds.items():
            total = 0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
                total += count
                yield f"{name}_bucket{_labels((*labels, ('le', bound)))} {total}"
            yield f"{name}_sum{_labels(labels)} {self.total[labels]:.6f}"
            yield f"{name}_count{_labels(labels)} {total}"


def _head(name: str, kind: str, help_: str) -> Iterator[str]:
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} {kind}"


def _series(name: str, kind: str, help_: str, values: Mapping[Labels, int]) -> Iterator[str]:
    yield from _head(name, kind, help_)
    for labels, value in values.items():
        yield f"{name}{_labels(labels)} {value}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    pairs = ",".join(f'{key}="{value}"' for key, value in labels)
    return f"{{{pairs}}}"
