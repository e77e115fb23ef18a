"""What the command line promises beyond single outputs. A check raises
AssertionError, or returns why it was passed over, or nothing."""
import gzip
import json
import os
import pty
import random
import subprocess

SAMPLE = ["-r", "rules/anomaly", "--geo", "sample/geo.mmdb", "--asn", "sample/asn.mmdb"]


class Shell:
    """Runs lurcher in the folder of one check."""

    def __init__(self, folder, env, top):
        self.folder, self.env, self.top = folder, env, top

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as out:
            out.write(data if isinstance(data, bytes) else data.encode())
        return name

    def run(self, *words, status=0, given=b"", **env):
        done = subprocess.run(["lurcher", *words], cwd=self.folder, env=dict(self.env, **env), input=given,
                              capture_output=True, timeout=300)
        expect(done.returncode == status, f"exit {done.returncode}, not {status}: {words}\n{done.stderr.decode()}")
        return done.stdout.decode(), done.stderr.decode()

    def alerts(self, *words, **more):
        """The alerts as JSON lines; there must be some."""
        out, _ = self.run("run", "-q", "-f", "json", *words, **more)
        expect(out, f"no alerts: {words}")
        return out

    def on_terminal(self, *words, **env):
        """What a terminal gets, from both streams."""
        child, fd = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe("lurcher", ["lurcher", *words], dict(self.env, **env))
        out = b""
        try:
            while piece := os.read(fd, 65536):
                out += piece
        except OSError:  # the other side is closed
            pass
        os.close(fd)
        os.waitpid(child, 0)
        return out.decode()


def expect(condition, text):
    if not condition:
        raise AssertionError(text)


