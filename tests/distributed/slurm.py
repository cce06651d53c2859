#!/usr/bin/env python3
"""A Slurm cluster of two nodes on this machine runs integrations/slurm/vtcheck-array.sh.

    slurm.py --vtcheck VTCHECK --root ROOT        status 77: no Slurm and munge here, or not root

munged, slurmctld and two slurmd are started with a configuration, a key and ports of their own, on the loopback address, and ended again.
The report is compared with the one of a single run.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

NEEDED = ("munged", "slurmctld", "slurmd", "sbatch", "squeue")
CONFIGURATION = """ClusterName=vtcheck
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket={root}/munge.socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort={ports[0]}
StateSaveLocation={root}/state
SlurmdSpoolDir={root}/spool-%n
SlurmctldPidFile={root}/slurmctld.pid
SlurmdPidFile={root}/slurmd-%n.pid
SlurmctldLogFile={root}/slurmctld.log
SlurmdLogFile={root}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SlurmdParameters=config_overrides
ReturnToService=2
SchedulerParameters=sched_interval=1
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1
PartitionName=main Nodes=n1,n2 Default=YES State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Cluster:
    """Daemons in the foreground, so that they are this process's children and end with it."""

    def __init__(self, root):
        self.root, self.children = root, []
        self.environment = {**os.environ, "SLURM_CONF": os.path.join(root, "slurm.conf"), "PATH": os.environ["PATH"] + ":/usr/sbin"}

    def start(self, *command):
        log = open(os.path.join(self.root, os.path.basename(command[0]) + ".out"), "ab")
        self.children.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    def __enter__(self):
        for name in ("state", "spool-n1", "spool-n2"):
            os.makedirs(os.path.join(self.root, name))
        key = os.path.join(self.root, "munge.key")
        with open(key, "wb") as out:
            out.write(os.urandom(128))
        os.chmod(key, 0o400)
        os.chmod(self.root, 0o755)
        with open(self.environment["SLURM_CONF"], "w", encoding="utf-8") as out:
            out.write(CONFIGURATION.format(host=socket.gethostname().split(".")[0], root=self.root, ports=free_ports(3)))
        self.start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.root}/munge.socket", f"--pid-file={self.root}/munged.pid", f"--log-file={self.root}/munged.log",
                   f"--seed-file={self.root}/munged.seed")
        time.sleep(1)
        self.start("slurmctld", "-D")
        for node in ("n1", "n2"):
            self.start("slurmd", "-D", "-N", node)
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def run(self, *command, cwd, **more):
        return subprocess.run(command, cwd=cwd, env={**self.environment, **more}, capture_output=True, text=True, check=False, timeout=120)

    def logs(self):
        text = ""
        for name in sorted(os.listdir(self.root)):
            if name.endswith((".log", ".out")):
                with open(os.path.join(self.root, name), encoding="utf-8", errors="replace") as log:
                    text += f"--- {name}\n{log.read()[-1500:]}\n"
        return text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--root", required=True)
    arguments = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin") is None]
    if missing or os.geteuid() != 0:
        print(f"skipped: {'not root' if not missing else 'no ' + ', '.join(missing)} (Debian: slurmctld slurmd slurm-client munge)")
        return 77
    source, vtcheck = os.path.abspath(arguments.root), os.path.abspath(arguments.vtcheck)
    with tempfile.TemporaryDirectory() as root:
        project = os.path.join(root, "project")
        subprocess.run([sys.executable, os.path.join(source, "bench/speed/generate.py"), project, "--units", "60", "--share", "20"], check=True)
        alone = subprocess.run([vtcheck, "-p", ".", "--no-cache", "--format=json"], cwd=project, capture_output=True, text=True, check=False).stdout
        cluster_root = os.path.join(root, "cluster")
        os.makedirs(cluster_root)
        with Cluster(cluster_root) as cluster:
            report = os.path.join(project, "vtcheck-report.json")
            for _ in range(30):
                done = cluster.run("sbatch", "--version", cwd=project)
                ready = cluster.run("sinfo", "-h", "-o", "%T", cwd=project).stdout
                if "idle" in ready and "unk" not in ready and "down" not in ready:
                    break
                time.sleep(1)
            done = cluster.run("sh", os.path.join(source, "integrations/slurm/vtcheck-array.sh"), "-n", "4", "--format", "json", cwd=project, VTCHECK=vtcheck)
            until = time.monotonic() + 150
            while done.returncode == 0 and not os.path.exists(report) and time.monotonic() < until:
                time.sleep(1)
            nodes = {name for name in ("n1", "n2") if os.path.exists(os.path.join(cluster_root, f"slurmd-{name}.log")) and "aunch" in open(os.path.join(cluster_root, f"slurmd-{name}.log"), encoding="utf-8", errors="replace").read()}
            time.sleep(1)
            text = open(report, encoding="utf-8").read() if os.path.exists(report) else ""
            if text != alone or not json.loads(alone)["stats"]["files"] == 60:
                print(f"Slurm's report is not that of one run:\n{done.stdout}{done.stderr}{text[:500]}\n{cluster.logs()}")
                return 1
            if len(nodes) != 2:
                print(f"only {nodes} had work\n{cluster.logs()}")
                return 1
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
