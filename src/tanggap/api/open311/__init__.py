"""Open311 GeoReport v2: the city as other cities' programs know it, below `/open311/v2/`."""
