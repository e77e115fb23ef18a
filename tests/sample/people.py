"""People: single sign-on roles, office hours in two time zones, consoles and command lines."""
import world
from dice import Dice
from records import Caller, moment, record, role_identity, user_identity
from world import DEV, PROD, SHARED

BROWSERS = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Safari/537.36 Edg/141.0.0.0",
)
CLI = ("aws-cli/2.31.{} md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.13.7 "
       "cfg/retry-mode#standard md/prompt#off",
       "aws-cli/2.28.{} md/awscrt#0.27.4 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.5 "
       "cfg/retry-mode#standard md/prompt#off")

SSO_PATH = "aws-reserved/sso.amazonaws.com/eu-west-1/"
# team: (permission set, its suffix, accounts by weight)
TEAMS = {
    "platform": ("PlatformEngineer", "3f9a1c07d2b84e65", ((4, PROD), (3, DEV), (3, SHARED))),
    "developer": ("Developer", "8be20d517fa6c394", ((2, PROD), (8, DEV))),
    "data": ("DataAnalyst", "c47d9e1b60f2835a", ((7, PROD), (3, DEV))),
    "security": ("SecurityAudit", "05e6b8f3a94d7c12", ((4, PROD), (2, DEV), (4, SHARED))),
    "finance": ("Billing", "d10c6a72e5938bf4", ((1, SHARED),)),
}

INSTANCES = ("i-0a3f5c7e91b2d4f68", "i-07d1e2c3b4a596870", "i-0c9b8a7d6e5f41302", "i-01f2e3d4c5b6a7988")
BUCKETS = ("quillon-invoices", "quillon-manifests", "quillon-tracking-raw", "quillon-reports", "quillon-artifacts")
GROUPS = ("/aws/lambda/quote-engine", "/aws/lambda/label-printer", "/ecs/tracking-api", "/ecs/customs-worker")
FUNCTIONS = ("quote-engine", "label-printer", "customs-check", "notify-customer")
TABLES = ("shipments", "quotes", "customers")


def _one(name, values):
    return lambda dice: {name: dice.pick(values)}


def _instance_items(dice):
    return {"instancesSet": {"items": [{"instanceId": dice.pick(INSTANCES)}]}, "filterSet": {}}


def _nothing(_dice):
    return None


BY_INSTANCE, BY_BUCKET, BY_GROUP = _instance_items, _one("bucketName", BUCKETS), _one("logGroupName", GROUPS)
BY_FUNCTION, BY_TABLE = _one("functionName", FUNCTIONS), _one("tableName", TABLES)

