import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { builtinModules } from "node:module";
import os from "node:os";
import path from "node:path";
import { loadEnvironments } from "../../src/config/load";
import { quantityValue } from "../../src/config/quantity";
import { connectionCheck } from "../../src/diagnosis/connection-check";
import { ContainerImage } from "../../src/foundation/container-image";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";

const of = environment({ topology: "peering" }, [organization("acme")]);
const [acme] = of.organizations as [ReturnType<typeof organization>];
const [application] = acme.applications as [(typeof acme.applications)[number]];
const made = (options = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: the shape of Kubernetes objects is what the tests are about
  connectionCheck({ environment: of, organization: acme, application, ...options }) as any[];
const [configMap, job] = made();
const [container] = job.spec.template.spec.containers;
const script: string = configMap.data["index.js"];
const variables = Object.fromEntries(
  container.env.map(({ name, value }: { name: string; value?: string }) => [name, value]),
);

describe("the job", () => {
  test("runs once, has a time limit, and is deleted after an hour", () => {
    expect(job.metadata).toEqual({ name: "connection-check-api", namespace: "acme" });
    const { template: _, ...spec } = job.spec;
    expect(spec).toEqual({ backoffLimit: 0, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 3600 });
  });

  test("runs the script of the ConfigMap beside it, with Node.js", () => {
    expect(configMap.metadata).toEqual(job.metadata);
    expect(container.command).toEqual(["node", "/opt/connection-check/index.js"]);
    expect(job.spec.template.spec.volumes).toContainEqual({
      name: "script",
      configMap: { name: configMap.metadata.name },
    });
    expect(container.volumeMounts).toContainEqual({
      name: "script",
      mountPath: "/opt/connection-check",
      readOnly: true,
    });
  });

  test("uses a pinned image, or another one", () => {
    expect(container.image).toBe(ContainerImage.NODEJS.reference);
    expect(container.image).toMatch(/:\d+\.\d+\.\d+-/);
    const image = ContainerImage.of("registry.example.com/node:24.1.0");
    expect(made({ image })[1].spec.template.spec.containers[0].image).toBe(
      "registry.example.com/node:24.1.0",
    );
  });

  test("takes its image from the mirror of its environment", () => {
    const images = { registry: "registry.example.com/mirror", digests: {} };
    const pod = made({ environment: { ...of, images } })[1].spec.template.spec;
    expect(pod.containers[0].image).toBe(`registry.example.com/mirror/${ContainerImage.NODEJS.reference}`);
  });

  test("receives what config expects", () => {
    expect(JSON.parse(variables.EXPECTATION)).toEqual({
      environment: "test",
      organization: "acme",
      application: "api",
      region: "eu-west-1",
      authentication: "password",
      delivery: "environment",
      owner: "acme__owner",
      connectionLimit: 20,
      networks: of.network.subnets.databasePrivate,
    });
  });

  test("reads the login from files if it has no variables", () => {
    const credentials = { delivery: "files" };
    const [{ env }] = made({ environment: { ...of, credentials } })[1].spec.template.spec.containers;
    const values = new Map(env.map(({ name, value }: { name: string; value?: string }) => [name, value]));
    expect([...values.keys()].filter((name) => String(name).startsWith("DB_"))).toEqual([]);
    expect(JSON.parse(String(values.get("EXPECTATION")))).toMatchObject(credentials);
  });

  test("fits into the quota beside the pods of every shipped organization", () => {
    const { cpu, memory } = container.resources.requests;
    for (const one of atLeastOne(loadEnvironments("config").flatMap(({ organizations }) => organizations))) {
      const sum = (pick: (pod: { cpu: string; memory: string }) => string) =>
        one.applications.reduce(
          (all, { replicas, resources }) => all + replicas * quantityValue(pick(resources)),
          0,
        );
      const pods = one.applications.reduce((all, { replicas }) => all + replicas, 0);
      expect(pods + 1).toBeLessThanOrEqual(one.quota.pods);
      expect(sum((pod) => pod.cpu) + quantityValue(cpu)).toBeLessThanOrEqual(quantityValue(one.quota.cpu));
      expect(sum((pod) => pod.memory) + quantityValue(memory)).toBeLessThanOrEqual(
        quantityValue(one.quota.memory),
      );
    }
  });
});

describe("the script", () => {
  test("leaves room in the 256 KiB annotation with kubectl apply's copy", () => {
    expect(JSON.stringify(configMap).length).toBeLessThan(200 * 1024);
  });

  test("needs nothing but Node.js", () => {
    const required = [...script.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name as string);
    expect(required).toContain("node:tls");
    // pg asks for its native twin and for Cloudflare's sockets only where its caller wants them.
    const others = new Set(required.filter((name) => !builtinModules.includes(name.replace(/^node:/, ""))));
    expect(
      [...others].filter((name) => !/^(pg-native|pg-cloudflare|cloudflare:sockets)$/.test(name)),
    ).toEqual([]);
  });

  test("is the same in every run, and names no folder of this machine", () => {
    expect(made()[0].data["index.js"] === script).toBe(true);
    expect(script).not.toContain(path.resolve(__dirname, "../.."));
  });

  test("has its own exit code for an internal error, which is no finding", () => {
    const { status, stderr } = spawnSync(process.execPath, ["-"], {
      input: script,
      env: { EXPECTATION: "no JSON" },
      encoding: "utf8",
    });
    expect(status).toBe(70);
    expect(stderr).toMatch(/^The check itself failed: .*JSON.*\n$/);
  });

  test.each([
    ["a report", [], /^The path of acme\/api in test to its database\n1 settings {4}failed {3}/],
    ["one for programs", ["--json"], /^\{.*"exitCode":1/],
  ])("prints %s", (_, options, report) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "script-"));
    fs.writeFileSync(path.join(folder, "index.js"), script);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["index.js", ...options], {
      cwd: folder,
      env: { ...variables, SECRETS_FOLDER: folder },
      encoding: "utf8",
    });
    fs.rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(stdout).toMatch(report);
    expect(status).toBe(1);
  });
});
