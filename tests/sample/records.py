"""One CloudTrail record: who, what, from where. Fields stand in the order in which AWS writes them."""
import datetime

UTC = datetime.timezone.utc

# The service's host name and the version of the records that it writes.
VERSIONS = {"ec2": "1.10", "s3": "1.11", "sts": "1.08", "iam": "1.10", "kms": "1.11", "signin": "1.09",
            "lambda": "1.10", "logs": "1.11", "monitoring": "1.11", "dynamodb": "1.11", "secretsmanager": "1.09"}


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(day, hour=0, minute=0, second=0):
    """Seconds since 1970 of a time in the sample's month."""
    return int(datetime.datetime(2026, 10, 1,
                                 tzinfo=UTC).timestamp()) + ((day - 1) * 24 + hour) * 3600 + minute * 60 + second


class Caller:
    """Somebody with credentials at a place: the parts of a record that stay the same for a session."""

    def __init__(self, identity, address, agent, account, tls=None, console=False):
        self.identity, self.address, self.agent, self.account = identity, address, agent, account
        self.tls, self.console = tls, console


def role_identity(account, role, role_id, session, key, began, path="", mfa="false", extra=None):
    """A session of a role."""
    name = role.rsplit("/", 1)[-1]
    context = {"sessionIssuer": {"type": "Role", "arn": f"arn:aws:iam::{account}:role/{path}{name}", "userName": name},
               "attributes": {"creationDate": stamp(began), "mfaAuthenticated": mfa}}
    if extra:
        context.update(extra)
    return {"type": "AssumedRole", "principalId": f"{role_id}:{session}",
            "arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}", "accountId": account,
            "accessKeyId": key, "sessionContext": context}


def user_identity(account, name, user_id, key, session=None):
    """An IAM user; `session`: (began, mfa) when it has a temporary session."""
    identity = {"type": "IAMUser", "principalId": user_id, "arn": f"arn:aws:iam::{account}:user/{name}",
                "accountId": account}
    if key:
        identity["accessKeyId"] = key
    identity["userName"] = name
    if session:
        identity["sessionContext"] = {"attributes": {"creationDate": stamp(session[0]), "mfaAuthenticated": session[1]}}
    return identity


def record(when, caller, service, action, region, request=None, response=None, error=None, read=True,
           event_type="AwsApiCall", management=True, account=None, more=None):
    """A record without its id. error: (code, message). more: further fields, put before eventType."""
    out = {"eventVersion": VERSIONS.get(service, "1.09"), "userIdentity": caller.identity, "eventTime": stamp(when),
           "eventSource": f"{service}.amazonaws.com", "eventName": action, "awsRegion": region,
           "sourceIPAddress": caller.address, "userAgent": caller.agent}
    if error:
        out["errorCode"], out["errorMessage"] = error
    out["requestParameters"] = request
    out["responseElements"] = response
    out["eventID"] = None  # given when all events are known
    out["readOnly"] = read
    out.update(more or {})
    out["eventType"] = event_type
    out["managementEvent"] = management
    out["recipientAccountId"] = account or caller.account
    out["eventCategory"] = "Management" if management else "Data"
    if caller.tls:
        out["tlsDetails"] = {"tlsVersion": caller.tls, "cipherSuite": "TLS_AES_128_GCM_SHA256"}
    if caller.console:
        out["sessionCredentialFromConsole"] = "true"
    return when, out
