"""People who want to hear from us: what they asked for, under which consent, and how each was followed up."""
