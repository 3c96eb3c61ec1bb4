import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Client } from "pg";
import type { Context } from "../../../../lambda-src/database-credentials/context";
import { createHandler } from "../../../../lambda-src/database-credentials/dispatch";
import { createLog } from "../../../../lambda-src/database-credentials/log";
import { Password } from "../../../../lambda-src/database-credentials/password";
import { scramVerifier } from "../../../../lambda-src/database-credentials/scram";
import type { SecretsApi } from "../../../../lambda-src/database-credentials/secret";
import {
  type Connect,
  type ConnectorProps,
  connector,
  type Session,
} from "../../../../lambda-src/database-credentials/sql/session";
import { full } from "../../../support/effort";
import { FrozenPath } from "./frozen-path";
import { reusing } from "./master-sessions";
import { master, PostgresServer, type ServerOptions, sharedDatabase } from "./postgres";
import { Reused } from "./reused";
import { SecretsManagerServer } from "./secrets-manager";

export const environmentName = "test";

export const rotationSteps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** Where the isolation does not matter: the one that takes less, and with `FULL=1` the usual one. */
export const anyIsolation = { isolation: full("schema", "database") };

/** What an organization's secret holds. */
export interface Content {
  readonly engine: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
  readonly password?: string;
  readonly sslmode: string;
  /** When this version was written. */
  readonly written?: string;
}

/** An organization as a test talks about it. */
export interface TestOrganization {
  readonly name: string;
  readonly secretArn: string;
  readonly event: Record<string, unknown>;
}

/** A function that dies at its n-th step to the outside: nothing after it happens, its connections break. */
class Killed extends Error {}

/** The function beside a real PostgreSQL and a Secrets Manager, and everything that came out of it. */
export class Harness {
  /** @param options of the server; by default a shared instance, with its database that RDS makes */
  static async start(options: ServerOptions = { initialDatabase: sharedDatabase }): Promise<Harness> {
    const postgres = await PostgresServer.start(options);
    return new Harness(postgres, await SecretsManagerServer.start());
  }

  readonly logs: string[] = [];
  readonly metrics: string[] = [];
  /** Returned values and errors, as Lambda would hand them on. */
  readonly outcomes: string[] = [];
  readonly masterSecretArn: string;
  /** What organizations are told to call: the server itself, or what a test puts before it. */
  clientHost = "localhost";
  private readonly client: SecretsManagerClient;
  private stepsLeft = Number.POSITIVE_INFINITY;
  private usual: Connect | undefined;
  private readonly reused = new Reused<Session>();
  private path: FrozenPath | undefined;
  private stepsToSilence = 0;
  /** Steps to the outside (statements, connections, calls of Secrets Manager) since the start. */
  steps = 0;

