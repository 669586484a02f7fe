"""Keeps a server: passes Ctrl-C on to it once, as SIGTERM, and leaves when it has left."""

import signal
import subprocess
import sys


def main() -> int:
    # In a session of its own: Granian's worker hangs when Ctrl-C reaches it beside its parent's SIGTERM.
    server = subprocess.Popen(sys.argv[1:], start_new_session=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: server.terminate())
    code = server.wait()
    print("Stopped.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
