"""Logs for the rules of rules/anomaly, one story each: what is usual, then what
should alert, and beside it what should not. A case is a list of events; the
alerts that they give are in NAME.out."""
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
ELSEWHERE = {"sourceIPAddress": "103.253.25.9"}   # SG, 64504


class Log:
    """Collects events; the helpers say who does what and when."""

    def __init__(self):
        self.events = []

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


def cases():
    """(name, events) of every case, by name."""
    for name, build in sorted(globals().items()):
        if name.startswith("case_"):
            log = Log()
            build(log)
            yield name[5:], log.events
