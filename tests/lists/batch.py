"""Events that ask, and what a rule shows of each."""
import json
import os
import subprocess

LURCHER = os.path.abspath(os.environ.get("LURCHER", "./lurcher"))


def event(number, name, ip="192.0.2.1", actor="ann", account="111122223333"):
    moment = f"2026-03-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    return {"eventVersion": "1.11", "eventID": f"e{number}", "eventTime": moment, "eventSource": "s3.amazonaws.com",
            "eventName": name, "awsRegion": "eu-west-1", "sourceIPAddress": ip, "recipientAccountId": account,
            "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::111122223333:user/{actor}", "userName": actor,
                             "accountId": "111122223333"}}


def answers(pack, asked):
    """What the alerts of the events show, in the order of the events. The one rule of the pack alerts at each."""
    given = "".join(json.dumps(event(n, "Ask", **fields)) + "\n" for n, fields in enumerate(asked))
    done = subprocess.run([LURCHER, "run", "-q", "-f", "json", "-r", pack, "-"], input=given, capture_output=True,
                          text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    alerts = {a["event_id"]: a["fields"] for a in map(json.loads, done.stdout.splitlines())}
    return [alerts[f"e{n}"] for n in range(len(asked))]
