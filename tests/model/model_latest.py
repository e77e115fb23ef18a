"""previous, elapsed, travel: what the latest earlier event of an entity was like (docs/language.md, section 8)."""
import math

from model_values import SECOND, Duration, Time, time_text

RADIUS_KM, NEAR_KM = 6371.0088, 50
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND


def tenths(number):
    """Rounded to one digit behind the point."""
    return math.floor(number * 10 + 0.5) / 10


def _direction(latitude, longitude):
    """A place as a vector from the middle of the earth."""
    a, b = math.radians(latitude), math.radians(longitude)
    return math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)


def distance(a, b):
    """The great circle in km, by the angle between two vectors: not the way of the haversine, so that
    one checks the other."""
    (ax, ay, az), (bx, by, bz) = _direction(*a), _direction(*b)
    across = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return tenths(RADIUS_KM * math.atan2(across, ax * bx + ay * by + az * bz))


def _latest(views, i):
    """The latest earlier measured event with the k of event i, or None."""
    earlier = [view for view in views[:i] if view.measured and view.k == views[i].k]
    return earlier[-1] if earlier and views[i].k is not None else None


def previous(views, i):
    """The value, and the facts of its evidence; None when there is none."""
    e, latest = views[i], _latest(views, i)
    if latest is None or e.is_null:
        return None, {}
    age = (e.time - latest.time) // SECOND
    return latest.x, {"value": latest.x, "age_s": age, "time": time_text(Time(latest.time))}


def elapsed(views, i):
    latest = _latest(views, i)
    if latest is None:
        return None, {}
    time = views[i].time - latest.time
    return Duration(time), {"value_s": time // SECOND, "time": time_text(Time(latest.time))}


def travel(views, i):
    e, latest = views[i], _latest(views, i)
    if latest is None or not e.measured:
        return None, {}
    km = distance(latest.stop.place, e.stop.place)
    hours = max(e.time - latest.time, MINUTE) / HOUR
    speed = tenths(km / hours) if km >= NEAR_KM else 0.0
    return speed, {"km_h": speed, "km": km, "hours": hours, "from": latest.stop.text, "to": e.stop.text}