def events(shell):
    with open(shell.path("events.ndjson"), encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def lines(items):
    return "".join(json.dumps(item) + "\n" for item in items)


def lookup(items):
    return {"Events": [{"EventId": e["eventID"], "EventName": e["eventName"], "CloudTrailEvent": json.dumps(e)}
                       for e in items]}


def bridge(event):
    return {"version": "0", "id": "bridge", "detail-type": "AWS API Call via CloudTrail", "source": "aws.s3",
            "time": event["eventTime"], "region": event["awsRegion"], "resources": [], "detail": event}


# ---- help ----

def help_of_commands(shell):
    overview, _ = shell.run("help")
    names = [line.split()[0] for line in overview.splitlines() if line.startswith("  ") and "lurcher" not in line]
    expect({"run", "hunt", "check", "explain", "fields", "help", "version"} <= set(names), f"commands: {names}")
    for name in names:
        text, _ = shell.run("help", name)
        expect(text == shell.run(name, "--help")[0] == shell.run(name, "-h")[0], f"help of {name} differs")
        wide = [line for line in text.splitlines() if len(line) > 80]
        expect(not wide, f"over 80 columns in the help of {name}: {wide}")
        expect(text.startswith(f"usage: lurcher {name}"), f"no usage of {name}")


def manual(shell):
    page, _ = shell.run("help", "--man")
    with open(os.path.join(shell.top, "docs", "lurcher.1"), encoding="utf-8") as source:
        expect(source.read() == page, "docs/lurcher.1 is not what `lurcher help --man` prints; write it anew")


# ---- forms of input ----

def forms_of_input(shell):
    items = events(shell)
    wanted = shell.alerts("-r", "two.lur", "events.ndjson")
    half = len(items) // 2
    forms = {
        "records.json": json.dumps({"Records": items}),
        "pretty.json": json.dumps({"Records": items}, indent=4),
        "pretty-events.json": "\n".join(json.dumps(e, indent=2) for e in items),
        "array.json": json.dumps(items),
        "ndjson-of-records.json": lines([{"Records": items[:half]}, {"Records": items[half:]}]),
        "mixed.json": lines(items[:2] + [{"Records": items[2:half]}] + [items[half:]]),
        "bridge.ndjson": lines(bridge(e) for e in items),
        "lookup.json": json.dumps(lookup(items)),
        "records.json.gz": gzip.compress(json.dumps({"Records": items}).encode()),
        "members.gz": b"".join(gzip.compress(lines([e]).encode()) for e in items),
        "bom-and-crlf.json": "\ufeff" + lines(items).replace("\n", "\r\n"),
        "no-line-end.ndjson": lines(items).rstrip("\n"),
    }
    for name, data in forms.items():
        path = shell.write(f"forms/{name}", data)
        expect(shell.alerts("-r", "two.lur", path) == wanted, f"other alerts from {name}")
        with open(shell.path(path), "rb") as source:
            expect(shell.alerts("-r", "two.lur", "-", given=source.read()) == wanted, f"other alerts from stdin: {name}")
    expect(shell.alerts("-r", "two.lur", "forms") == wanted, "other alerts from the folder of all forms")
    expect(shell.alerts("-r", "two.lur", "forms/*.json", "forms/m*.gz") == wanted, "other alerts from globs")


def order_of_files(shell):
    wanted = shell.alerts("-r", "two.lur", "-r", "evidence.lur", "events.ndjson")
    for seed in range(5):
        dice = random.Random(seed)
        items = events(shell)
        dice.shuffle(items)
        parts = [items[i::4] for i in range(4)]
        names = [shell.write(f"split{seed}/{dice.randrange(10**6)}-{i}.json", lines(part + dice.choices(items, k=2)))
                 for i, part in enumerate(parts)]
        dice.shuffle(names)
        expect(shell.alerts("-r", "two.lur", "-r", "evidence.lur", *names) == wanted, f"seed {seed}: other alerts")
        expect(shell.alerts("-r", "evidence.lur", "-r", "two.lur", f"split{seed}") == wanted,
               f"seed {seed}: other alerts from the folder")


def bad_record_among_good(shell):
    items = events(shell)
    wanted = shell.alerts("-r", "two.lur", "events.ndjson")
    bad = {"no time": '{"eventID":"x"}', "no id": '{"eventTime":"2026-10-01T08:30:00Z"}', "no JSON": '{"eventID":"x",}',
           "cut off": '{"eventID":"x","a":"', "no object": "17"}
    for what, record in bad.items():
        for at in (0, 5, len(items)):
            rows = [json.dumps(e) for e in items]
            rows.insert(at, record)
            path = shell.write("bad/one.json", "\n".join(rows) + "\n")
            out, said = shell.run("run", "-f", "json", "-r", "two.lur", "--stats", "numbers", path)
            expect(out == wanted, f"{what} at {at}: other alerts")
            place = sum(len(row) + 1 for row in rows[:at])
            expect(f"bad/one.json: byte {place}:" in said, f"{what} at {at}: not named at byte {place}\n{said}")
            with open(shell.path("numbers"), encoding="utf-8") as source:
                numbers = json.load(source)
            expect(numbers["rejected"] + numbers["damaged"] == 1 and numbers["events"] == len(items),
                   f"{what} at {at}: {numbers}")
            shell.run("run", "-q", "-r", "two.lur", "--strict", path, status=3)


# ---- numbers ----

def numbers_add_up(shell):
    shell.write("more/damaged.gz", gzip.compress(b'{"Records":[]}' * 99)[:-20])
    shell.write("more/README", "Logs of October.\n")
    for extra in ([], ["--since", "2026-10-10"], ["--since", "2026-10-05", "--until", "2026-10-06T12:00:00Z"],
                  ["--stream"]):
        _, said = shell.run("run", *SAMPLE, *extra, "-f", "json", "-o", "alerts", "--stats", "numbers", "sample/logs",
                            "damaged.ndjson", "more", "two.lur")
        with open(shell.path("numbers"), encoding="utf-8") as source:
            n = json.load(source)
        with open(shell.path("alerts"), encoding="utf-8") as source:
            alerts = [json.loads(line) for line in source]
        files = n["files"]
        expect(files["seen"] == files["read"] + files["known"] + files["skipped"] + files["failed"],
               f"{extra}: files {files}")
        expect(n["records"] == n["events"] + n["duplicates"] + n["rejected"] + n["outside"] + n["resumed"],
               f"{extra}: records {n}")
        expect(n["rejected"] >= 3 and files["failed"] >= 1 and n["records"] > 80000, f"{extra}: {n}")
        expect(n["alerts"] == len(alerts) == sum(r["alerts"] for r in n["rules"].values()), f"{extra}: alerts")
        expect(n["suppressed"] == sum(r["suppressed"] for r in n["rules"].values()), f"{extra}: suppressed")
        expect(f"\n{n['records']:,} records = {n['events']:,} events" in said, f"{extra}: the summary says\n{said}")


# ---- ways to the same alerts ----

def small_memory(shell):
    wanted = shell.alerts(*SAMPLE, "sample/logs")
    os.mkdir(shell.path("runs"))
    got = shell.alerts(*SAMPLE, "--memory", "1M", "--tmp", "runs", "--stats", "numbers", "sample/logs")
    with open(shell.path("numbers"), encoding="utf-8") as source:
        expect(json.load(source)["spilled_bytes"] > 1 << 20, "nothing went to disk")
    expect(got == wanted, "other alerts with --memory 1M")
    expect(os.listdir(shell.path("runs")) == [], "something was left in --tmp")
    expect(os.listdir(shell.path("tmp")) == [], "something was left in $TMPDIR")


def decoders(shell):
    wanted = shell.alerts(*SAMPLE, "sample/logs")
    expect(shell.alerts(*SAMPLE, "--decoder", "jansson", "sample/logs") == wanted, "other alerts with jansson")
    expect(shell.alerts(*SAMPLE, "--decoder", "auto", "sample/logs") == wanted, "other alerts with auto")
    if "simdjson" not in shell.run("version")[0]:
        shell.run("run", "-q", "-r", "one.lur", "--decoder", "simdjson", "events.ndjson", status=2)
        return "simdjson is not built in"
    expect(shell.alerts(*SAMPLE, "--decoder", "simdjson", "sample/logs") == wanted, "other alerts with simdjson")
    return None


# ---- colour ----

def colour(shell):
    run = ("run", "-q", "-r", "two.lur", "events.ndjson")
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as why:  # a container without /dev/pts
        return f"no pseudo terminal: {why.strerror}"
    check = ("check", "wrong.lur")
    for words in (run, check):
        expect("\033[" in shell.on_terminal(*words, TERM="xterm"), f"no colour on a terminal: {words}")
        expect("\033[" in shell.on_terminal(*words, TERM="xterm", NO_COLOR=""), f"an empty NO_COLOR counts: {words}")
        expect("\033" not in shell.on_terminal(*words, TERM="xterm", NO_COLOR="1"), f"NO_COLOR: {words}")
        expect("\033" not in shell.on_terminal(*words, TERM="dumb"), f"TERM=dumb: {words}")
        expect("\033" not in shell.on_terminal(*words, "--no-color", TERM="xterm"), f"--no-color: {words}")
    plain, _ = shell.run(*run)
    expect("\033" not in plain, "colour in a pipe")
    coloured = shell.on_terminal(*run, TERM="xterm").replace("\r\n", "\n")
    expect(strip(coloured) == plain, "colour changes the text")
    expect("\033" not in shell.on_terminal("run", "-q", "-f", "json", "-r", "two.lur", "events.ndjson", TERM="xterm"),
           "colour in JSON")
    return None


def strip(text):
    parts = text.split("\033[")
    return parts[0] + "".join(part.partition("m")[2] for part in parts[1:])


def all_checks():
    for check in (help_of_commands, manual, forms_of_input, order_of_files, bad_record_among_good, numbers_add_up,
                  small_memory, decoders, colour):
        yield check.__name__.replace("_", " "), check
