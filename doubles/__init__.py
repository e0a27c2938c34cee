"""The outside world for the demo and the tests, over the real protocols."""
