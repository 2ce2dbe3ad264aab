"""Puts detections and macros into a fresh contentctl repository, validates and builds it. One JSON object per line in: {"content": folder with detections/ and
macros/}; one per line out: {"validate": {"status", "said"}, "build": {"status", "said"}, "searches": {stanza: search}}."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOOL = os.path.join(os.path.dirname(sys.executable), "contentctl")


def run(folder, command):
    done = subprocess.run([TOOL, command], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return {"status": done.returncode, "said": (done.stdout + done.stderr)[-4000:]}


def clear(folder):
    """What `contentctl init` brings as examples."""
    for name in ("detections", "macros", "stories", "baselines", "dashboards", "investigations", "lookups", "data_sources"):
        path = os.path.join(folder, name)
        for root, _, files in os.walk(path):
            for file in files:
                if file.endswith(".yml") and name in ("detections", "stories", "baselines", "dashboards", "investigations"):
                    os.remove(os.path.join(root, file))


def searches(folder):
    """The built savedsearches.conf: {stanza: search}, continued lines joined by line breaks."""
    found = {}
    for root, _, files in os.walk(os.path.join(folder, "dist")):
        for file in files:
            if file != "savedsearches.conf":
                continue
            with open(os.path.join(root, file), encoding="utf-8") as conf:
                text = conf.read().replace("\\\n", "\0")
            stanza = None
            for line in text.split("\n"):
                head = re.match(r"^\[(.*)\]\s*$", line)
                if head:
                    stanza = head.group(1)
                elif stanza and line.startswith("search = "):
                    found[stanza] = line[len("search = ") :].replace("\0", "\n")
    return found


def check(entry):
    with tempfile.TemporaryDirectory() as folder:
        begun = run(folder, "init")
        if begun["status"] != 0:
            return {"validate": begun, "build": begun, "searches": {}}
        clear(folder)
        shutil.copytree(entry["content"], folder, dirs_exist_ok=True)
        return {"validate": run(folder, "validate"), "build": run(folder, "build"), "searches": searches(folder)}


for line in sys.stdin:
    print(json.dumps(check(json.loads(line))), flush=True)
