"""Programs: applications, a deploy robot, a nightly scanner, a noisy failing service, a vendor, AWS itself."""
import world
from dice import Dice
from people import BUCKETS, FUNCTIONS, GROUPS, INSTANCES, TABLES
from records import Caller, moment, record, role_identity
from world import DEV, PROD, SHARED, VENDOR

BOTO = "Boto3/1.40.{} md/Botocore#1.40.{} lang/python#3.13.7 exec-env/AWS_ECS_FARGATE"
JAVA = "aws-sdk-java/2.33.{} md/http#Apache lang/java#21.0.8 exec-env/AWS_ECS_EC2"

EU, US, DE = "eu-west-1", "us-east-1", "eu-central-1"


class App:
    """A workload with its own role. calls: [(weight, (service, action, request, read, data event))]"""

    def __init__(self, name, account, region, network, hosts, per_hour, agent, calls):
        self.name, self.account, self.region, self.network = name, account, region, network
        self.hosts, self.per_hour, self.agent, self.calls = hosts, per_hour, agent, calls


def _read(service, action, **request):
    return service, action, request or None, True, False


def _write(service, action, **request):
    return service, action, request or None, False, False


def _data(service, action, read, **request):
    return service, action, request, read, True


APPS = (
    App("tracking-api", PROD, EU, "cloud-eu", 3, 10, JAVA.format(8), (
        (6, _data("dynamodb", "GetItem", True, tableName="shipments")),
        (3, _data("dynamodb", "Query", True, tableName="shipments")),
        (2, _data("dynamodb", "UpdateItem", False, tableName="shipments")),
        (1, _read("secretsmanager", "GetSecretValue", secretId="prod/tracking/db")),
        (1, _read("sqs", "GetQueueAttributes", queueUrl="https://sqs.eu-west-1.amazonaws.com/prod/tracking")))),
    App("quote-engine", PROD, EU, "cloud-eu", 2, 7, BOTO.format(31, 31), (
        (5, _data("dynamodb", "Query", True, tableName="quotes")),
        (2, _data("s3", "GetObject", True, bucketName=BUCKETS[3], key="rates/current.parquet")),
        (1, _read("ssm", "GetParameters", names=["/quotes/margin"])),
        (1, _write("sns", "Publish", topicArn="arn:aws:sns:eu-west-1:111122223333:quotes")))),
    App("customs-worker", PROD, DE, "cloud-de", 2, 5, BOTO.format(40, 40), (
        (4, _data("s3", "GetObject", True, bucketName=BUCKETS[1], key="outbox/manifest.xml")),
        (3, _data("s3", "PutObject", False, bucketName=BUCKETS[1], key="done/manifest.xml")),
        (1, _read("secretsmanager", "GetSecretValue", secretId="prod/customs/certificate")),
        (1, _read("sts", "GetCallerIdentity")))),
    App("report-builder", PROD, EU, "cloud-eu", 1, 5, BOTO.format(22, 22), (
        (3, _write("athena", "StartQueryExecution", workGroup="reports")), (4, _read("athena", "GetQueryExecution")),
        (2, _data("s3", "PutObject", False, bucketName=BUCKETS[3], key="daily/lanes.csv")),
        (1, _read("glue", "GetTable", databaseName="tracking")))),
    App("fleet-scheduler", PROD, US, "cloud-us", 1, 3, BOTO.format(12, 12), (
        (4, _read("ec2", "DescribeInstances")), (2, _read("autoscaling", "DescribeAutoScalingGroups")),
        (1, _write("ec2", "StartInstances", instancesSet={"items": [{"instanceId": INSTANCES[2]}]})),
        (1, _write("ec2", "StopInstances", instancesSet={"items": [{"instanceId": INSTANCES[2]}]})))),
    App("test-runner", DEV, EU, "cloud-eu", 2, 5, BOTO.format(44, 44), (
        (3, _write("lambda", "Invoke", functionName=FUNCTIONS[0])),
        (3, _read("lambda", "GetFunctionConfiguration20150331v2", functionName=FUNCTIONS[0])),
        (2, _data("dynamodb", "PutItem", False, tableName="quotes")), (1, _read("sts", "GetCallerIdentity")))),
    App("log-shipper", SHARED, EU, "cloud-eu", 1, 5, JAVA.format(3), (
        (5, _data("s3", "PutObject", False, bucketName="quillon-logs", key="2026/10/batch.gz")),
        (2, _read("kinesis", "DescribeStreamSummary", streamName="logs")),
        (1, _read("logs", "DescribeLogGroups")))),
)


