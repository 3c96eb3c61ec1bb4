import { command } from "../../scripts/atlantis";
import { callIn } from "../support/call";
import { Clone } from "./support/clone";

const clones: Clone[] = [];
const clone = () => {
  const made = new Clone();
  clones.push(made);
  return made;
};
afterAll(() => {
  for (const made of clones) made.dispose();
});

const stack = "cdktf.out/stacks/prod-network";
const configuration = [
  `${stack}/cdk.tf.json`,
  "cdktf.out/stacks/prod-org-gone/cdk.tf.json",
  "cdktf.out/manifest.json",
  "cdktf.out/assurance.md",
];
const ofTerraform = [`${stack}/prod-network-default.tfplan`, `${stack}/.terraform/providers/aws`];

/** What an earlier commit's run left in the clone, which Atlantis goes on using. */
function leaveOutput(made: Clone): void {
  for (const file of [...configuration, ...ofTerraform]) made.write(file, "of an earlier commit");
}

/** Shell that writes what a synthesis would. */
const wellDone = `echo new > ${stack}/cdk.tf.json && echo new > cdktf.out/manifest.json`;
const failure = { first: `echo failed; exit 1`, afterwards: `${wellDone}; echo failed; exit 1` };

describe("synthesis for Atlantis", () => {
  const made = clone();
  leaveOutput(made);
  const { status, output } = made.synthesize();

  test("makes the stacks of a pull request, and leaves nothing of an earlier commit", () => {
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(made.read(`${stack}/cdk.tf.json`)).toContain('"aws_vpc"');
    expect(made.has("cdktf.out/stacks/prod-org-gone/cdk.tf.json")).toBe(false);
  });

  test("keeps what apply needs: saved plans and the providers that they were made with", () => {
    expect(ofTerraform.filter((file) => made.has(file))).toEqual(ofTerraform);
  });

  test("installs without running any package's script", () => {
    expect(made.calls[0]).toMatch(/^ci --ignore-scripts --omit=dev\b/);
  });

  test("compares with the commit that it is merged into, synthesized beside, and takes that away again", () => {
    expect(made.read("cdktf.out/assurance.md")).toMatch(
      /^report on .* --format markdown --base \/\S+cdktf\.out\n$/,
    );
    expect(made.workTrees).toBe(1);
  });

  test("refuses an atlantis.yaml that is not the one for the stacks: a new organization would not be planned", async () => {
    const check = () => callIn(made.path, command, ["--check"]);
    expect((await check()).status).toBe(0);
    made.write(
      "atlantis.yaml",
      made.read("atlantis.yaml").replace(/ {2}- name: prod-org-acme[\s\S]*?(?= {2}- name)/, ""),
    );
    expect(await check()).toMatchObject({
      status: 1,
      stderr: "atlantis.yaml does not fit the stacks: run npm run atlantis and commit it.\n",
    });
  });

  test("refuses config that is not right: nothing is left to plan, and the reason is said", () => {
    const wrong = clone();
    wrong.write("config/prod/organizations/acme.yaml", "isolation: shema\napplications: []\n");
    leaveOutput(wrong);
    const result = wrong.synthesize();
    expect(result.status).not.toBe(0);
    expect(result.output).toContain("config/prod/organizations/acme.yaml:1:");
    expect(configuration.filter((file) => wrong.has(file))).toEqual([]);
    expect(ofTerraform.filter((file) => wrong.has(file))).toEqual(ofTerraform);
  });
});

describe("synthesis for Atlantis, in parts", () => {
  test.each(Object.entries(failure))("leaves nothing to plan when it fails %s", (_, answer) => {
    const made = clone();
    leaveOutput(made);
    expect(made.synthesize({ answer }).status).not.toBe(0);
    expect(configuration.filter((file) => made.has(file))).toEqual([]);
    expect(ofTerraform.filter((file) => made.has(file))).toEqual(ofTerraform);
  });

  test("checks that atlantis.yaml fits, in the same run", () => {
    const made = clone();
    leaveOutput(made);
    made.synthesize({ answer: wellDone });
    expect(made.calls).toContain("run --silent atlantis -- --check");
  });

  test("makes no report for other commands than plan", () => {
    const made = clone();
    leaveOutput(made);
    expect(made.synthesize({ command: "apply", answer: wellDone }).status).toBe(0);
    expect(made.has("cdktf.out/assurance.md")).toBe(false);
    expect(made.read(`${stack}/cdk.tf.json`)).toBe("new\n");
  });

  test("says so where there is nothing to compare with, and goes on: a pull request may mend what is merged", () => {
    const made = clone();
    leaveOutput(made);
    const onlyHere = `[ -d ${stack} ] || { echo broken; exit 1; }; ${wellDone}`;
    expect(made.synthesize({ answer: onlyHere })).toMatchObject({
      status: 0,
      output: expect.stringContaining("broken"),
    });
    expect(made.read("cdktf.out/assurance.md")).toMatch(
      /^Nothing to compare with: the stacks of [0-9a-f]+ cannot be synthesized\.\n$/,
    );
    expect(made.workTrees).toBe(1);
  });

  test("fails without the history that leads to what it is merged into", () => {
    const made = clone();
    leaveOutput(made);
    made.forgetBase();
    expect(made.synthesize({ answer: wellDone }).status).not.toBe(0);
    expect(configuration.filter((file) => made.has(file))).toEqual([]);
  });

  test("refuses configuration that is committed where it is made, and leaves none of it", () => {
    const made = clone();
    made.write(`${stack}/bastion.tf`, "");
    made.commitIgnored(`${stack}/bastion.tf`);
    expect(made.synthesize({ answer: wellDone })).toMatchObject({
      status: 1,
      output: `cdktf.out is made here. Remove from git: ${stack}/bastion.tf\n`,
    });
    expect(made.has(`${stack}/bastion.tf`)).toBe(false);
  });

  test("gives every stack the locked providers, where they are committed", () => {
    const made = clone();
    made.write("terraform.lock.hcl", "hashes");
    leaveOutput(made);
    expect(made.synthesize({ answer: wellDone }).status).toBe(0);
    expect(made.read(`${stack}/.terraform.lock.hcl`)).toBe("hashes");
  });
});
