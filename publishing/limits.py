"""How often one client may ask, counted in this process: without a cookie, and without a write to the database."""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
from collections import OrderedDict, deque
from threading import Lock

from django.conf import settings
from django.http import HttpRequest


class Limit:
    """At most `count` times in any `window` for each key. Remembers the last `keys` of them, in memory alone."""

    def __init__(self, count: int, window: dt.timedelta, keys: int = 10_000) -> None:
        self.count, self.window, self.keys = count, window, keys
        self._times: OrderedDict[str, deque[dt.datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str, at: dt.datetime) -> int:
        """Seconds until `key` may do it once more, counted from `at`; 0 when it may now, and then it is counted."""
        with self._lock:
            times = self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            # A moment that has not come yet is left from a clock that was put back.
            while times and not at - self.window < times[0] <= at:
                times.popleft()
            if len(self._times) > self.keys:
                self._times.popitem(last=False)
            if len(times) >= self.count:
                return max(1, math.ceil((times[0] + self.window - at).total_seconds()))
            times.append(at)
            return 0

    def forget(self) -> None:
        with self._lock:
            self._times.clear()


def client_of(request: HttpRequest) -> str:
    """Who asks, as far as the network knows: the nearest address that is no proxy of ours (TRUSTED_PROXIES).

    Only what a trusted proxy has written into X-Forwarded-For counts; anything before that the visitor may have made
    up. Of an IPv6 address it is the network: one household has more addresses than anybody could count.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    hops = [nearest, *reversed(request.headers.get("X-Forwarded-For", "").split(","))]
    for number, hop in enumerate(hops):
        try:
            address = ipaddress.ip_address(hop.strip())
        except ValueError:
            if number == 0:  # a Unix socket has no address, and only this machine reaches it
                continue
            break
        address = getattr(address, "ipv4_mapped", None) or address
        nearest = str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
        if not any(address in network for network in settings.TRUSTED_PROXIES):
            break
    return nearest
