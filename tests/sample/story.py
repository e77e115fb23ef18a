"""The incident: Thursday 2026-10-29, 02:10 UTC. Somebody has a session of the vendor's role.

Five calls from a network and a country from which this role never called. Each of them is
allowed, none of them fails. In all the month before, the role did nothing but take two roles."""
import world
from dice import Dice
from machines import READERS, assume_reader, vendor_caller
from people import INSTANCES
from records import moment, record

REGION = "eu-west-1"
AGENT = "aws-cli/2.15.30 Python/3.11.8 Linux/6.6.15-amd64 exe/x86_64.kali.2024 prompt/off"


def events():
    start = moment(29, 2, 10, 14)
    caller = vendor_caller(start - 900, world.address("elsewhere", 466), Dice("story"), AGENT)
    target = {"instancesSet": {"items": [{"instanceId": INSTANCES[3]}]}}
    change = {"items": [{"instanceId": INSTANCES[3], "currentState": {"code": 0, "name": "pending"},
                         "previousState": {"code": 80, "name": "stopped"}}]}
    back = {"items": [{"instanceId": INSTANCES[3], "currentState": {"code": 64, "name": "stopping"},
                       "previousState": {"code": 16, "name": "running"}}]}
    yield assume_reader(start, caller, READERS[0])
    yield assume_reader(start + 47, caller, READERS[1])
    yield record(start + 203, caller, "ec2", "DescribeInstances", REGION, {"instancesSet": {}, "filterSet": {}})
    yield record(start + 391, caller, "ec2", "StartInstances", REGION, target, {"instancesSet": change}, read=False)
    yield record(start + 1624, caller, "ec2", "StopInstances", REGION, target, {"instancesSet": back}, read=False)
