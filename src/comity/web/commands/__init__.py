"""What the `comity` command can do: a module for each group, each with `add_commands(subparsers)`."""
