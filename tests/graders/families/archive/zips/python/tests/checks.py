import unittest

from numbers_ import double, half


class TestNumbers(unittest.TestCase):
    def test_double(self):
        """double"""
        self.assertEqual(double(4), 8)

    test_double.points = 3

    def test_half(self):
        """half"""
        self.assertEqual(half(4), 2)
