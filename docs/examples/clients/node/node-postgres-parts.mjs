import fs from "node:fs";
import pg from "pg";

// PGSSLMODE alone makes node-postgres verify against public authorities, which RDS is not among: it needs the file, too.
const pool = new pg.Pool({
  host: process.env.DB_HOST,
  port: Number(process.env.DB_PORT),
  database: process.env.DB_NAME,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  ssl: { ca: fs.readFileSync(process.env.PGSSLROOTCERT, "utf8") },
});
const { rows } = await pool.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
console.log(`encrypted: ${rows[0].ssl}`);
await pool.end();
