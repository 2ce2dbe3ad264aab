"""Checks packages of Splunk apps with AppInspect. One JSON object per line in: {"app": path, "tags": [..]}; one per line out:
{"summary": {"error", "failure", "warning", "success", ..}, "problems": [{"check", "result", "message"}]}.
Its exit code is 0 whatever it finds: the summary tells."""

import json
import os
import subprocess
import sys
import tempfile

TOOL = os.path.join(os.path.dirname(sys.executable), "splunk-appinspect")
BAD = {"error", "failure", "warning"}


def inspect(entry):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        tags = ["--included-tags", ",".join(entry["tags"])] if entry.get("tags") else []
        command = [TOOL, "inspect", entry["app"], "--mode", "precert", *tags, "--data-format", "json", "--output-file", report]
        run = subprocess.run(command, capture_output=True, text=True, cwd=folder)
        if not os.path.exists(report):
            return {"summary": {"error": 1}, "problems": [{"check": "run", "result": "error", "message": (run.stdout + run.stderr)[-2000:]}]}
        with open(report, encoding="utf-8") as file:
            found = json.load(file)
    checks = [check for one in found["reports"] for group in one["groups"] for check in group["checks"]]
    problems = [
        {"check": check["name"], "result": check["result"], "message": message["message"]}
        for check in checks
        if check["result"] in BAD
        for message in check["messages"] or [{"message": ""}]
    ]
    return {"summary": found["summary"], "problems": problems}


for line in sys.stdin:
    print(json.dumps(inspect(json.loads(line))), flush=True)
