"""The demo's data: a month of a council that never was, and the people who lived it."""
