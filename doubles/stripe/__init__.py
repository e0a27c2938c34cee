"""A stand-in for Stripe that speaks HTTP to the official ``stripe`` package.

Nothing in here moves money, and nothing in here imports the shop.
"""
