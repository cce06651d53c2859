#!/usr/bin/env python3
"""Drives examples/user_service as its users and its enemies would. On the loopback only; every wait has an end.

    service.py --program PROGRAM --case CASE

The cases are the functions below whose names begin with `case_`.
"""
import argparse
import http.client
import re
import resource
import signal
import socket
import subprocess
import sys
import time

PATIENCE = 30  # seconds for anything


class Service:
    """The program, running."""

    def __init__(self, program, *options, descriptors=None):
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
        self.process = subprocess.Popen([program, "--port", "0", "--users", "100", *options], stdout=subprocess.PIPE, text=True,
                                        preexec_fn=limit if descriptors else None)
        line = self.process.stdout.readline()
        self.port = int(re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", line)[1])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.process.kill()
        elif self.process.poll() is None:
            self.stop()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=PATIENCE)
        expect(self.process.returncode, 0, "exit status")
        return said

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def get(self, target):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


def expect(seen, expected, what):
    if seen != expected:
        sys.exit(f"FAILED: {what}: expected {expected!r}, saw {seen!r}")


def read_all(connection):
    """What comes until the peer ends or drops the connection."""
    got = b""
    try:
        while piece := connection.recv(65536):
            got += piece
    except ConnectionResetError:
        pass
    return got


def talk(service, text):
    with service.connect() as connection:
        connection.sendall(text)
        return read_all(connection)


def statuses(text):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", text)]


def case_answers(program):
    with Service(program) as service:
        expect(service.get("/users/7"), (200, '{"id":7,"name":"User 7"}'), "a user")
        expect(service.get("/users/7"), (200, '{"id":7,"name":"User 7"}'), "the same user, from the cache")
        expect(service.get("/users/101"), (404, '{"error":"no such user"}'), "nobody")
        for target in ("/", "/users/", "/users/-1", "/users/7x", "/users/99999999999999999999", "/users/7?x"):
            expect(service.get(target)[0], 404, target)
        # Two users whose cache entry is the same.
        for number in (1, 65, 1):
            expect(service.get(f"/users/{number}")[1], f'{{"id":{number},"name":"User {number}"}}', "a displaced user")


def case_keep_alive(program):
    with Service(program) as service:
        one = b"GET /users/7 HTTP/1.1\r\nHost: a\r\n\r\n"
        last = b"GET /users/8 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        expect(statuses(talk(service, one * 50 + last)), [200] * 51, "pipelined requests")
        expect(statuses(talk(service, b"GET /users/7 HTTP/1.0\r\n\r\n")), [200], "HTTP/1.0 ends the connection")
        with service.connect() as connection:
            for byte in one:
                connection.sendall(bytes([byte]))
            expect(statuses(connection.recv(65536)), [200], "a request byte by byte")
            connection.sendall(one)
            expect(statuses(connection.recv(65536)), [200], "the next on the same connection")


def case_limits(program):
    with Service(program, "--idle-ms", "300") as service:
        expect(statuses(talk(service, b"GET /users/7 HTTP/1.1\r\nX: " + b"a" * 20000)), [431], "a large head")
        expect(statuses(talk(service, b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\n\r\n")), [414], "a long target")
        expect(statuses(talk(service, b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello")), [413], "a body")
        expect(statuses(talk(service, b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")), [413], "a chunked body")
        expect(statuses(talk(service, b"POST /users/7 HTTP/1.1\r\nConnection: close\r\n\r\n")), [405], "another method")
        expect(statuses(talk(service, b"nonsense\r\n\r\n")), [400], "nonsense")
        expect(statuses(talk(service, b"\x16\x03\x01\x02\x00\x01\x00")), [400], "TLS")
        expect(statuses(talk(service, b"GET /users/7 HT")), [408], "a peer that stops in the middle")
        expect(talk(service, b""), b"", "a silent peer")


def case_hang_up(program):
    """Peers that go at any point leave nothing behind."""
    with Service(program, "--idle-ms", "1000", "--most-connections", "10") as service:
        request = b"GET /users/7 HTTP/1.1\r\nHost: a\r\n\r\n"
        for length in list(range(0, len(request) + 1, 3)) * 5:
            connection = service.connect()
            connection.sendall(request[:length])
            if length % 2:  # a reset in place of an end
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        connection = service.connect()  # never reads what it asks for
        connection.settimeout(5)
        try:
            for _ in range(20000):
                connection.sendall(request * 50)
        except (socket.timeout, ConnectionError):
            pass
        connection.close()
        deadline = time.monotonic() + PATIENCE
        while service.get("/users/7")[0] != 200:
            expect(time.monotonic() < deadline, True, "free connections again")


def case_flood(program):
    """Past its limit the service sends peers away; those it serves notice nothing."""
    with Service(program, "--most-connections", "8", "--idle-ms", "2000") as service:
        request = b"GET /users/7 HTTP/1.1\r\nHost: a\r\n\r\n"
        served = [service.connect() for _ in range(8)]
        for connection in served:
            connection.sendall(request)
            expect(statuses(connection.recv(65536)), [200], "within the limit")
        surplus = [service.connect() for _ in range(200)]
        sent_away = 0
        for connection in surplus:
            answer = statuses(read_all(connection))
            expect(answer in ([503], []), True, f"past the limit, {answer}")
            sent_away += answer == [503]
            connection.close()
        expect(sent_away > 0, True, "somebody is told")
        for connection in served:
            connection.sendall(request)
            expect(statuses(connection.recv(65536)), [200], "after the flood")
            connection.close()
        deadline = time.monotonic() + PATIENCE
        while service.get("/users/7")[0] != 200:
            expect(time.monotonic() < deadline, True, "room again")


def case_descriptors(program):
    """Out of descriptors: peers are dropped, the service lives, and goes on once there are some."""
    with Service(program, "--idle-ms", "2000", descriptors=40) as service:
        request = b"GET /users/7 HTTP/1.1\r\nHost: a\r\n\r\n"
        peers = [service.connect() for _ in range(100)]
        served = 0
        for connection in peers:
            try:
                connection.sendall(request)
                served += statuses(connection.recv(65536)) == [200]
            except ConnectionError:
                pass
        expect(0 < served < 100, True, f"some are served, {served}")
        for connection in peers:
            connection.close()
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if service.get("/users/7")[0] == 200:
                    break
            except (ConnectionError, http.client.HTTPException):
                pass
            expect(time.monotonic() < deadline, True, "service again")
            time.sleep(0.01)


def case_shutdown(program):
    """Idle connections end, a request that has begun is answered, new ones find nobody."""
    for number in (signal.SIGTERM, signal.SIGINT):
        with Service(program, "--idle-ms", "2000") as service:
            idle, busy = service.connect(), service.connect()
            busy.sendall(b"GET /users/7 HTTP/1.1\r\nHo")
            service.get("/users/1")  # the service has seen both by now
            service.process.send_signal(number)
            expect(idle.recv(100), b"", "the end of an idle connection")
            busy.sendall(b"st: a\r\n\r\n")
            expect(statuses(read_all(busy)), [200], "the request that had begun")
            idle.close()
            busy.close()
            expect(service.process.wait(PATIENCE), 0, "exit status")
            try:
                service.connect()
                sys.exit("FAILED: somebody still listens")
            except ConnectionRefusedError:
                pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--case", required=True)
    options = parser.parse_args()
    globals()["case_" + options.case](options.program)


main()
