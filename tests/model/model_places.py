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


# City, latitude, longitude; null is what the database does not say. Some are near each other, some at the
# ends of the earth, some are no place.
CITIES = (("London", 51.5142, -0.0931), ("Croydon", 51.3714, -0.0977), (None, 51.5, -0.12),
          ("Utrecht", 52.0907, 5.1214), ("Amsterdam", 52.3676, 4.9041), ("Tokyo", 35.6895, 139.6917),
          ("Suva", -18.1416, 178.4415), ("Apia", -13.8333, -171.7667), ("North Pole", 90.0, 0.0), (None, 89.9, 170.0),
          ("Antipodes", -51.5142, 179.9069), ("Nowhere", None, 5.0), ("Nowhere else", 5.0, None), (None, None, None))


class Stop:
    """Where an event is. place: (latitude, longitude); text: as evidence has it."""

    def __init__(self, place, text):
        self.place, self.text = place, text


class Places:
    """part(): what geo(x).part gives. flat: the country file has no names, only codes. cities: by block of
    COUNTRIES, one of CITIES."""

    def __init__(self, flat, cities=None):
        self.flat, self.cities = flat, cities or {}

    @staticmethod
    def _public(value):
        ip = ip_of(value) if isinstance(value, (Ip, Address, str)) else None
        return None if ip is None or ip.is_private else ip

    def stop(self, value):
        """Where an address is; None when it is not located."""
        ip = self._public(value)
        city, latitude, longitude = (ip and _longest(self.cities, ip)) or (None, None, None)
        if latitude is None or longitude is None:
            return None
        known = (str(value), city, self.part(value, "country"))
        return Stop((latitude, longitude), ", ".join(word for word in known if word))

    def part(self, value, part):
        ip = self._public(value)
        if ip is None:
            return None
        country, owner = _longest(COUNTRIES, ip), _longest(OWNERS, ip)
        return {"country": country and country[0], "asn": owner and owner[0], "as_org": owner and owner[1]}[part]

    def _record(self, block):
        """What the database says of a block."""
        code, name = COUNTRIES[block]
        city, latitude, longitude = self.cities.get(block, (None, None, None))
        place = {key: value for key, value in (("latitude", latitude), ("longitude", longitude)) if value is not None}
        if self.flat:
            return {"country_code": code, **({"city": city} if city else {}), **place}
        return {"country": {"iso_code": code, "names": {"en": name}},
                **({"city": {"names": {"en": city}}} if city else {}), **({"location": place} if place else {})}

    def write(self, folder):
        """The two databases; gives the paths of country and AS file."""
        places = {block: self._record(block) for block in COUNTRIES}
        owners = {block: {"autonomous_system_number": number, "autonomous_system_organization": name}
                  for block, (number, name) in OWNERS.items()}
        out = []
        for name, table in (("country", places), ("asn", owners)):
            out.append(os.path.join(folder, name + ".mmdb"))
            with open(out[-1], "wb") as file:
                file.write(mmdb.database(table, "Test-" + name, "test"))
        return out
