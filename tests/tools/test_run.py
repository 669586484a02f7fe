"""What make run looks at before it serves."""

import socket

import pytest

from tools.run import why_not


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Granian does
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_another_to_try(taken_port):
    assert (
        why_not(taken_port)
        == f"Port {taken_port} is taken by another program. Choose another: make run PORT={taken_port + 1}"
    )


def test_a_port_that_somebody_has_just_left_is_free():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    assert why_not(port) is None


@pytest.mark.parametrize("port", [-1, 65536])
def test_what_is_no_port_is_said_to_be_none(port):
    assert f"{port} is no port" in why_not(port)