class _Sessions:
    """A role's credentials, new every few hours, as instance and task metadata give them."""

    def __init__(self, role, account, session, hours, dice, path="", extra=None):
        self.role, self.account, self.session, self.hours = role, account, session, hours
        self.dice, self.path, self.extra = dice, path, extra
        self.role_id = "AROA" + Dice("role", role, account).text(17)
        self.until, self.identity = 0, None

    def at(self, when):
        if when >= self.until:
            began = when - self.dice.whole(10, 300)
            self.identity = role_identity(self.account, self.role, self.role_id, self.session,
                                          "ASIA" + self.dice.text(16),
                                          began, self.path, extra=self.extra)
            self.until = began + self.hours * 3600
        return self.identity


def _app(app):
    dice = Dice("app", app.name)
    sessions = _Sessions(app.name, app.account, dice.hexa(32), 12, dice)
    addresses = [world.address(app.network, 300 + 31 * sum(map(ord, app.name)) + host) for host in range(app.hosts)]
    for hour in range(world.DAYS * 24):
        start = moment(1) + hour * 3600
        for when in sorted(start + dice.whole(0, 3599) for _ in range(app.per_hour + dice.whole(-1, 1))):
            service, action, request, read, data = dice.weighted(app.calls)
            caller = Caller(sessions.at(when), dice.pick(addresses), app.agent, app.account)
            yield record(when, caller, service, action, app.region, request, read=read, management=not data)


def _failing():
    """A log forwarder whose key policy was forgotten: every call is refused, month after month."""
    dice = Dice("failing")
    sessions = _Sessions("audit-forwarder", SHARED, "audit-forwarder", 12, dice)
    error = ("AccessDenied", "User is not authorized to perform: kms:Decrypt because "
             "no identity-based policy allows the action")
    agent = BOTO.format(9, 9)
    for minute in range(0, world.DAYS * 24 * 60, 10):
        when = moment(1, 0, minute, dice.whole(0, 9))
        caller = Caller(sessions.at(when), world.address("cloud-eu", 9021), agent, SHARED)
        yield record(when, caller, "kms", "Decrypt", EU, None, error=error)


# The scanner asks the same in every account every night, in the same order.
SCAN = tuple((service, action) for service, actions in (
    ("ec2", "DescribeInstances DescribeSecurityGroups DescribeVolumes DescribeSnapshots DescribeVpcs DescribeSubnets"),
    ("s3", "ListBuckets GetBucketAcl GetBucketPolicy GetBucketEncryption"),
    ("iam", "ListUsers ListRoles ListPolicies GetAccountSummary GetAccountPasswordPolicy ListAccessKeys"),
    ("rds", "DescribeDBInstances DescribeDBSnapshots"), ("lambda", "ListFunctions20150331"),
    ("kms", "ListKeys DescribeKey"),
    ("cloudtrail", "DescribeTrails GetTrailStatus"), ("config", "DescribeConfigurationRecorders"),
    ("eks", "ListClusters"),
    ("ecr", "DescribeRepositories"), ("dynamodb", "ListTables"), ("secretsmanager", "ListSecrets"),
    ("sns", "ListTopics"),
    ("sqs", "ListQueues"), ("guardduty", "ListDetectors"), ("elasticloadbalancing", "DescribeLoadBalancers"),
) for action in actions.split())


def _scanner():
    """03:00 to 03:20 UTC, every night."""
    agent = "postura-scan/4.2 " + BOTO.format(35, 35)
    for account, first in ((PROD, 0), (DEV, 7), (SHARED, 14)):
        dice = Dice("scanner", account)
        sessions = _Sessions("postura-scanner", account, "nightly", 1, dice, path="security/")
        address = world.address("cloud-eu", 40077)
        for day in range(1, world.DAYS + 1):
            for number, (service, action) in enumerate(SCAN):
                when = moment(day, 3, first) + number * 10 + dice.whole(0, 4)
                error = ("NoSuchBucketPolicy",
                         "The bucket policy does not exist") if action == "GetBucketPolicy" else None
                region = US if service == "iam" else EU
                yield record(when, Caller(sessions.at(when), address, agent, account), service, action, region,
                             error=error)


