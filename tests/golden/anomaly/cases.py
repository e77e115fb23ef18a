"""Logs for the rules of rules/anomaly, one story each: what is usual, then what
should alert, and beside it what should not. A case is a list of events; the
alerts that they give are in NAME.out. A case that fills lists is told a second
time without them, in NAME_without_lists.out."""
import json
from datetime import datetime, timedelta, timezone

ACCOUNT = "111122223333"
OTHER = "444455556666"
START = datetime(2026, 10, 1, tzinfo=timezone.utc)

# Addresses that the sample's geo databases know: country and network (AS).
OFFICE = {"sourceIPAddress": "83.98.212.7"}       # NL, 64496
HOME = {"sourceIPAddress": "86.82.4.2"}           # NL, 64498
CLOUD = {"sourceIPAddress": "54.77.1.2"}          # IE, 64500
CLOUD_US = {"sourceIPAddress": "54.163.1.2"}      # US, 64500
CLOUD_DE = {"sourceIPAddress": "52.58.1.2"}       # DE, 64500
HOTEL = {"sourceIPAddress": "126.72.1.2"}         # JP, 64503
ELSEWHERE = {"sourceIPAddress": "103.253.25.9"}   # SG, 64504


class Log:
    """Collects events; the helpers say who does what and when."""

    def __init__(self):
        self.events = []
        self.lists = ""     # a rule file that fills the lists of inventories; without it they are empty

    def add(self, identity, day, action, service="ec2", minutes=0.0, **more):
        at = START + timedelta(days=day, minutes=minutes)
        event = {
            "eventVersion": "1.11", "userIdentity": identity, "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": service + ".amazonaws.com", "eventName": action, "awsRegion": "eu-west-1",
            "sourceIPAddress": "192.0.2.10", "userAgent": "aws-sdk-go/1.44", "eventType": "AwsApiCall",
            "eventID": f"{len(self.events):06d}", "recipientAccountId": ACCOUNT,
            "readOnly": action.startswith(("Describe", "List", "Get", "Assume")),
        }
        event.update(more)
        self.events.append(event)

    def daily(self, identity, days, actions, service="ec2", **more):
        """The same actions every day at noon."""
        for day in days:
            for i, action in enumerate(actions):
                self.add(identity, day, action, service, minutes=720 + i, **more)


def role(name, session="i-0a1b2c3d4e5f60718", path=""):
    return {"type": "AssumedRole", "principalId": f"AROA{name.upper()}:{session}", "accountId": ACCOUNT,
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}", "accessKeyId": "ASIAROLE",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": f"arn:aws:iam::{ACCOUNT}:role/{path}{name}"}}}


def user(name, key="AKIAUSER"):
    return {"type": "IAMUser", "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", "accountId": ACCOUNT,
            "userName": name, "accessKeyId": key}


def person(name):
    return role("AWSReservedSSO_Dev_0123456789abcdef", f"{name}@example.com", "aws-reserved/sso.amazonaws.com/")


def assume(log, identity, day, name, **more):
    log.add(identity, day, "AssumeRole", "sts",
            requestParameters={"roleArn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "roleSessionName": "x"}, **more)


def trust(principal):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]})


def case_new_action_for_actor(log):
    vendor, busy = role("vendor-backup", "nightly"), role("busy")
    for day in range(20):
        assume(log, vendor, day, "target")
        assume(log, vendor, day, "target", minutes=1)
    log.daily(busy, range(20), [f"Describe{i}" for i in range(12)])
    log.add(vendor, 20, "DescribeInstances")
    log.add(vendor, 20, "DescribeInstances", minutes=1)              # no longer the first
    log.add(vendor, 20, "StopInstances", minutes=2, errorCode="Client.UnauthorizedOperation")  # did not work
    log.add(vendor, 20, "StopInstances", minutes=3)
    log.add(vendor, 20, "PutMetricData", "monitoring", minutes=4, sourceIPAddress="autoscaling.amazonaws.com")
    log.add(busy, 20, "DescribeInstances")                           # many habits


def case_rare_service_for_actor(log):
    app = role("app")
    log.daily(app, range(12), ["GetItem"] * 30, "dynamodb")
    for minute in range(4):
        log.add(app, 12, "GetSecretValue", "secretsmanager", minutes=minute)


def case_rare_country_for_action(log):
    app, other, ana = role("app"), role("other"), person("ana")
    log.daily(app, range(12), ["PutItem"] * 20, "dynamodb", **CLOUD)
    log.daily(other, range(12), ["PutItem"], "dynamodb", **CLOUD_US)
    log.add(app, 12, "PutItem", "dynamodb", **ELSEWHERE)
    log.add(app, 12, "PutItem", "dynamodb", minutes=1, **ELSEWHERE)
    log.add(ana, 12, "PutItem", "dynamodb", minutes=2, **ELSEWHERE)    # people travel
    log.add(other, 12, "PutItem", "dynamodb", minutes=3, **CLOUD_US)   # is usual


