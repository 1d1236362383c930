"""Running the platform: its home folder, first data, processes, periodic work, backups, and whether all is well."""