def _deploy_robot():
    """Bursts on workdays: web identity, then a role in the target account. Each build has an agent of its own."""
    steps = (("cloudformation", "DescribeStacks", True), ("cloudformation", "CreateChangeSet", False),
             ("cloudformation", "DescribeChangeSet", True), ("cloudformation", "ExecuteChangeSet", False),
             ("ecr", "GetAuthorizationToken", True), ("ecr", "PutImage", False),
             ("ecs", "RegisterTaskDefinition", False),
             ("ecs", "UpdateService", False), ("ecs", "DescribeServices", True),
             ("lambda", "UpdateFunctionCode20150331v2", False),
             ("s3", "ListBuckets", True), ("ssm", "PutParameter", False))
    for day in range(1, world.DAYS + 1):
        dice = Dice("deploy", day)
        runs = dice.whole(3, 5) if (day + 2) % 7 < 5 else 1
        for run in range(runs):
            account = PROD if dice.chance(0.4) else DEV
            yield from _deploy_run(moment(day, 7, dice.whole(0, 59)) + run * 7000 + dice.whole(0, 2500), account,
                                   steps, dice)


def _uuid(dice):
    return "-".join(dice.hexa(n) for n in (8, 4, 4, 4, 12))


def _deploy_run(start, account, steps, dice):
    subject = "repo:quillon-freight/platform:ref:refs/heads/main"
    agent = f"deploy-robot_{_uuid(dice)} APN/1.0 HashiCorp/1.0 Terraform/1.13.3"
    address = world.address("builders", dice.whole(20, 60))
    provider = f"arn:aws:iam::{account}:oidc-provider/token.builds.example"
    web = {"type": "WebIdentityUser", "principalId": f"{provider}:sts.amazonaws.com:{subject}", "userName": subject,
           "identityProvider": provider}
    yield record(start, Caller(web, address, agent, account), "sts", "AssumeRoleWithWebIdentity", EU,
                 {"roleArn": f"arn:aws:iam::{account}:role/deploy-robot", "roleSessionName": "build"})
    federated = {"webIdFederationData": {"federatedProvider": provider, "attributes": {}}}
    sessions = _Sessions("deploy-robot", account, "build", 1, dice, extra=federated)
    caller = Caller(sessions.at(start + 1), address, agent, account)
    when = start + 2
    for service, action, read in steps:
        for _ in range(dice.whole(1, 5) if read else 1):
            yield record(when, caller, service, action, EU,
                         {"stackName": "quotes"} if service == "cloudformation" else None, read=read)
            when += dice.whole(0, 6)


VENDOR_ROLE = "northlight-vendor-access"
VENDOR_AGENT = "costlens-collector/7.3 " + BOTO.format(26, 26)
READERS = ("cost-metrics-reader", "cost-inventory-reader")


def vendor_caller(when, address, dice, agent=VENDOR_AGENT):
    """A session of the vendor's role."""
    return Caller(_Sessions(VENDOR_ROLE, PROD, "costlens", 1, dice).at(when), address, agent, PROD)


def assume_reader(when, caller, reader):
    return record(when, caller, "sts", "AssumeRole", EU,
                  {"roleArn": f"arn:aws:iam::{PROD}:role/{reader}", "roleSessionName": "costlens",
                   "durationSeconds": 3600})


def _vendor():
    """Every hour: the vendor's account takes its role here, which takes two reader roles. All month, from one
    network."""
    reads = (("monitoring", "GetMetricData"), ("monitoring", "ListMetrics")), (("ce", "GetCostAndUsage"),
            ("ce", "GetReservationUtilization"))
    for hour in range(world.DAYS * 24):
        dice = Dice("vendor", hour)
        when = moment(1) + hour * 3600 + 1500 + dice.whole(0, 240)
        address = world.address("vendor", 10 + dice.whole(0, 3))
        outside = Caller({"type": "AWSAccount", "principalId": "AROAVENDORCOLLECTOR77:costlens", "accountId": VENDOR},
                         address, VENDOR_AGENT, PROD)
        yield record(when, outside, "sts", "AssumeRole", EU,
                     {"roleArn": f"arn:aws:iam::{PROD}:role/{VENDOR_ROLE}", "roleSessionName": "costlens",
                      "externalId": "QF-2291"})
        caller = vendor_caller(when + 1, address, dice)
        for reader, calls in zip(READERS, reads):
            when += dice.whole(1, 4)
            yield assume_reader(when, caller, reader)
            reading = Caller(_Sessions(reader, PROD, "costlens", 1, dice).at(when), address, VENDOR_AGENT, PROD)
            for service, action in calls:
                when += dice.whole(0, 3)
                yield record(when, reading, service, action, US if service == "ce" else EU)


