"""Where the addresses of the random events are: a table, and the databases that say the same."""
import ipaddress
import os
import sys

from model_values import Address, Ip, ip_of

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sample"))
import mmdb  # noqa: E402

COUNTRIES = {"81.2.69.0/24": ("GB", "United Kingdom"), "81.2.0.0/16": ("NL", "The Netherlands"),
             "2a02::/16": ("JP", "Japan")}
OWNERS = {"81.2.64.0/18": (64500, "Example Net"), "2a02:1::/32": (64501, "Sample Six")}


def _longest(table, ip):
    fitting = [ipaddress.ip_network(block) for block in table]
    fitting = [block for block in fitting if block.version == ip.version and ip in block]
    return table[str(max(fitting, key=lambda block: block.prefixlen))] if fitting else None


class Places:
    """part(): what geo(x).part gives. flat: the country file has no names, only codes."""

    def __init__(self, flat):
        self.flat = flat

    def part(self, value, part):
        ip = ip_of(value) if isinstance(value, (Ip, Address, str)) else None
        if ip is None or ip.is_private:
            return None
        country, owner = _longest(COUNTRIES, ip), _longest(OWNERS, ip)
        return {"country": country and country[0], "asn": owner and owner[0], "as_org": owner and owner[1]}[part]

    def write(self, folder):
        """The two databases; gives the paths of country and AS file."""
        if self.flat:
            places = {block: {"country_code": code} for block, (code, _) in COUNTRIES.items()}
        else:
            places = {block: {"country": {"iso_code": code, "names": {"en": name}}}
                      for block, (code, name) in COUNTRIES.items()}
        owners = {block: {"autonomous_system_number": number, "autonomous_system_organization": name}
                  for block, (number, name) in OWNERS.items()}
        out = []
        for name, table in (("country", places), ("asn", owners)):
            out.append(os.path.join(folder, name + ".mmdb"))
            with open(out[-1], "wb") as file:
                file.write(mmdb.database(table, "Test-" + name, "test"))
        return out
