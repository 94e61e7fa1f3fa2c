"""The JSON API: its operations are the acts and the views of the house (OpenAPI 3.1 at /api/v1/openapi.json)."""