# team: [(weight, (service, action, request, read))]
WORK = {
    "platform": [
        (9, ("ec2", "DescribeInstances", BY_INSTANCE, True)), (5, ("ec2", "DescribeInstanceStatus", BY_INSTANCE, True)),
        (4, ("ec2", "DescribeSecurityGroups", _nothing, True)), (3, ("ec2", "DescribeVolumes", _nothing, True)),
        (6, ("logs", "FilterLogEvents", BY_GROUP, True)), (5, ("monitoring", "DescribeAlarms", _nothing, True)),
        (4, ("iam", "ListRoles", _nothing, True)),
        (3, ("iam", "GetRole", _one("roleName", ("tracking-api", "quote-engine", "deploy-robot")), True)),
        (4, ("ecs", "DescribeServices", _one("cluster", ("main", "batch")), True)),
        (3, ("rds", "DescribeDBInstances", _nothing, True)),
        (3, ("ec2", "StopInstances", BY_INSTANCE, False)), (3, ("ec2", "StartInstances", BY_INSTANCE, False)),
        (3, ("ecs", "UpdateService", _one("service", ("tracking-api", "customs-worker")), False)),
        (2, ("ec2", "AuthorizeSecurityGroupIngress", _one("groupId", ("sg-0d41aa7c", "sg-0b72c19e")), False)),
        (2, ("iam", "PutRolePolicy", _one("roleName", ("tracking-api", "quote-engine")), False)),
        (2, ("ssm", "StartSession", _one("target", INSTANCES), False)),
    ],
    "developer": [
        (8, ("logs", "FilterLogEvents", BY_GROUP, True)), (5, ("logs", "DescribeLogStreams", BY_GROUP, True)),
        (5, ("lambda", "GetFunction20150331v2", BY_FUNCTION, True)),
        (4, ("lambda", "ListFunctions20150331", _nothing, True)),
        (4, ("cloudformation", "DescribeStacks", _one("stackName", ("quotes", "labels", "tracking")), True)),
        (4, ("dynamodb", "DescribeTable", BY_TABLE, True)), (3, ("s3", "ListBuckets", _nothing, True)),
        (4, ("ecr", "DescribeImages", _one("repositoryName", ("tracking-api", "customs-worker")), True)),
        (3, ("monitoring", "GetDashboard", _one("dashboardName", ("quotes", "labels")), True)),
        (3, ("lambda", "UpdateFunctionCode20150331v2", BY_FUNCTION, False)),
        (2, ("cloudformation", "CreateChangeSet", _one("stackName", ("quotes", "labels")), False)),
        (2, ("sqs", "PurgeQueue", _one("queueUrl", ("https://sqs.eu-west-1.amazonaws.com/dev/labels",)), False)),
    ],
    "data": [
        (7, ("athena", "StartQueryExecution", _one("workGroup", ("analysts", "reports")), False)),
        (8, ("athena", "GetQueryExecution", _nothing, True)), (5, ("athena", "GetQueryResults", _nothing, True)),
        (4, ("glue", "GetTables", _one("databaseName", ("tracking", "billing")), True)),
        (3, ("glue", "GetDatabases", _nothing, True)),
        (4, ("s3", "GetBucketLocation", BY_BUCKET, True)), (3, ("s3", "ListBuckets", _nothing, True)),
        (2, ("glue", "StartJobRun", _one("jobName", ("tracking-daily", "billing-daily")), False)),
        (2, ("quicksight", "DescribeDashboard", _one("dashboardId", ("lanes", "margins")), True)),
    ],
    "security": [
        (6, ("guardduty", "ListFindings", _one("detectorId", ("4ab1c2",)), True)),
        (5, ("guardduty", "GetFindings", _nothing, True)),
        (5, ("cloudtrail", "LookupEvents", _nothing, True)), (4, ("iam", "ListUsers", _nothing, True)),
        (4, ("iam", "GetAccountAuthorizationDetails", _nothing, True)),
        (4, ("securityhub", "GetFindings", _nothing, True)),
        (3, ("ec2", "DescribeSecurityGroups", _nothing, True)), (3, ("s3", "GetBucketPolicy", BY_BUCKET, True)),
        (2, ("guardduty", "ArchiveFindings", _one("detectorId", ("4ab1c2",)), False)),
        (2, ("securityhub", "BatchUpdateFindings", _nothing, False)),
    ],
    "finance": [
        (8, ("ce", "GetCostAndUsage", _one("granularity", ("DAILY", "MONTHLY")), True)),
        (4, ("ce", "GetCostForecast", _one("granularity", ("MONTHLY",)), True)),
        (3, ("budgets", "ViewBudget", _nothing, True)),
        (3, ("ce", "GetDimensionValues", _one("dimension", ("SERVICE", "LINKED_ACCOUNT")), True)),
    ],
}
ERRORS = {"s3": ("NoSuchBucketPolicy", "The bucket policy does not exist"),
          "lambda": ("ResourceNotFoundException", "Function not found"),
          "logs": ("ResourceNotFoundException", "The specified log group does not exist."),
          "ec2": ("Client.InvalidInstanceID.NotFound", "The instance ID does not exist")}


def _region(service, account, dice):
    if service in ("iam", "ce", "budgets", "signin"):
        return "us-east-1"
    return "us-east-1" if dice.chance(0.15) else "eu-west-1"


def _work_one(when, person, caller, dice):
    service, action, request, read = dice.weighted(WORK[person.team])
    error = ERRORS.get(service) if dice.chance(0.03) else None
    answer = {"_return": True} if service == "ec2" and not read and not error else None
    return record(when, caller, service, action, _region(service, caller.account, dice), request(dice), answer, error,
                  read)


def _sign_in(when, caller):
    return record(when, caller, "signin", "ConsoleLogin", "us-east-1", None, {"ConsoleLogin": "Success"}, None, False,
                  event_type="AwsConsoleSignIn", more={"additionalEventData": {"MobileVersion": "No", "MFAUsed": "No"}})


def _burst(start, person, caller, dice, calls):
    """A few calls in a row, as one page of the console or one script makes them."""
    when = start
    for _ in range(calls):
        yield _work_one(when, person, caller, dice)
        when += dice.weighted(((5, 0), (4, dice.whole(1, 5)), (3, dice.whole(6, 70))))


def _sso_caller(person, account, began, address, console, dice):
    name, suffix, _ = TEAMS[person.team]
    role = f"AWSReservedSSO_{name}_{suffix}"
    role_id = "AROA" + Dice("role", role, account).text(17)
    key = "ASIA" + dice.text(16)
    tools = Dice("tools", person.name)
    agent = tools.pick(BROWSERS) if console else tools.pick(CLI).format(tools.whole(3, 17))
    return Caller(role_identity(account, role, role_id, person.mail, key, began, path=SSO_PATH), address, agent,
                  account,
                  tls="TLSv1.3", console=console)


def _place_of_day(person, day, dice):
    """Where somebody works today: the office, or home on some days."""
    if person.name == world.TRAVELLER and 12 <= day <= 16:
        return world.address("hotel-jp", 30211)
    weekday = (day + 2) % 7  # 2026-10-01 was a Thursday
    number = world.PEOPLE.index(person)
    if weekday == (number % 5) or weekday == ((number + 2) % 5):
        return person.home(number)
    office = "office-ams" if person.zone == "NL" else "office-bos"
    return world.address(office, 2 + dice.whole(0, 3))


