"""Every definition of revenue, once; read-only."""
