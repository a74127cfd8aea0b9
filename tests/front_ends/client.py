"""A bare Jupyter client that stops reading at idle: how many outputs of the given cells it misses."""

import json
import sys
import time

from jupyter_client.manager import KernelManager


def count_outputs(client, request):
    """How many lines and displays come before the request's idle status."""
    count = 0
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            return count
        if kind == "stream":
            count += content["text"].count("\n")
        elif kind in ("display_data", "execute_result"):
            count += 1


def find_reply(client, request):
    """The reply to a request; replies to earlier ones, such as those of the start, are passed over."""
    while True:
        message = client.get_shell_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            return message


name, path = sys.argv[1:]
manager = KernelManager(kernel_name=name)
start = time.time()
manager.start_kernel()
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(timeout=60)
ready = time.time() - start
lost, times = 0, []
for code, wanted in json.load(open(path)):
    start = time.time()
    request = client.execute(code)
    lost += count_outputs(client, request) < wanted
    find_reply(client, request)
    times.append(time.time() - start)
requests = [client.execute(code) for code in ("throw new Error('stop')", "1", "2")]
replies = [find_reply(client, request)["content"] for request in requests]
client.stop_channels()
manager.shutdown_kernel()
print(json.dumps({
    "lost": lost,
    "median": round(sorted(times)[len(times) // 2] * 1000),
    "ready": round(ready, 2),
    "statuses": [reply["status"] for reply in replies],
    "error": replies[0].get("evalue"),
}))
