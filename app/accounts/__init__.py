"""People who sign in: customers and staff, their roles and what each role may do."""