def case_new_country_for_actor(log):
    ana, bob = person("ana"), person("bob")
    log.daily(ana, range(9), ["ListFunctions"], "lambda", **OFFICE)
    log.daily(bob, range(5, 9), ["ListFunctions"], "lambda", **OFFICE)
    log.add(ana, 9, "ListFunctions", "lambda", **HOME)                 # the same country
    log.add(ana, 9, "ConsoleLogin", "signin", minutes=0.5, responseElements={"ConsoleLogin": "Failure"}, **ELSEWHERE)
    log.add(ana, 9, "ListFunctions", "lambda", minutes=1, **ELSEWHERE)
    log.add(bob, 9, "ListFunctions", "lambda", minutes=2, **ELSEWHERE)  # known for four days only
    log.add(ana, 9, "ListFunctions", "lambda", minutes=3)              # an address without a country


def case_new_network_for_actor(log):
    app, ana = role("app"), person("ana")
    log.daily(app, range(9), ["PutItem"], "dynamodb", **OFFICE)
    log.daily(ana, range(9), ["PutItem"], "dynamodb", **OFFICE)
    log.add(app, 9, "PutItem", "dynamodb", **HOME)
    log.add(ana, 9, "PutItem", "dynamodb", minutes=1, **HOME)          # people have homes


def case_rare_network_for_actor(log):
    ana = person("ana")
    log.daily(ana, range(10), ["PutItem"] * 20, "dynamodb", **OFFICE)
    log.add(ana, 10, "GetItem", "dynamodb", **HOME)                    # only reads
    log.add(ana, 10, "PutItem", "dynamodb", minutes=1, **HOME)
    log.add(ana, 10, "PutItem", "dynamodb", minutes=2, **HOME)


def case_new_role_for_access_key(log):
    key = user("deploy", "AKIADEPLOY")
    for day in range(10):
        assume(log, key, day, "target")
    assume(log, key, 10, "admin")
    assume(log, key, 10, "admin", minutes=1)
    assume(log, user("deploy", "AKIAFRESH"), 10, "admin", minutes=2)  # a key that is not known yet


def case_new_role_for_actor(log):
    robot = role("robot")
    for day in range(10):
        assume(log, robot, day, "target")
        assume(log, person("ana"), day, "reader", minutes=5)
        assume(log, person("bob"), day, "writer", minutes=6)
    assume(log, robot, 10, "admin")
    assume(log, person("ana"), 10, "writer")                          # Bob's role: new for Ana


def case_spike_in_errors(log):
    app, noisy = role("app"), role("noisy")
    for day in range(10):
        for hour in range(24):
            log.add(app, day, "GetItem", "dynamodb", minutes=hour * 60)
            for i in range(8):
                log.add(noisy, day, "PutObject", "s3", minutes=hour * 60 + i, errorCode="NoSuchBucket")
    for i in range(40):
        log.add(app, 10, "GetItem", "dynamodb", minutes=i, errorCode="ResourceNotFoundException")
        log.add(noisy, 10, "PutObject", "s3", minutes=i / 4, errorCode="NoSuchBucket" if i < 9 else None)


def case_spike_in_denied(log):
    app = role("app")
    for day in range(10):
        for hour in range(24):
            log.add(app, day, "GetItem", "dynamodb", minutes=hour * 60)
    for i in range(15):
        log.add(app, 10, "GetItem", "dynamodb", minutes=i, errorCode="AccessDeniedException")
        log.add(app, 11, "GetItem", "dynamodb", minutes=i, errorCode="ThrottlingException")


def case_spike_in_discovery(log):
    scanner = role("scanner")
    for day in range(12):
        for i in range(100):                                          # every night the same
            log.add(scanner, day, ["DescribeInstances", "ListUsers"][i % 2], minutes=180 + i / 8)
        log.add(person("ana"), day, "DescribeInstances", minutes=600)
    for i in range(100):
        log.add(person("ana"), 12, "DescribeInstances", minutes=600 + i / 4)
        log.add(person("bob"), 12, "GetObject", "s3", minutes=700 + i / 4)


def case_spike_in_events(log):
    app = role("app")
    for day in range(5):
        for hour in range(24):
            log.add(app, day, "GetObject", "s3", minutes=hour * 60)
    for i in range(230):
        log.add(app, 5, "GetObject", "s3", minutes=i / 5)


def case_action_burst(log):
    app, stranger = role("app"), user("stranger")
    log.daily(app, range(5), ["GetItem", "PutItem"], "dynamodb")
    for i in range(25):
        log.add(app, 5, f"Describe{i}", minutes=i / 4)
    for i in range(12):                                               # on its first day, but refused
        log.add(stranger, 6, f"List{i}", "iam", minutes=i, errorCode="AccessDenied")


