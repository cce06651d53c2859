#!/usr/bin/env python3
"""Measures examples/user_service under wrk, and shows the profile to vtcheck: when everybody asks for one user the cached path is right to
return a value task; when everybody asks for somebody else, vtcheck says that it is not.

    measured.py --program PROFILED --vtcheck VTCHECK --build FOLDER --source FOLDER
"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

SECONDS = 1
USERS = 2000  # many times what the cache holds
SOMEBODY_ELSE = """
local id = 0
request = function()
    id = id % %d + 1
    return wrk.format("GET", "/users/" .. id)
end
"""


def expect(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def drive(options, folder, name, *wrk):
    """Runs service and wrk; returns the profile's path and the number of requests."""
    profile = os.path.join(folder, name + ".profile")
    service = subprocess.Popen([options.program, "--port", "0", "--users", str(USERS)], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "VT_PROFILE_OUT": profile})
    try:
        port = int(service.stdout.readline().rsplit(":", 1)[1])
        done = subprocess.run(["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--timeout", "10s", *wrk, f"http://127.0.0.1:{port}/users/7"],
                              stdout=subprocess.PIPE, text=True, timeout=60, check=True).stdout
        service.send_signal(signal.SIGTERM)
        expect(service.wait(60) == 0, "the service ends well")
    finally:
        service.kill()
    print(done)
    expect("Non-2xx" not in done, "every answer is 200")
    expect("Socket errors" not in done, "no connection fails")
    requests = int(re.search(r"(\d+) requests in", done)[1])
    expect(requests > 100, f"{requests} requests")
    return profile, requests


def shares(profile, function):
    """Complete and pending of one function."""
    ready = pending = 0
    with open(profile, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 5 and os.path.basename(fields[0]) == "user_store.c" and fields[2] in (function, "look_up", "answer", "serve"):
                ready += int(fields[3])
                pending += int(fields[4])
    return ready, pending


def check(options, profile):
    sources = [os.path.join(options.source, "examples", *path) for path in
               (("cached_user", "user_store.c"), ("user_service", "service.c"), ("user_service", "http.c"), ("user_service", "main.c"))]
    done = subprocess.run([options.vtcheck, "-p", options.build, "--profile=" + profile, *sources], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    return done.returncode, re.findall(r"([a-z_]+\.c):\d+:\d+: warning: '(\w+)' .*\[vt-rarely-sync\]", done.stdout)


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "vtcheck", "build", "source"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("skipped: wrk is not installed (Debian: wrk)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        profile, requests = drive(options, folder, "same")
        ready, pending = shares(profile, "get_cached_user")
        expect(ready + pending >= requests and pending <= 16, f"one user is in the cache: {ready} complete, {pending} pending")
        expect(check(options, profile) == (0, []), "no finding where the cache is hit")

        script = os.path.join(folder, "somebody_else.lua")
        with open(script, "w", encoding="utf-8") as lua:
            lua.write(SOMEBODY_ELSE.replace("%d", str(USERS)))
        profile, requests = drive(options, folder, "others", "-s", script)
        ready, pending = shares(profile, "get_cached_user")
        expect(ready + pending >= requests and pending > ready, f"the cache is missed: {ready} complete, {pending} pending")
        expect(check(options, profile) == (1, [("user_store.c", "get_cached_user")]), "the finding where the cache is missed")


main()
