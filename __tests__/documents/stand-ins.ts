import fs from "node:fs";
import path from "node:path";
import type { Call, Said } from "../support/programs";

interface Declares {
  made(type: string): Attributes[];
  checkKubectl(namespace: string | undefined, words: readonly string[]): void;
  checkAws(operation: string, words: readonly string[]): void;
}
const { Declared } = require("./stand-ins/declared.js") as {
  Declared: new (
    stacks: Readonly<Record<string, Attributes>>,
    file: string,
    refuse: (text: string) => never,
  ) => Declares;
};

/** A call that cannot be. */
class Refused extends Error {}

const refuse = (text: string): never => {
  throw new Refused(text);
};

// biome-ignore lint/suspicious/noExplicitAny: attributes of any synthesized resource
type Attributes = any;

interface Stack {
  readonly name: string;
  readonly synthesizedStackPath: string;
}

const read = (file: string): Attributes => JSON.parse(fs.readFileSync(file, "utf8"));
const stacksIn = (outdir: string): Stack[] => Object.values(read(path.join(outdir, "manifest.json")).stacks);
const said = (stdout: string): Said => ({ stdout: `${stdout}\n` });

/** The word after the first of several options that is given. */
function after(words: readonly string[], ...options: string[]): string | undefined {
  const at = words.findIndex((word) => options.includes(word));
  return at < 0 ? undefined : words[at + 1];
}

/**
 * Programs that the documents call, beside npm. They do nothing but refuse what cannot be: a stack, an address or a
 * namespace that synthesis did not make. What a document reads from an answer, they answer.
 */
export class StandInPrograms {
  /** @param project folder that the documents are read in */
  constructor(private readonly project: string) {}

  answer(call: Call): Said {
    const [program = "", ...words] = call.words;
    try {
      return this.programs[program]?.(words, call) ?? {};
    } catch (error) {
      if (error instanceof Refused) return { status: 1, stderr: `${program}: ${error.message}\n` };
      throw error;
    }
  }

  private readonly programs: Readonly<
    Record<string, (words: readonly string[], call: Call) => Said | undefined>
  > = {
    terraform: (words, { folder }) => this.terraform(words, folder),
    kubectl: (words, { input }) => this.kubectl(words, input),
    npx: (words) => this.npx(words),
    aws: (words, { folder }) => this.aws(words, folder),
    git: ([first, second, folder], call) => {
      if (first === "worktree" && second === "add" && folder !== undefined)
        fs.cpSync(this.project, path.resolve(call.folder, folder), { recursive: true });
      return {};
    },
    checkov: (_, { folder }) =>
      fs.readdirSync(path.join(folder, "scan.out")).length === 0 ? refuse("nothing to scan") : {},
    trivy: (words, { folder }) => readsHcl(path.resolve(folder, words.at(-1) ?? "")),
    kics: (_, { folder }) => readsHcl(path.join(folder, "hcl.out/stacks")),
    dig: () => said("198.51.100.10"),
  };

  private terraform(words: readonly string[], here: string): Said {
    const chosen = words.find((word) => word.startsWith("-chdir="))?.slice("-chdir=".length) ?? ".";
    const folder = path.resolve(here, chosen);
    const file = path.join(folder, "cdk.tf.json");
    if (!fs.existsSync(file)) refuse(`${folder} holds no stack`);
    const { resource = {}, output = {} } = read(file);
    const addresses = Object.entries<object>(resource).flatMap(([type, made]) =>
      Object.keys(made).map((name) => `${type}.${name}`),
    );
    for (const target of words.flatMap((word) => /^-(?:target|replace)=(.*)/.exec(word)?.[1] ?? []))
      if (!addresses.includes(target)) refuse(`there is no ${target} in ${folder}`);
    const [command, what] = words.filter((word) => !word.startsWith("-"));
    if (command === "import" && !addresses.includes(what ?? "")) refuse(`there is no ${what} in ${folder}`);
    if (command === "state" && what === "list") return said(addresses.join("\n"));
    if (command === "output") {
      const name = words.at(-1) ?? "";
      return Object.hasOwn(output, name)
        ? said(`value-of-${name}`)
        : refuse(`there is no output ${name} in ${folder}`);
    }
    const plan = { format_version: "1.2", configuration: { root_module: {} }, resource_changes: [] };
    return command === "show" ? said(JSON.stringify(plan)) : {};
  }

