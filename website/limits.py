"""How often one address on the network may send a form, counted in this process without a cookie."""

import datetime as dt
from collections import OrderedDict, deque


class Limit:
    """At most `count` times in `window` for each key. Remembers the last `keys` of them, in memory alone."""

    def __init__(self, count: int, window: dt.timedelta, keys: int = 10_000) -> None:
        self.count, self.window, self.keys = count, window, keys
        self._times: OrderedDict[str, deque[dt.datetime]] = OrderedDict()

    def allows(self, key: str, at: dt.datetime) -> bool:
        """Whether `key` may do it once more at `at`; if so, it is counted."""
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= at - self.window:
            times.popleft()
        if len(self._times) > self.keys:
            self._times.popitem(last=False)
        if len(times) >= self.count:
            return False
        times.append(at)
        return True

    def forget(self) -> None:
        self._times.clear()
