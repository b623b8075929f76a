"""HTTP for everything that any face does: `/api/v1`, described by its own OpenAPI."""
