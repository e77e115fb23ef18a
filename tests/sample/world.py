"""The invented organisation: accounts, networks, people. Tables only; nothing here is real.

Account numbers are those of AWS's documentation, AS numbers those that are reserved for
documents. The networks and their owners are made up: see sample/README.md."""
import ipaddress

ORGANISATION = "o-q7l0nfr8t1"
PROD, DEV, SHARED = "111122223333", "444455556666", "777788889999"
VENDOR = "123456789012"
REGIONS = {PROD: ("eu-west-1", "us-east-1", "eu-central-1"),
           DEV: ("eu-west-1", "us-east-1"),
           SHARED: ("eu-west-1", "us-east-1")}
YEAR, MONTH, DAYS = 2026, 10, 31


def _place(country, name, continent, latitude, longitude, city=None, region=None):
    place = {"continent": {"code": continent[0], "names": {"en": continent[1]}},
             "country": {"iso_code": country, "names": {"en": name}},
             "location": {"latitude": latitude, "longitude": longitude}}
    if city:
        place["city"] = {"names": {"en": city}}
    if region:
        place["subdivisions"] = [{"iso_code": region[0], "names": {"en": region[1]}}]
    return place


EUROPE, AMERICA, ASIA = ("EU", "Europe"), ("NA", "North America"), ("AS", "Asia")
AMSTERDAM = _place("NL", "The Netherlands", EUROPE, 52.37, 4.90, "Amsterdam", ("NH", "North Holland"))
UTRECHT = _place("NL", "The Netherlands", EUROPE, 52.09, 5.12, "Utrecht", ("UT", "Utrecht"))
NETHERLANDS = _place("NL", "The Netherlands", EUROPE, 52.13, 5.29)
BOSTON = _place("US", "United States", AMERICA, 42.36, -71.06, "Boston", ("MA", "Massachusetts"))
UNITED_STATES = _place("US", "United States", AMERICA, 37.75, -97.82)
DUBLIN = _place("IE", "Ireland", EUROPE, 53.35, -6.26, "Dublin", ("L", "Leinster"))
FRANKFURT = _place("DE", "Germany", EUROPE, 50.11, 8.68, "Frankfurt am Main", ("HE", "Hesse"))
OSAKA = _place("JP", "Japan", ASIA, 34.69, 135.50, "Osaka", ("27", "Osaka"))
SINGAPORE = _place("SG", "Singapore", ASIA, 1.29, 103.85, "Singapore")

# name: (network, place, AS number, owner)
NETWORKS = {
    "office-ams": ("83.98.212.0/24", AMSTERDAM, 64496, "Quillon Freight B.V."),
    "office-bos": ("64.119.87.0/24", BOSTON, 64497, "Quillon Freight Inc."),
    "home-nl": ("86.82.0.0/16", NETHERLANDS, 64498, "Polderlicht Breedband"),
    "home-nl6": ("2a02:a47f::/32", UTRECHT, 64498, "Polderlicht Breedband"),
    "home-us": ("73.186.0.0/16", BOSTON, 64499, "Bay Colony Cable"),
    "home-us6": ("2601:19b::/32", UNITED_STATES, 64499, "Bay Colony Cable"),
    "cloud-eu": ("54.77.0.0/16", DUBLIN, 64500, "Stratocumulus Cloud Services"),
    "cloud-us": ("54.163.0.0/16", UNITED_STATES, 64500, "Stratocumulus Cloud Services"),
    "cloud-de": ("52.58.0.0/16", FRANKFURT, 64500, "Stratocumulus Cloud Services"),
    "builders": ("140.82.40.0/21", UNITED_STATES, 64501, "Anvil Hosted Builders"),
    "vendor": ("91.64.80.0/24", FRANKFURT, 64502, "Northlight Cost Insight GmbH"),
    "hotel-jp": ("126.72.0.0/16", OSAKA, 64503, "Naniwa Hikari Net"),
    "elsewhere": ("103.253.24.0/22", SINGAPORE, 64504, "Merlion Budget Servers"),
}

# Blocks around the networks that are told in a country file, but have no AS.
WIDE = {"83.98.0.0/16": NETHERLANDS, "64.119.0.0/16": UNITED_STATES, "91.64.0.0/14": FRANKFURT}


def address(network, number):
    """The address `number` places into a network of NETWORKS."""
    return str(ipaddress.ip_network(NETWORKS[network][0])[number])


class Person:
    """team: a key of people.TEAMS; zone: NL or US; home: the number of the address at home."""

    def __init__(self, name, team, zone, first_day=1):
        self.name, self.team, self.zone, self.first_day = name, team, zone, first_day
        self.mail = f"{name}@quillon.example"

    def home(self, number):
        six = sum(map(ord, self.name)) % 4 == 0
        if six:
            return address("home-nl6" if self.zone == "NL" else "home-us6", (number + 1) << 72 | 0x21e5 + 977 * number)
        return address("home-nl" if self.zone == "NL" else "home-us", 4099 + 541 * number)


PEOPLE = [
    Person("amara.diallo", "platform", "NL"),
    Person("bram.visser", "platform", "NL"),
    Person("chen.wei", "platform", "US"),
    Person("dora.lindqvist", "platform", "NL"),
    Person("emeka.obi", "platform", "US"),
    Person("fatma.yilmaz", "developer", "NL"),
    Person("giulia.conti", "developer", "NL"),
    Person("hugo.martens", "developer", "NL"),
    Person("ines.duarte", "developer", "NL"),
    Person("jonas.weber", "developer", "NL"),
    Person("kavya.nair", "developer", "US"),
    Person("liam.byrne", "developer", "US"),
    Person("mei.tanaka", "developer", "NL"),      # travels in week two
    Person("noor.jansen", "developer", "NL"),
    Person("omar.haddad", "developer", "US"),
    Person("petra.novak", "developer", "NL", 19),  # begins in week three
    Person("quinn.adams", "data", "US"),
    Person("rosa.jimenez", "data", "US"),
    Person("sven.dekker", "data", "NL"),
    Person("tariq.aziz", "data", "NL"),
    Person("uma.patel", "data", "US"),
    Person("vera.smit", "security", "NL"),
    Person("wouter.bos", "security", "NL"),
    Person("xenia.popova", "finance", "NL"),
    Person("yara.cohen", "finance", "US"),
]
TRAVELLER, ON_CALL = "mei.tanaka", "bram.visser"
