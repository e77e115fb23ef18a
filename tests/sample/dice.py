"""Chance that repeats: every draw comes from random(), whose sequence Python keeps the same."""
import random


class Dice:
    def __init__(self, *seed):
        self._random = random.Random("/".join(str(part) for part in seed))

    def real(self, low=0.0, high=1.0):
        return low + (high - low) * self._random.random()

    def whole(self, low, high):
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share):
        return self._random.random() < share

    def pick(self, items):
        return items[int(self._random.random() * len(items))]

    def weighted(self, items):
        """items: [(weight, thing)]; gives one thing."""
        left = self._random.random() * sum(weight for weight, _ in items)
        for weight, thing in items:
            left -= weight
            if left < 0:
                return thing
        return items[-1][1]

    def text(self, length, letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        return "".join(self.pick(letters) for _ in range(length))

    def hexa(self, length):
        return self.text(length, "0123456789abcdef")
