import os

from sqlalchemy import create_engine, text

# SQLAlchemy chooses the driver by the scheme; psycopg is libpq, and takes the rest as it is.
url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
with create_engine(url).connect() as connection:
    ssl = connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    print(f"encrypted: {str(ssl).lower()}")