def _backup():
    """23:30 every night: snapshots, one of them shared with the shared account. It always did."""
    dice = Dice("backup")
    sessions = _Sessions("nightly-backup", PROD, "backup", 1, dice)
    for day in range(1, world.DAYS + 1):
        when = moment(day, 23, 30, dice.whole(0, 59))
        caller = Caller(sessions.at(when), world.address("cloud-eu", 777), BOTO.format(18, 18), PROD)
        yield record(when, caller, "ec2", "DescribeVolumes", EU)
        for number in range(4):
            volume = f"vol-0{Dice('volume', number).hexa(16)}"
            yield record(when + 3 * number + 2, caller, "ec2", "CreateSnapshot", EU, {"volumeId": volume},
                         {"volumeId": volume}, read=False)
        share = {"snapshotId": "snap-0" + dice.hexa(16), "attributeType": "CREATE_VOLUME_PERMISSION",
                 "createVolumePermission": {"add": {"items": [{"userId": SHARED}]}}}
        yield record(when + 40, caller, "ec2", "ModifySnapshotAttribute", EU, share, {"_return": True}, read=False)


def _service(name, kind="AWSService"):
    host = f"{name}.amazonaws.com"
    identity = {"type": kind, "invokedBy": host} if kind else {"invokedBy": host}
    return lambda account: Caller(identity, host, host, account)


def _aws_services():
    """What AWS does by itself, flat over the day. Every third is the beat of log delivery."""
    dice = Dice("aws")
    trails = [(account, region) for account in (PROD, DEV, SHARED) for region in world.REGIONS[account][:2]]
    config = {account: _Sessions("AWSServiceRoleForConfig", account, "AWSConfig-Describe", 6, dice,
                                 path="aws-service-role/config.amazonaws.com/")
              for account in (PROD, DEV, SHARED)}
    kinds = ((5, "trail"), (4, "lambda"), (3, "ecs"), (2, "config"), (2, "kms"), (1, "rotate"), (1, "autoscale"))
    for second in range(0, world.DAYS * 24 * 3600, 155):
        when = moment(1) + second + dice.whole(0, 154)
        account, region = dice.pick(trails)
        yield _aws_event(dice.weighted(kinds), when, account, region, config, dice)


def _assumed(account, role):
    return {"roleArn": f"arn:aws:iam::{account}:role/{role}", "roleSessionName": role}


def _aws_event(kind, when, account, region, config, dice):
    if kind == "trail":
        return record(when, _service("cloudtrail")(account), "s3", "GetBucketAcl", region,
                      {"bucketName": "quillon-org-trail"})
    if kind in ("lambda", "ecs"):
        name = "lambda" if kind == "lambda" else "ecs-tasks"
        role = dice.pick(FUNCTIONS) if kind == "lambda" else dice.pick(("tracking-api", "customs-worker"))
        return record(when, _service(name)(account), "sts", "AssumeRole", region, _assumed(account, role))
    if kind == "config":
        host = "config.amazonaws.com"
        identity = dict(config[account].at(when), invokedBy=host)
        service, action = dice.pick((("ec2", "DescribeSecurityGroups"), ("ec2", "DescribeVpcs"),
                                     ("dynamodb", "DescribeTable"), ("iam", "ListRoles")))
        return record(when, Caller(identity, host, host, account), service, action,
                      "us-east-1" if service == "iam" else region)
    if kind == "kms":
        return record(when, _service("dynamodb", None)(account), "kms", "GenerateDataKey", region,
                      {"keySpec": "AES_256"})
    if kind == "rotate":
        inside = Caller({"accountId": account, "invokedBy": "AWS Internal"}, "AWS Internal", "AWS Internal", account)
        return record(when, inside, "secretsmanager", "RotationStarted", region, None, read=False,
                      event_type="AwsServiceEvent",
                      more={"serviceEventDetails": {"rotation": "scheduled"}})
    return record(when, _service("autoscaling")(account), "ec2", "DescribeInstanceStatus", region,
                  {"instancesSet": {"items": [{"instanceId": dice.pick(INSTANCES)}]}})


def _adopted_service():
    """From the 22nd the report builder starts the data team's new workflow, once an hour."""
    dice = Dice("adopted")
    sessions = _Sessions("report-builder", PROD, Dice("app", "report-builder").hexa(32), 12, dice)
    address = world.address("cloud-eu", 300 + 31 * sum(map(ord, "report-builder")))
    for hour in range(21 * 24 + 10, world.DAYS * 24):
        when = moment(1) + hour * 3600 + 300 + dice.whole(0, 20)
        yield record(when, Caller(sessions.at(when), address, BOTO.format(22, 22), PROD), "states", "StartExecution",
                     EU,
                     {"stateMachineArn": f"arn:aws:states:eu-west-1:{PROD}:stateMachine:lane-margins"}, read=False)


def events():
    for app in APPS:
        yield from _app(app)
    for source in (_failing, _scanner, _deploy_robot, _vendor, _backup, _aws_services, _adopted_service):
        yield from source()
