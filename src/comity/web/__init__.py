"""The shell: Django project, database store, accounts, live updates, pages and API."""