  private kubectl(words: readonly string[], input: string): Said {
    this.declared.checkKubectl(after(words, "-n", "--namespace"), words);
    if (words.includes("-f") && after(words, "-f") === "-" && !/^kind: /m.test(input))
      refuse("nothing to create came in");
    if (words.includes("deployments") && after(words, "--output") === "json") return this.deployments();
    return words.includes("get") || words.includes("exec") ? said("value") : {};
  }

  /** Deployments of all organizations, rolled out. */
  private deployments(): Said {
    const items = this.declared.made("kubernetes_deployment_v1").map(({ metadata, spec }) => {
      const replicas = Number(spec.replicas);
      const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
      return {
        metadata: { name: metadata.name, generation: 1 },
        spec: { replicas },
        status: { observedGeneration: 1, ...counts },
      };
    });
    return said(JSON.stringify({ items }));
  }

  private npx(words: readonly string[]): Said {
    const names = this.stacks.map(({ name }) => name);
    const patterns = words[0] === "cdktf" ? words.slice(2).filter((word) => !word.startsWith("-")) : [];
    for (const pattern of patterns)
      if (!names.some((name) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name)))
        refuse(`there is no stack ${pattern}`);
    return {};
  }

  private aws(words: readonly string[], folder: string): Said {
    const [service = "", operation = ""] = words.filter((word) => !word.startsWith("-"));
    if (!/^[a-z0-9]+$/.test(service) || !/^[a-z0-9-]+$/.test(operation))
      refuse(`no call: ${words.join(" ")}`);
    if (operation === "get-caller-identity") {
      const config = fs.readFileSync(path.join(folder, "config/dev/environment.yaml"), "utf8");
      const [, Account] = /^account: "(\d+)"/m.exec(config) ?? [];
      if (words.includes("--query")) return said(JSON.stringify([Account]));
      return said(JSON.stringify({ Account, Arn: `arn:aws:iam::${Account}:role/platform` }));
    }
    this.declared.checkAws(operation, words);
    // What the project's own commands look up: there is nothing.
    if (after(words, "--output") === "json" && words.includes("--query")) return said("[]");
    if (operation === "describe-tags") return said(JSON.stringify({ Tags: [] }));
    if (operation === "describe-security-group-rules")
      return said(JSON.stringify({ SecurityGroupRules: [] }));
    if (operation === "describe-secret") return this.describeSecret(words);
    return operation === "invoke" ? this.invoke(words, folder) : said("value");
  }

  private describeSecret(words: readonly string[]): Said {
    const name = after(words, "--secret-id");
    const ARN = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;
    return said(after(words, "--output") === "json" ? JSON.stringify({ ARN }) : "value");
  }

  /** The credentials function, which finds nothing to do. */
  private invoke(words: readonly string[], folder: string): Said {
    const payload = after(words, "--payload") ?? "";
    const file = /^fileb:\/\/(.+)$/.exec(payload)?.[1];
    const { organization } = file ? read(path.resolve(folder, file)) : JSON.parse(payload);
    const answer = { organization, repaired: [], dataDropped: true, sessions: [], ended: 0, locked: [] };
    const target = words[words.indexOf("--payload") + 2] ?? "";
    fs.writeFileSync(path.resolve(folder, target), JSON.stringify(answer));
    return said(JSON.stringify({ StatusCode: 200 }));
  }

  /** What stacks declare, those of buckets for states included. */
  private get declared(): Declares {
    const stacks = Object.fromEntries(this.stacks.map(({ name, file }) => [name, read(file)]));
    return new Declared(stacks, path.join(path.dirname(this.project), "made.json"), refuse);
  }

  private get stacks(): { readonly name: string; readonly file: string }[] {
    return ["cdktf.out", "bootstrap.out"].flatMap((name) => {
      const outdir = path.join(this.project, name);
      if (!fs.existsSync(path.join(outdir, "manifest.json"))) return [];
      return stacksIn(outdir).map((stack) => ({
        name: stack.name,
        file: path.join(outdir, stack.synthesizedStackPath),
      }));
    });
  }
}

/** What a scanner says that looks for HCL in the folders of stacks. */
const readsHcl = (stacks: string): Said =>
  fs.readdirSync(stacks).some((stack) => fs.existsSync(path.join(stacks, stack, "cdk.tf")))
    ? {}
    : refuse(`no HCL in ${stacks}`);
