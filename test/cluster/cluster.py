"""Maps `qingdan check --rows` over partitions on a Dask cluster; prints what happened as one line of JSON.

usage: cluster.py SCHEDULER_FILE KILL(0|1) PARTS_FOLDER COMMAND...

Every partition is a file of lines (`qingdan rows --inputs`, split); its report is written beside it, whole or not at
all, so that a partition that is judged twice does no harm. With KILL a worker that is at work is killed once the first
partition is done: the scheduler gives its partitions to the others.
"""
import json
import os
import signal
import subprocess
import sys

from distributed import Client, as_completed


def judge(command, part):
    """One partition; no findings are a failure here, a report is what is wanted."""
    args = [*command, "check", "--rows", part, "--format", f"json:{part}.json", "--fail-on", "never", "--quiet"]
    args += ["--as-of", "2026-11-22"]
    done = subprocess.run(args, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return part


def main():
    scheduler_file, kill, folder, *command = sys.argv[1:]
    parts = sorted(os.path.join(folder, name) for name in os.listdir(folder) if not name.endswith(".json"))
    with Client(scheduler_file=scheduler_file, timeout="60s") as client:
        client.wait_for_workers(2, timeout="60s")
        workers = client.run(os.getpid)
        futures = [client.submit(judge, command, part, pure=False, retries=3) for part in parts]
        killed = None
        for _ in as_completed(futures):
            if kill == "1" and killed is None:
                busy = [address for address, tasks in client.processing().items() if tasks]
                killed = workers[(busy or list(workers))[0]]
                os.kill(killed, signal.SIGKILL)
        client.gather(futures)
        left = len(client.scheduler_info()["workers"])
        print(json.dumps({"parts": len(parts), "workers": len(workers), "killed": killed is not None, "left": left}))


main()