def case_new_actor(log):
    app = role("app")
    log.daily(app, range(8), ["GetItem"], "dynamodb")
    log.add(user("late"), 8, "CreateUser", "iam")
    log.add(user("late"), 8, "CreateUser", "iam", minutes=1)
    log.add(user("refused"), 8, "CreateUser", "iam", minutes=2, errorCode="AccessDenied")
    log.add({"type": "AWSService", "invokedBy": "ec2.amazonaws.com"}, 8, "AssumeRole", "sts", minutes=3)


def case_new_service_for_account(log):
    app = role("app")
    log.daily(app, range(15), ["PutItem"], "dynamodb")
    log.add(app, 15, "ListIdentities", "ses")                          # only looks
    log.add(app, 15, "SendEmail", "ses", minutes=1)
    log.add(app, 15, "SendEmail", "ses", minutes=2)


def case_third_party_access(log):
    ana = person("ana")
    policies = [
        {"AWS": f"arn:aws:iam::{OTHER}:root"}, {"AWS": [f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{OTHER}:role/x"]},
        {"AWS": OTHER}, {"AWS": "*"}, "*",
        {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, {"AWS": ACCOUNT}, {"Service": "ec2.amazonaws.com"},  # our own
    ]
    for i, principal in enumerate(policies):
        log.add(ana, 0, "CreateRole", "iam", minutes=i,
                requestParameters={"roleName": f"role-{i}", "assumeRolePolicyDocument": trust(principal)})
    log.add(ana, 1, "UpdateAssumeRolePolicy", "iam",
            requestParameters={"roleName": "role-0", "policyDocument": trust({"AWS": f"arn:aws:iam::{OTHER}:root"})})
    log.add(ana, 1, "CreateOpenIDConnectProvider", "iam", minutes=1, requestParameters={"url": "https://id.example.com"})
    log.add(ana, 1, "CreateSAMLProvider", "iam", minutes=2, requestParameters={"name": "corp"})
    log.add(ana, 1, "CreateSAMLProvider", "iam", minutes=3, requestParameters={"name": "corp"}, errorCode="AccessDenied")
    log.add(ana, 1, "CreateTrustAnchor", "rolesanywhere", minutes=4, requestParameters={"name": "anchor"})


def case_snapshot_shared_first_time(log):
    backup, ana = role("backup"), person("ana")
    share = {"snapshotId": "snap-1", "attributeType": "CREATE_VOLUME_PERMISSION",
             "createVolumePermission": {"add": {"items": [{"userId": OTHER}]}}}
    unshare = {"snapshotId": "snap-1", "createVolumePermission": {"remove": {"items": [{"userId": OTHER}]}}}
    for day in range(10):
        log.add(backup, day, "ModifySnapshotAttribute", requestParameters=share)
        log.add(ana, day, "DescribeSnapshots", minutes=5)
    log.add(backup, 10, "ModifySnapshotAttribute", requestParameters=share)
    log.add(ana, 10, "ModifySnapshotAttribute", minutes=1, requestParameters=unshare)
    log.add(ana, 10, "ModifySnapshotAttribute", minutes=2, requestParameters=share)
    log.add(user("bob"), 10, "ModifyDBSnapshotAttribute", "rds", minutes=3, requestParameters={
        "dBSnapshotIdentifier": "db", "attributeName": "restore", "valuesToAdd": [OTHER]})
    log.add(user("eve"), 10, "ModifyImageAttribute", minutes=4, requestParameters={
        "imageId": "ami-1", "launchPermission": {"add": {"items": [{"group": "all"}]}}})


def case_workload_role_lists_buckets_first_time(log):
    app = role("app")
    log.daily(app, range(10), [f"Act{i}" for i in range(12)], "dynamodb")
    log.daily(person("ana"), range(10), ["GetObject"], "s3")
    log.add(app, 10, "ListBuckets", "s3")
    log.add(app, 10, "ListBuckets", "s3", minutes=1)
    log.add(person("ana"), 10, "ListBuckets", "s3", minutes=2)         # a person may look


def case_retention_shortened_first_time(log):
    ana, bob = person("ana"), person("bob")
    log.daily(ana, range(8), ["GetObject"], "s3")

    def lifecycle(rule):
        return {"bucketName": "logs", "LifecycleConfiguration": {"Rule": rule}}
    log.add(ana, 8, "PutBucketLifecycle", "s3", requestParameters=lifecycle({"ID": "a", "Expiration": {"Days": 365}}))
    log.add(ana, 8, "PutRetentionPolicy", "logs", minutes=1, requestParameters={"logGroupName": "g", "retentionInDays": 90})
    log.add(ana, 8, "PutRetentionPolicy", "logs", minutes=2, requestParameters={"logGroupName": "g", "retentionInDays": 1})
    log.add(bob, 8, "PutBucketLifecycle", "s3", minutes=3, requestParameters=lifecycle(
        [{"ID": "a", "Expiration": {"Days": 30}}, {"ID": "b", "Expiration": {"Days": 1}}]))
    log.add(user("eve"), 8, "ModifyDBInstance", "rds", minutes=4,
            requestParameters={"dBInstanceIdentifier": "db", "backupRetentionPeriod": 0})


def case_federation_token_first_time(log):
    log.daily(user("broker"), range(10), ["GetFederationToken"], "sts")
    for name in ("broker", "leaked"):
        log.add(user(name), 10, "GetFederationToken", "sts", requestParameters={"name": "console"})


def case_two_countries_at_once(log):
    vendor, fleet, ana, bob = role("vendor", "tool"), role("fleet"), person("ana"), person("bob")
    for day in range(6):
        for i in range(10):
            log.add(vendor, day, "AssumeRole", "sts", minutes=60 * i, **CLOUD)
            log.add(fleet, day, "PutItem", "dynamodb", minutes=60 * i, **(CLOUD if i % 2 else CLOUD_US))
            log.add(ana, day, "GetItem", "dynamodb", minutes=60 * i, **OFFICE)
            log.add(bob, day, "GetItem", "dynamodb", minutes=60 * i, **OFFICE)
            log.add(user("shared", "AKIASHARED"), day, "GetItem", "dynamodb", minutes=60 * i, **OFFICE)
    there_and_back = (ELSEWHERE, CLOUD, ELSEWHERE, CLOUD, ELSEWHERE)
    for i, place in enumerate(there_and_back):
        log.add(vendor, 6, "AssumeRole", "sts", minutes=10 * i, **place)
    for i, place in enumerate((CLOUD, CLOUD_US) * 3):                    # is always in both
        log.add(fleet, 6, "PutItem", "dynamodb", minutes=10 * i, **place)
    for i, place in enumerate((OFFICE, ELSEWHERE, ELSEWHERE, OFFICE)):   # a VPN, on and off
        log.add(ana, 6, "GetItem", "dynamodb", minutes=10 * i, **place)
    for i, place in enumerate((ELSEWHERE, OFFICE, ELSEWHERE)):           # over an hour apart
        log.add(bob, 6, "GetItem", "dynamodb", minutes=70 * i, **place)
    for i, address in enumerate(("103.253.25.9", "s3.amazonaws.com", "103.253.25.9", "192.0.2.10", "103.253.25.9")):
        log.add(role("fleet", "i-0ffffffffffffffff"), 6, "PutItem", "dynamodb", minutes=10 * i, sourceIPAddress=address)
    for i, place in enumerate((OFFICE, HOTEL, OFFICE, HOTEL)):           # a user's key, in two hands
        log.add(user("shared", "AKIASHARED"), 6, "GetItem", "dynamodb", minutes=10 * i, **place)
    for i, session in enumerate(("i-1", "i-2", "i-1", "i-2", "i-1")):    # two sessions of a role, each in one place
        log.add(role("vendor", session), 7, "AssumeRole", "sts", minutes=i, **(HOTEL if i % 2 else CLOUD))


def case_two_countries_at_once_by_vpn(log):
    log.lists = "tune list anomaly.relay_networks = [64504]\n"
    for day in range(6):
        log.daily(user("ops", "AKIAOPS"), [day], ["GetItem"] * 10, "dynamodb", **OFFICE)
    for i, place in enumerate((OFFICE, ELSEWHERE, OFFICE, ELSEWHERE)):
        log.add(user("ops", "AKIAOPS"), 6, "GetItem", "dynamodb", minutes=10 * i, **place)
    for i, place in enumerate((HOTEL, ELSEWHERE, HOTEL)):                # on the road
        log.add(user("ops", "AKIAOPS"), 7, "GetItem", "dynamodb", minutes=600 + 10 * i, **place)


def case_impossible_travel(log):
    people = [person(name) for name in ("ana", "bob", "cas", "dov", "eva", "fay", "gil", "hal")]
    ana, bob, cas, dov, eva, fay, gil, hal = people
    for day in range(6):
        for who in people:
            log.daily(who, [day], ["GetItem"] * 10, "dynamodb", **OFFICE)
        for i in range(5):
            log.add(eva, day, "GetItem", "dynamodb", minutes=750 + i, **ELSEWHERE)
    for who in people:
        log.add(who, 6, "GetItem", "dynamodb", **OFFICE)
    log.add(ana, 6, "GetItem", "dynamodb", minutes=60, **ELSEWHERE)      # 10,500 km in an hour
    log.add(ana, 6, "GetItem", "dynamodb", minutes=61, **OFFICE)         # the way back
    log.add(bob, 6, "GetItem", "dynamodb", minutes=1440, **ELSEWHERE)    # a day later: a plane
    log.add(cas, 6, "GetItem", "dynamodb", minutes=1, **HOME)            # near, but at once
    log.add(dov, 6, "GetItem", "dynamodb", minutes=60, **CLOUD)          # 750 km in an hour
    log.add(dov, 6, "GetItem", "dynamodb", minutes=61, **CLOUD_US)       # another place, but the same network
    log.add(hal, 6, "GetItem", "dynamodb", minutes=1, **CLOUD_DE)        # 360 km, at once: a network that is rough
    log.add(eva, 6, "GetItem", "dynamodb", minutes=60, **ELSEWHERE)      # a VPN, every day
    log.add(fay, 6, "GetItem", "dynamodb", minutes=30, sourceIPAddress="lambda.amazonaws.com")
    log.add(fay, 6, "GetItem", "dynamodb", minutes=31)                   # an address without a place
    log.add(gil, 6, "ConsoleLogin", "signin", minutes=30, responseElements={"ConsoleLogin": "Failure"}, **ELSEWHERE)
    log.add(role("app"), 6, "GetItem", "dynamodb", **CLOUD)              # programs do not travel
    log.add(role("app"), 6, "GetItem", "dynamodb", minutes=1, **ELSEWHERE)


def case_impossible_travel_across_accounts(log):
    """Single sign-on: the same person, in roles of two accounts. And two people of one name space, in one role."""
    there = json.loads(json.dumps(person("ana")).replace(ACCOUNT, OTHER))
    for day in range(6):
        log.daily(person("ana"), [day], ["GetItem"] * 10, "dynamodb", **OFFICE)
        log.daily(person("bob"), [day], ["GetItem"] * 10, "dynamodb", **HOTEL)
    log.add(person("ana"), 6, "GetItem", "dynamodb", **OFFICE)
    log.add(person("bob"), 6, "GetItem", "dynamodb", minutes=1, **HOTEL)
    log.add(there, 6, "GetItem", "dynamodb", minutes=2, recipientAccountId=OTHER, **ELSEWHERE)


def case_impossible_travel_by_cloud(log):
    """A desktop in a cloud, and a VPN of the company: quiet once their networks are known."""
    log.lists = "tune list anomaly.cloud_networks = [64500]\ntune list anomaly.relay_networks = [64504]\n"
    for day in range(6):
        log.daily(person("ana"), [day], ["GetItem"] * 10, "dynamodb", **OFFICE)
        log.daily(person("bob"), [day], ["GetItem"] * 10, "dynamodb", **OFFICE)
    log.add(person("ana"), 6, "GetItem", "dynamodb", **OFFICE)
    log.add(person("bob"), 6, "GetItem", "dynamodb", **OFFICE)
    log.add(person("ana"), 6, "GetItem", "dynamodb", minutes=5, **CLOUD_US)
    log.add(person("bob"), 6, "GetItem", "dynamodb", minutes=5, **ELSEWHERE)


def case_unusual_time_for_person(log):
    ana, bob, cas, app = person("ana"), person("bob"), person("cas"), role("app")
    workdays = [day for day in range(25) if (day + 3) % 7 < 5]           # the 1st is a Thursday
    for day in workdays:
        for i in range(12):                                              # 9 to 15 o'clock
            for who in (ana, bob, app):
                log.add(who, day, "GetItem", "dynamodb", minutes=540 + 30 * i)
    for i in range(120):                                                 # many calls, but on three days
        log.add(cas, 18 + i % 3, "GetItem", "dynamodb", minutes=540 + i)
    monday = 25                                                          # summer time ended: all is an hour later
    for i in range(12):
        log.add(bob, monday, "GetItem", "dynamodb", minutes=600 + 30 * i)
    for i in range(20):
        log.add(ana, monday, "GetItem", "dynamodb", minutes=540 + 30 * i)  # works late
    log.add(ana, monday + 1, "GetItem", "dynamodb", minutes=185)         # at three in the night
    log.add(ana, monday + 1, "GetItem", "dynamodb", minutes=190)
    log.add(app, monday + 1, "GetItem", "dynamodb", minutes=185)         # programs have no hours
    log.add(cas, monday + 1, "GetItem", "dynamodb", minutes=185)
    log.add(bob, monday + 1, "GetItem", "dynamodb", minutes=445)         # begins early
    log.add(bob, monday + 5, "GetItem", "dynamodb", minutes=600)         # a Saturday
    for day in workdays:
        for i in range(10):                                              # 19 to 24 o'clock
            log.add(person("dee"), day, "GetItem", "dynamodb", minutes=1140 + 30 * i)
    log.add(person("dee"), 23, "GetItem", "dynamodb", minutes=5)         # a Friday that lasts beyond midnight


def case_aws_address_not_ours(log):
    log.lists = (f'import cloudtrail\ntune list our_addresses = ["{CLOUD["sourceIPAddress"]}", "83.98.212.0/24"]\n'
                 'tune list aws_ranges = ["54.77.0.0/16", "54.163.0.0/16", "52.58.0.0/16"]\n')
    app, function, late = role("app"), role("function", "resize"), role("late")
    log.daily(app, range(9), ["GetItem"], "dynamodb", **CLOUD)
    log.daily(function, range(9), ["GetItem"], "dynamodb", **CLOUD_DE)   # always from an address that is not ours
    log.daily(person("ana"), range(9), ["GetItem"], "dynamodb", **OFFICE)
    log.add(app, 9, "GetItem", "dynamodb", **OFFICE)                     # ours
    log.add(app, 9, "GetItem", "dynamodb", minutes=1, sourceIPAddress="ec2.amazonaws.com")
    log.add(app, 9, "GetItem", "dynamodb", minutes=1.5, **HOTEL)         # not AWS
    log.add(app, 9, "GetItem", "dynamodb", minutes=2, **CLOUD_US)
    log.add(app, 9, "GetItem", "dynamodb", minutes=3, **CLOUD_US)        # no longer the first
    log.add(function, 9, "GetItem", "dynamodb", minutes=4, sourceIPAddress="52.58.7.7")
    log.add(late, 9, "GetItem", "dynamodb", minutes=5, **CLOUD_US)       # is not known yet
    log.add(person("ana"), 9, "GetItem", "dynamodb", minutes=6, sourceIPAddress="54.163.9.9")  # a cloud shell


VENDOR = "999988887777"
VENDOR_LIST = ('import cloudtrail\n'
               'tune list vendor_accounts from "vendors.yaml" column "[*].accounts[*]" value "name"\n')
ACCOUNT_LIST = f'tune list our_accounts = ["{ACCOUNT}", "{OTHER}"]\n'


def outsider(number):
    return {"type": "AWSAccount", "principalId": f"AROAX{number}:x", "accountId": number}


def case_unknown_third_party(log):
    log.lists = VENDOR_LIST + ACCOUNT_LIST
    assume(log, outsider("222233334444"), 0, "reader")
    assume(log, outsider("222233334444"), 0, "writer", minutes=1)        # has been told
    assume(log, outsider("222233334444"), 31, "writer")                  # a month later: again
    assume(log, outsider(VENDOR), 0, "reader", minutes=2)
    assume(log, outsider(OTHER), 0, "reader", minutes=3)
    assume(log, role("app"), 0, "reader", minutes=4)
    assume(log, outsider("333344445555"), 0, "reader", minutes=5, errorCode="AccessDenied")
    log.add(outsider("333344445555"), 0, "GetObject", "s3", minutes=6, eventCategory="Data")
    log.add(outsider("333344445555"), 0, "GetObject", "s3", minutes=6, managementEvent=False)
    stranger = json.loads(json.dumps(role("app")).replace(ACCOUNT, "555566667777"))
    assume(log, stranger, 0, "reader", minutes=6, recipientAccountId="555566667777")  # by itself, in its own account
    log.add({"type": "AWSAccount", "principalId": "", "accountId": "anonymous"}, 0, "GetObject", "s3", minutes=7)
    assume(log, outsider("333344445555"), 0, "reader", minutes=8, sourceIPAddress="config.amazonaws.com")


def case_vendor_first_time(log):
    log.lists = VENDOR_LIST
    scan, ours = role("scan", "tool"), role("ours", "tool")
    reads = [f"Describe{i}" for i in range(12)]
    for day in range(9):
        assume(log, outsider(VENDOR), day, "scan")
        assume(log, outsider(OTHER), day, "ours")
    log.daily(scan, range(9), reads)
    log.daily(ours, range(9), reads)
    for minutes, (action, service) in enumerate((
            ("DescribeNews", "ec2"),             # reads, in a service that it uses: quiet
            ("StopInstances", "ec2"), ("StopInstances", "ec2"),
            ("ListSecrets", "secretsmanager"),   # reads, in a service that is new
            ("CreateUser", "iam"))):
        log.add(scan, 9, action, service, minutes=minutes, errorCode="AccessDenied" if service == "iam" else None)
        log.add(ours, 9, action, service, minutes=minutes)               # a role that no vendor takes
    log.add(outsider(VENDOR), 9, "PutObject", "s3", minutes=9)           # not by a role


def instances(*ids):
    return {"instancesSet": {"items": [{"instanceId": each} for each in ids]}}


def change(log, identity, day, minutes, instance, **parameters):
    """Stop, change, start."""
    log.add(identity, day, "StopInstances", minutes=minutes, requestParameters=instances(instance))
    log.add(identity, day, "ModifyInstanceAttribute", minutes=minutes + 1, readOnly=False,
            requestParameters={"instanceId": instance, **parameters})
    log.add(identity, day, "StartInstances", minutes=minutes + 2, requestParameters=instances(instance))


def case_user_data_changed_while_stopped(log):
    data = {"userData": "<sensitiveDataRemoved>"}
    change(log, role("robot"), 0, 0, "i-robot", **data)                  # the first time only
    change(log, role("robot"), 7, 0, "i-robot", **data)
    change(log, user("eve"), 8, 0, "i-eve", **data)
    change(log, user("eve"), 8, 10, "i-eve", **data)                     # has been told
    change(log, user("eve"), 8, 20, "i-eve-2", **data)
    change(log, user("ann"), 9, 0, "i-size", instanceType={"value": "t3.large"})  # something else
    log.add(user("ann"), 9, "StopInstances", minutes=10, requestParameters=instances("i-one"))
    log.add(user("ann"), 9, "ModifyInstanceAttribute", minutes=11,       # refused: it was running
            requestParameters={"instanceId": "i-one", **data}, errorCode="Client.IncorrectInstanceState")
    log.add(user("ann"), 9, "StartInstances", minutes=12, requestParameters=instances("i-one"))
    log.add(user("bea"), 10, "StopInstances", requestParameters=instances("i-two"))
    log.add(user("bea"), 10, "ModifyInstanceAttribute", minutes=1, requestParameters={"instanceId": "i-three", **data})
    log.add(user("bea"), 10, "StartInstances", minutes=2, requestParameters=instances("i-two"))   # another instance
    log.add(user("cas"), 11, "ModifyInstanceAttribute", requestParameters={"instanceId": "i-four", **data})
    log.add(user("cas"), 11, "StopInstances", minutes=1, requestParameters=instances("i-four"))   # another order
    log.add(user("cas"), 11, "StartInstances", minutes=2, requestParameters=instances("i-four"))
    log.add(user("dan"), 12, "StopInstances", requestParameters=instances("i-five"))
    log.add(user("eve"), 12, "ModifyInstanceAttribute", minutes=1,       # three hands, another form
            requestParameters={"instanceId": "i-five", "attribute": "userData", "value": "x"})
    log.add(user("fay"), 12, "StartInstances", minutes=2, requestParameters=instances("i-five", "i-six"))


def make_key(log, identity, day, key, **more):
    log.add(identity, day, "CreateAccessKey", "iam", requestParameters={"userName": "svc"},
            responseElements={"accessKey": {"accessKeyId": key, "userName": "svc", "status": "Active"}}, **more)


def case_new_key_used_elsewhere(log):
    log.daily(role("app"), range(46), ["GetItem"] * 30, "dynamodb", **CLOUD)
    log.daily(person("ana"), range(10), ["GetItem"] * 5, "dynamodb", **OFFICE)
    for i, key in enumerate(("AKIASERVER", "AKIALEAKED", "AKIADESK")):
        make_key(log, person("ana"), 10, key, minutes=i, **OFFICE)
    make_key(log, user("eve", "AKIAEVE"), 10, "AKIABACKDOOR", minutes=5, **HOTEL)
    for minutes, (key, place) in enumerate((
            ("AKIASERVER", CLOUD),        # made at a desk, used by a server
            ("AKIADESK", OFFICE),
            ("AKIALEAKED", ELSEWHERE), ("AKIALEAKED", ELSEWHERE),
            ("AKIABACKDOOR", HOTEL),      # where it was made, though nobody else is there
            ("AKIAOLD", ELSEWHERE),       # nobody saw it being made
            ("AKIALEAKED", {}))):         # an address without a network
        log.add(user("svc", key), 10, "GetCallerIdentity", "sts", minutes=20 + minutes, **place)
    make_key(log, person("ana"), 11, "AKIAOLDER", **OFFICE)
    log.add(user("svc", "AKIAOLDER"), 45, "GetCallerIdentity", "sts", **ELSEWHERE)  # a month later it is old


def trail(log, identity, day, minutes, action, **parameters):
    log.add(identity, day, action, "cloudtrail", minutes=minutes, readOnly=False, requestParameters=parameters)


def case_acts_after_logging_off(log):
    eve, admin, ann, bea = user("eve"), user("admin"), user("ann"), user("bea")
    trail(log, eve, 0, 0, "StopLogging", name="main")
    log.add(eve, 0, "DescribeTrails", "cloudtrail", minutes=1)           # what the console asks by itself
    log.add(eve, 0, "ListBuckets", "s3", minutes=1)
    log.add(user("other"), 0, "CreateUser", "iam", minutes=2)            # somebody else
    for minute in range(3, 30):
        log.add(eve, 0, "CreateUser", "iam", minutes=minute)             # one alert
    trail(log, admin, 1, 0, "StopLogging", name="main")                  # maintenance
    trail(log, admin, 1, 1, "UpdateTrail", name="main", s3BucketName="new-logs")
    trail(log, admin, 1, 2, "StartLogging", name="main")
    log.add(admin, 1, "PutBucketPolicy", "s3", minutes=3)
    trail(log, admin, 2, 0, "StopLogging", name="main")                  # forgot to start it, and comes back later
    log.add(admin, 2, "PutBucketPolicy", "s3", minutes=61)
    trail(log, admin, 3, 0, "CreateTrail", name="data")                  # a trail for data events is set up
    trail(log, admin, 3, 1, "PutEventSelectors", trailName="data", eventSelectors=[{"includeManagementEvents": False}])
    log.add(admin, 3, "CreateFunction", "lambda", minutes=2)
    selectors = [{"fieldSelectors": [{"field": "eventCategory", "equals": ["Data"]}]}]
    weak = (("PutEventSelectors", {"eventSelectors": [{"includeManagementEvents": False, "readWriteType": "All"}]}),
            ("PutEventSelectors", {"eventSelectors": [{"includeManagementEvents": True, "readWriteType": "ReadOnly"}]}),
            ("PutEventSelectors", {"advancedEventSelectors": selectors}),
            ("UpdateTrail", {"isMultiRegionTrail": False}), ("UpdateTrail", {"includeGlobalServiceEvents": False}),
            ("DeleteTrail", {"name": "main"}),
            ("StopEventDataStoreIngestion", {"eventDataStore": "store"}))
    for day, (action, parameters) in enumerate(weak, 4):
        trail(log, ann, day, 0, action, **parameters)
        log.add(ann, day, "GetSecretValue", "secretsmanager", minutes=1)
    full = [{"includeManagementEvents": True, "readWriteType": "All"}]
    for day, (action, parameters) in enumerate((
            ("PutEventSelectors", {"eventSelectors": full}), ("UpdateTrail", {"isMultiRegionTrail": True}),
            ("UpdateTrail", {"kmsKeyId": "key"})), 11):                   # nothing is less than before
        trail(log, bea, day, 0, action, **parameters)
        log.add(bea, day, "GetSecretValue", "secretsmanager", minutes=1)
    trail(log, bea, 14, 0, "StopLogging", name="main")
    trail(log, bea, 14, 1, "UpdateTrail", name="main", kmsKeyId="key")    # does not switch it on
    log.add(bea, 14, "GetSecretValue", "secretsmanager", minutes=2)
    trail(log, bea, 16, 0, "UpdateTrail", name="main", isMultiRegionTrail=False)
    trail(log, bea, 16, 1, "UpdateTrail", name="main", isMultiRegionTrail=True)  # does
    log.add(bea, 16, "GetSecretValue", "secretsmanager", minutes=2)
    trail(log, bea, 17, 0, "PutEventSelectors", trailName="main", eventSelectors=weak[0][1]["eventSelectors"])
    trail(log, bea, 17, 1, "PutEventSelectors", trailName="main", eventSelectors=full)  # does, too
    log.add(bea, 17, "StopLogging", "example", minutes=2)                 # of another service
    log.add(bea, 17, "GetSecretValue", "secretsmanager", minutes=3)


def case_several_rules_on_one_actor(log):
    app, job, tidy = role("app"), role("job"), role("tidy")
    for who in (app, job, tidy):
        log.daily(who, range(10), ["PutItem"] * 10, "dynamodb", **OFFICE)
    log.add(job, 10, "PutItem", "dynamodb", **ELSEWHERE)               # odd in several ways, but one event
    log.add(tidy, 10, "ListTables", "dynamodb", minutes=1, **OFFICE)   # three events, but two rules
    log.add(tidy, 10, "CreateGrant", "kms", minutes=2, **OFFICE)
    log.add(tidy, 10, "RetireGrant", "kms", minutes=2.5, **OFFICE)
    log.add(app, 10, "PutItem", "dynamodb", minutes=3, **ELSEWHERE)
    log.add(app, 10, "ListTables", "dynamodb", minutes=4, **ELSEWHERE)  # a second event, another rule
    log.add(app, 10, "DescribeTable", "dynamodb", minutes=5, **ELSEWHERE)
    log.add(job, 12, "ListTables", "dynamodb", **OFFICE)               # two days later


def cases():
    """(name, events, rule file that fills lists) of every case, by name."""
    for name, build in sorted(globals().items()):
        if name.startswith("case_"):
            log = Log()
            build(log)
            yield name[5:], log.events, log.lists
            if log.lists:
                yield name[5:] + "_without_lists", log.events, ""
