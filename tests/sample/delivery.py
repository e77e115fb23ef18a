"""How CloudTrail delivers: gz files in an S3 key tree, late, out of order, some things twice."""
import gzip
import io
import json
import os
import string

import world
from dice import Dice
from records import moment, stamp

LAG_MAX = 590  # seconds between an event and its delivery: ten minutes at most


def _compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def write_gz(path, value):
    """Compressed JSON whose bytes depend on the value alone: no name, no time in the header."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    body = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=body, mtime=0) as packed:
        packed.write(_compact(value))
    with open(path, "wb") as out:
        out.write(body.getvalue())


def number_events(events):
    """Give every event its id: a UUID of version 8, which ends in its day and account, so that
    the random part can be short (random bytes are what does not compress)."""
    dice, used = Dice("ids"), set()
    for when, event in sorted(events, key=lambda item: (item[0], _compact(item[1]))):
        tail = f"8a{stamp(when)[8:10]}-9000-{event['recipientAccountId']}"
        identifier = f"{dice.hexa(6)}00-0000-{tail}"
        while identifier in used:
            identifier = f"{dice.hexa(6)}00-0000-{tail}"
        used.add(identifier)
        event["eventID"] = identifier
        yield when, event


class Trail:
    """Events on their way into files: one for each account, region and day of delivery."""

    def __init__(self, root):
        self.root = os.path.join(root, "AWSLogs", world.ORGANISATION)
        self.files = {}
        self.dice = Dice("delivery")

    def add(self, when, event):
        lag = min(LAG_MAX, int(40 + 260 * self.dice.real() + (250 * self.dice.real() if self.dice.chance(0.3) else 0)))
        arrival = when + lag
        key = (event["recipientAccountId"], event["awsRegion"], stamp(arrival)[:10])
        self.files.setdefault(key, []).append((arrival, event))

    def _path(self, kind, account, region, day, name):
        return os.path.join(self.root, account, kind, region, *day.split("-"), name)

    def _write(self, account, region, day, batch, minute):
        batch.sort(key=lambda item: (item[0], item[1]["eventID"]))
        letters = string.ascii_uppercase + string.ascii_lowercase + string.digits
        token = Dice("file", account, region, day, minute).text(16, letters)
        name = f"{account}_CloudTrail_{region}_{day.replace('-', '')}T{minute}Z_{token}.json.gz"
        write_gz(self._path("CloudTrail", account, region, day, name), {"Records": [event for _, event in batch]})

    def _again(self, account, region, day, batch):
        """Some hours of some days are delivered a second time."""
        dice = Dice("again", account, region, day)
        if len(batch) < 150 or not dice.chance(0.2):
            return
        hour = dice.whole(7, 15)
        low = moment(int(day[-2:]), hour)
        repeated = [item for item in batch if low <= item[0] < low + 3 * 3600]
        if repeated:
            self._write(account, region, day, repeated, f"{hour + 3:02d}10")

    def write(self):
        for (account, region, day), batch in sorted(self.files.items()):
            self._write(account, region, day, batch, "2355")
            self._again(account, region, day, batch)
        self._write_neighbours()

    def _write_neighbours(self):
        """What else lies in such a bucket and holds no events: digests, and what Insights saw."""
        for account, regions in world.REGIONS.items():
            day = f"2026-10-{4 + len(regions) * 3 + int(account[0]) % 5:02d}"
            flat, region = day.replace("-", ""), regions[0]
            digest = {"awsAccountId": account, "digestStartTime": f"{day}T05:10:22Z",
                      "digestEndTime": f"{day}T06:10:22Z",
                      "digestS3Bucket": "quillon-org-trail", "digestSignatureAlgorithm": "SHA256withRSA",
                      "logFiles": []}
            write_gz(self._path("CloudTrail-Digest", account, region, day,
                                f"{account}_CloudTrail-Digest_{region}_org-trail_{region}_{flat}T061022Z.json.gz"),
                                digest)
            insight = {"eventVersion": "1.08", "eventTime": f"{day}T09:14:00Z", "awsRegion": region,
                       "eventID": f"00000000-0000-8a00-9000-{account}", "eventType": "AwsCloudTrailInsight",
                       "recipientAccountId": account,
                       "insightDetails": {"state": "Start", "eventSource": "ssm.amazonaws.com",
                                          "eventName": "UpdateInstanceInformation",
                                          "insightType": "ApiCallRateInsight"}, "eventCategory": "Insight"}
            write_gz(self._path("CloudTrail-Insight", account, region, day,
                                f"{account}_CloudTrail-Insight_{region}_{flat}T0920Z_"
                                f"{Dice('insight', account).text(16)}.json.gz"),
                     {"Records": [insight]})
