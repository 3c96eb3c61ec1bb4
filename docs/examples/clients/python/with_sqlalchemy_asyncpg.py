import asyncio
import os

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

# SQLAlchemy hands sslmode to asyncpg as an argument, which it refuses. From the parts, asyncpg reads PGSSLMODE and
# PGSSLROOTCERT by itself.
url = URL.create(
    "postgresql+asyncpg",
    username=os.environ["DB_USER"],
    password=os.environ["DB_PASSWORD"],
    host=os.environ["DB_HOST"],
    port=int(os.environ["DB_PORT"]),
    database=os.environ["DB_NAME"],
)


async def main() -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        ssl = await connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        print(f"encrypted: {str(ssl).lower()}")
    await engine.dispose()


asyncio.run(main())
