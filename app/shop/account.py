"""Signing in and out, and what a customer has ordered."""

from flask import Blueprint

bp = Blueprint("account", __name__)
