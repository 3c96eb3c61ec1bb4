import os

import psycopg

with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    ssl = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()[0]
    print(f"encrypted: {str(ssl).lower()}")
