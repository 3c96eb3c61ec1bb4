import { PrismaPg } from "@prisma/adapter-pg";

// An application passes the adapter on: new PrismaClient({ adapter }). The adapter opens the connections.
const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });

const connection = await adapter.connect();
const { rows } = await connection.queryRaw({
  sql: "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
  args: [],
  argTypes: [],
});
console.log(`encrypted: ${rows[0][0]}`);
await connection.dispose();