def _offset(person, day):
    """Hours that the local clock is ahead of UTC (summer time ends in Europe on the 25th)."""
    if person.name == world.TRAVELLER and 12 <= day <= 16:
        return 9
    return (2 if day < 25 else 1) if person.zone == "NL" else -4


def _session(person, day, hour, address, dice):
    """One session of work in one account: perhaps a sign-in, then some bursts."""
    account = dice.weighted(TEAMS[person.team][2])
    start = moment(day, 0, dice.whole(0, 59), dice.whole(0, 59)) + int(hour * 3600)
    console = dice.chance(0.65)
    caller = _sso_caller(person, account, start - dice.whole(5, 60), address, console, dice)
    if console:
        yield _sign_in(start, caller)
    for _ in range(dice.whole(1, 3)):
        start += dice.whole(20, 900)
        yield from _burst(start, person, caller, dice, dice.whole(2, 7))


def _workday(person, day):
    dice = Dice("work", person.name, day)
    if dice.chance(0.07):
        return  # a free day
    address = _place_of_day(person, day, dice)
    first = 8.5 - _offset(person, day)
    for part in range(dice.whole(2, 4)):
        yield from _session(person, day, first + dice.real(part * 2.2, part * 2.2 + 1.6), address, dice)


def _on_call_night():
    """Wednesday the 14th, 01:40 UTC: an alarm, and an engineer looks at everything from home."""
    person = next(p for p in world.PEOPLE if p.name == world.ON_CALL)
    dice = Dice("on call")
    start = moment(14, 1, 40)
    caller = _sso_caller(person, PROD, start, person.home(world.PEOPLE.index(person)), True, dice)
    yield _sign_in(start, caller)
    for minute in range(2, 88, 3):
        yield from _burst(start + minute * 60, person, caller, dice, dice.whole(4, 7))


def _new_service():
    """The data team begins to use Step Functions in the third week."""
    person = next(p for p in world.PEOPLE if p.name == "sven.dekker")
    dice = Dice("step functions")
    machine = {"name": "lane-margins"}
    for day, actions in ((20, ("CreateStateMachine", "DescribeStateMachine", "StartExecution", "DescribeExecution")),
                         (21, ("UpdateStateMachine", "StartExecution", "DescribeExecution", "DescribeExecution")),
                         (23, ("UpdateStateMachine", "DescribeStateMachine", "StartExecution"))):
        start = moment(day, 9, 25)
        caller = _sso_caller(person, PROD, start - 40, world.address("office-ams", 3), True, dice)
        for action in actions:
            start += dice.whole(15, 400)
            yield record(start, caller, "states", action, "eu-west-1", machine, read=action.startswith("Describe"))


def _iam_users():
    """Two that are left from before single sign-on: a person with a second factor, and a program's key."""
    dice = Dice("iam users")
    owner = world.Person("m.okafor", "finance", "NL")
    for day in range(1, world.DAYS + 1):
        if (day + 2) % 7 >= 5:
            continue
        start = moment(day, 9 if day < 25 else 10, dice.whole(0, 50))
        caller = Caller(user_identity(SHARED, "m.okafor", "AIDA" + Dice("m.okafor").text(17), "ASIA" + dice.text(16),
                                      (start, "true")),
                        world.address("office-ams", 9), BROWSERS[1], SHARED, console=True)
        before = {name: part for name, part in caller.identity.items() if name not in ("accessKeyId", "sessionContext")}
        yield record(start, Caller(before, caller.address, caller.agent, SHARED),
                     "signin", "ConsoleLogin", "us-east-1", None, {"ConsoleLogin": "Success"}, None, False,
                     event_type="AwsConsoleSignIn",
                     more={"additionalEventData": {"MobileVersion": "No", "MFAUsed": "Yes"}})
        yield from _burst(start + 60, owner, caller, dice, dice.whole(6, 14))
    key = "AKIA" + Dice("exporter").text(16)
    exporter = Caller(user_identity(SHARED, "erp-cost-export", "AIDA" + Dice("exporter id").text(17), key),
                      world.address("office-ams", 20),
                      "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#5.15.0 lang/python#3.10.12",
                      SHARED, tls="TLSv1.2")
    for day in range(1, world.DAYS + 1):
        for hour in range(0, 24, 4):
            start = moment(day, hour, 12, dice.whole(0, 20))
            yield record(start, exporter, "sts", "AssumeRole", "us-east-1",
                         {"roleArn": f"arn:aws:iam::{SHARED}:role/cost-export", "roleSessionName": "erp"}, read=True)
            for step in range(3):
                yield record(start + 2 + step, exporter, "ce", "GetCostAndUsage", "us-east-1", {"granularity": "DAILY"})


def events():
    for person in world.PEOPLE:
        for day in range(person.first_day, world.DAYS + 1):
            if (day + 2) % 7 < 5:
                yield from _workday(person, day)
    yield from _on_call_night()
    yield from _new_service()
    yield from _iam_users()
