"""The lines of a test in Python: `ok N - NAME`, what is behind a failure, and the plan."""
import sys

count = {"lines": 0, "failed": 0}


def report(good, name, detail=""):
    """One case. What `detail` says is shown when it failed; returns `good`."""
    count["lines"] += 1
    count["failed"] += not good
    print(f"{'ok' if good else 'not ok'} {count['lines']} - {name}", flush=True)
    for line in ("" if good else detail).splitlines()[:40]:
        print("# " + line)
    return good


def equal(got, want, name):
    return report(got == want, name, f"got      {got}\nexpected {want}")


def skip(name, why):
    count["lines"] += 1
    print(f"ok {count['lines']} - {name} # SKIP {why}", flush=True)


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def finish():
    print(f"1..{count['lines']}")
    sys.exit(1 if count["failed"] or not count["lines"] else 0)
