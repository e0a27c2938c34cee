"""Where an order goes and what sending it costs: regions, destinations, couriers, zones, rates."""