  private constructor(
    readonly postgres: PostgresServer,
    readonly secrets: SecretsManagerServer,
  ) {
    this.masterSecretArn = secrets.create("rds!db-master");
    secrets.put(this.masterSecretArn, JSON.stringify(master));
    postgres.beforeChange = () => this.endReused();
    this.client = new SecretsManagerClient({
      region: "eu-west-1",
      endpoint: secrets.endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await Promise.all([this.postgres.stop(), this.secrets.stop()]);
  }

  /** From here on, the function's next sessions are logins. No session is left that it has ended. */
  endReused(): Promise<void> {
    return this.reused.clear();
  }

  /** Adds an organization with its secret, as Terraform does before it invokes the function. */
  organization(
    name: string,
    overrides: Record<string, unknown> = {},
    furtherTags: Record<string, string> = {},
  ): TestOrganization {
    const tags = { Organization: name, Environment: environmentName, ...furtherTags };
    const secretArn = this.secrets.create(`${name}-${environmentName}-database-credentials`, tags);
    const event = {
      organization: name,
      isolation: "database",
      authentication: "password",
      connectionLimit: 5,
      secretArn,
      ...overrides,
    };
    return { name, secretArn, event };
  }

  /** Adds an organization and provisions it. */
  async provisioned(
    name: string,
    overrides: Record<string, unknown> = {},
    furtherTags: Record<string, string> = {},
  ): Promise<TestOrganization> {
    const organization = this.organization(name, overrides, furtherTags);
    await this.invoke(organization.event);
    return organization;
  }

  /** Destroys an organization, as Terraform does. */
  remove({ name, secretArn }: TestOrganization): Promise<unknown> {
    return this.invoke({ removal: { organization: name, secretArn }, tf: { action: "delete" } });
  }

  /** Invokes the function. */
  async invoke(event: unknown): Promise<unknown> {
    const handler = createHandler(this.context());
    try {
      const returned = await handler(event);
      this.outcomes.push(JSON.stringify(returned ?? null));
      return returned;
    } catch (error) {
      this.outcomes.push(`${String(error)} ${JSON.stringify(error, Object.getOwnPropertyNames(error))}`);
      throw error;
    }
  }

  /** What the function works with. */
  context(): Context {
    const { host, port, tls } = this.postgres;
    return {
      config: {
        region: "eu-west-1",
        functionName: "test-database-credentials",
        environmentName,
        host,
        clientHost: this.clientHost,
        port,
        masterSecretArn: this.masterSecretArn,
        sharedDatabase,
      },
      secrets: {
        send: (command: never, options: never) => this.step(() => this.ask(command, options)),
      } as SecretsApi,
      connect: this.mortal(this.connect({ host, port, rootCertificates: [tls.ca] })),
      tokenFor: async (username) => new Password(`token of ${username}`),
      log: createLog((line) => this.logs.push(line)),
      metrics: (line) => this.metrics.push(line),
    };
  }

  /** Changes the master's password in PostgreSQL alone, as RDS does a moment before its secret has the new one. */
  async setMasterPassword(password: string): Promise<void> {
    const verifier = scramVerifier(new Password(password));
    await this.postgres.asSuperuser(`ALTER ROLE ${master.username} PASSWORD '${verifier}'`);
  }

  /** One attempt at a rotation, as Secrets Manager makes it: four steps with one token. */
  async rotate({ secretArn }: Pick<TestOrganization, "secretArn">): Promise<void> {
    const token = this.secrets.beginRotation(secretArn);
    for (const step of rotationSteps) await this.rotationStep(secretArn, token, step);
  }

  /** What Secrets Manager does to try a schedule that does not rotate at once: one step, on a version of its own. */
  async tryRotation({ secretArn }: Pick<TestOrganization, "secretArn">, text?: string): Promise<void> {
    const token = this.secrets.beginRotation(secretArn);
    if (text !== undefined) this.secrets.putPending(secretArn, text);
    await this.rotationStep(secretArn, token, "testSecret");
    this.secrets.endTrial(secretArn, token);
  }

  async rotationStep(secretArn: string, token: string, step: string): Promise<void> {
    await this.invoke({ SecretId: secretArn, ClientRequestToken: token, Step: step });
  }

  /** Runs `work` with a function that dies before its n-th step to the outside. True when it lived long enough. */
  async killedBefore(n: number, work: () => Promise<unknown>): Promise<boolean> {
    this.stepsLeft = n;
    try {
      await work();
      return true;
    } catch (error) {
      if (this.stepsLeft > 0) throw error;
      return false;
    } finally {
      this.stepsLeft = Number.POSITIVE_INFINITY;
    }
  }

  /** Runs `work` with a function to whose open connections PostgreSQL falls silent at its n-th step. */
  async silentAfter(n: number, work: () => Promise<unknown>): Promise<void> {
    this.path = await FrozenPath.to(this.postgres.port);
    this.stepsToSilence = n;
    await work().finally(() => {
      this.path?.close();
      this.path = undefined;
    });
  }

  content(organization: Pick<TestOrganization, "secretArn">, stage?: string): Content {
    return JSON.parse(this.secrets.text(organization.secretArn, stage) ?? "null");
  }

  /** Connects as an application with the credentials of its secret, or with others. */
  async open(credentials: Pick<Content, "username" | "password" | "database">): Promise<Client> {
    const { username: user, password, database } = credentials;
    return this.postgres.connect({ user, password, database });
  }

  /** Runs `work` on a connection of an application. */
  async as<T>(
    credentials: Pick<Content, "username" | "password" | "database">,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = await this.open(credentials);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Whether credentials log in. */
  readonly works = (credentials: Pick<Content, "username" | "password" | "database">): Promise<boolean> =>
    this.as(credentials, (client) => client.query("SELECT 1")).then(
      () => true,
      () => false,
    );

  /** Staging labels of each version of an organization's secret, sorted. */
  stagesOf({ secretArn }: Pick<TestOrganization, "secretArn">): string[][] {
    return Object.values(this.secrets.stages(secretArn)).sort();
  }

  /** How many roles have names that begin so. */
  async countRoles(prefix: string): Promise<number> {
    const like = `${prefix}\\_%`;
    const roles = await this.postgres.asSuperuser(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE '${like}'`,
    );
    return roles.length;
  }

  /** Where a password shows, of all that the function and PostgreSQL left behind. */
  leaks(): string[] {
    const passwords = this.secrets.texts.flatMap((text) => {
      const password = /"password":"([^"]+)"/.exec(text)?.[1];
      return password ? [password] : text.startsWith("{") ? [] : [text];
    });
    const places = {
      "the function's log": this.logs.join("\n"),
      "a returned value or an error": this.outcomes.join("\n"),
      "PostgreSQL's log": this.postgres.log(),
    };
    return Object.entries(places)
      .filter(([, text]) => passwords.some((password) => text.includes(password)))
      .map(([place]) => place);
  }

  /** Asks Secrets Manager; with `FULL=1` always by a call over HTTP. */
  private async ask(command: never, options: never): Promise<unknown> {
    return full(this.secrets, undefined)?.atOnce(command) ?? this.client.send(command, options);
  }

  /** With little patience where PostgreSQL will be silent, since nothing else comes of waiting. */
  private connect(props: ConnectorProps): Connect {
    if (!this.path) {
      this.usual ??= full(reusing(this.reused, connector(props)), connector(props));
      return this.usual;
    }
    const connect = connector({ ...props, port: this.path.port });
    return (login) => connect({ ...login, statementSeconds: 1 });
  }

  /** Breaks connections and calls once the function has used up its steps. */
  private mortal(connect: Connect): Connect {
    return async (login) => {
      const session = await this.step(() => connect(login));
      return {
        ...session,
        query: async <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
          if (this.stepsLeft <= 0) await session.end().catch(() => {});
          return this.step(() => session.query<Row>(text, values));
        },
      };
    };
  }

  private async step<T>(work: () => Promise<T>): Promise<T> {
    this.steps++;
    if (this.path && this.stepsToSilence-- === 0) this.path.freeze();
    if (this.stepsLeft-- <= 0) {
      this.stepsLeft = 0;
      throw new Killed("the function was killed");
    }
    return work();
  }
}
