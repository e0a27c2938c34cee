"""What we tell people, written from order events: the outbox and its delivery."""
