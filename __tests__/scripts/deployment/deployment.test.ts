import fs from "node:fs";
import path from "node:path";
import { AskedApproval } from "../../../scripts/deployment/approval";
import { destroying } from "../../../scripts/deployment/deployment";
import { shareOf } from "../../support/effort";
import { Workshop } from "./support";

let workshop: Workshop;
beforeEach(() => {
  workshop = new Workshop();
});
afterEach(() => workshop.dispose());

const environment = () => [
  workshop.stack("network"),
  workshop.stack("cluster", "network"),
  workshop.stack("database", "network"),
  workshop.stack("platform", "cluster"),
  workshop.stack("org-acme", "platform", "database"),
];
const applies = (calls: readonly string[]) => calls.filter((call) => call.includes("apply"));
/** Most operations that were between their start and their end at the same time. */
const mostAtOnce = (calls: readonly string[], operation: string) => {
  let [now, most] = [0, 0];
  for (const call of calls) {
    if (call.startsWith(`start ${operation} `)) now += 1;
    if (call.startsWith(`end ${operation} `)) now -= 1;
    most = Math.max(most, now);
  }
  return most;
};

describe("deploying", () => {
  test("applies each stack once, after the stacks that it depends on", async () => {
    const { table, problems } = await workshop.run(environment());
    expect(table).toEqual([
      "network   1 added",
      "cluster   1 added",
      "database  1 added",
      "platform  1 added",
      "org-acme  1 added",
    ]);
    expect(problems).toBe("");
    const calls = workshop.calls();
    expect(applies(calls).filter((call) => call.startsWith("start"))).toHaveLength(5);
    const at = (call: string) => calls.indexOf(call);
    expect(at("end apply network")).toBeLessThan(at("start plan cluster"));
    expect(at("end apply cluster")).toBeLessThan(at("start plan platform"));
    expect(at("end apply database")).toBeLessThan(at("start plan org-acme"));
  });

  test("applies nothing where no plan has changes", async () => {
    const stacks = environment();
    await workshop.run(stacks);
    workshop.calls();
    const { table, problems } = await workshop.run(stacks);
    expect(table.map((line) => line.replace(/^\S+ +/, ""))).toEqual(Array(5).fill("nothing to do"));
    expect([problems, applies(workshop.calls())]).toEqual(["", []]);
  });

  test("runs no more stacks at once than its limit, and initializes one after the other", async () => {
    const organizations = Array.from({ length: 8 }, (_, index) => workshop.stack(`org-${index}`));
    for (const { name } of organizations) workshop.behave(name, "apply", "sleep 0.1");
    await workshop.run(organizations, { atOnce: 3 });
    const calls = workshop.calls();
    expect([mostAtOnce(calls, "init"), mostAtOnce(calls, "apply")]).toEqual([1, 3]);
  });

  test("waits for running stacks when one fails, starts no other, and continues from there next time", async () => {
    const stacks = environment();
    workshop.behave("cluster", "apply", 'error "no such role" "Role x is not there."; end 1');
    workshop.behave("database", "apply", "slowly");
    const { table, problems } = await workshop.run(stacks);
    expect(table).toEqual([
      "network   1 added",
      "cluster   failed while applying",
      "database  1 added",
      "platform  not started",
      "org-acme  not started",
    ]);
    expect(problems).toContain("  Error: no such role\n    Role x is not there.\n");
    expect(problems).toContain(`Log: ${path.join(workshop.path, "cluster", "deploy.log")}`);
    expect(problems).toMatch(
      /\n\nNext: correct that, then npm run deploy -- dev\. It continues from here\.$/,
    );
    expect(workshop.calls()).toContain("end apply database");
    workshop.behaveAgain();
    const again = await workshop.run(stacks);
    expect(again.table.slice(0, 4)).toEqual([
      "network   nothing to do",
      "cluster   1 added",
      "database  nothing to do",
      "platform  1 added",
    ]);
  });

  test("starts no other after an interruption", async () => {
    let isInterrupted = false;
    const { table, problems } = await workshop.run(environment(), {
      isInterrupted: () => isInterrupted,
      approval: {
        of: () => {
          isInterrupted = true;
          return Promise.resolve(true);
        },
      },
    });
    expect(table.slice(0, 2)).toEqual(["network   not applied: 1 to add", "cluster   not started"]);
    expect(problems).toBe("Next: npm run deploy -- dev. It continues from here.");
    expect(applies(workshop.calls())).toEqual([]);
  });
});

describe("what a failure leads to", () => {
  const failures: [what: string, script: string, expected: RegExp][] = [
    [
      "a Terraform that was killed",
      "kill -9 $$",
      /Terraform was ended by SIGKILL\..*--parallelism 1.*would create them again\. So first: npm run import -- dev network,/s,
    ],
    [
      "a locked state",
      // As Terraform 1.11 says it of a lock file in S3.
      'error "Error acquiring the state lock" "Error message: operation error S3: PutObject, https response error StatusCode: 412, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold\\nLock Info:\\n  ID:        3f2a-11\\n  Path:      states/dev/network.tfstate\\n  Operation: OperationTypeApply\\n  Who:       ci@runner"; end 1',
      /Who: {7}ci@runner\n[\s\S]*terraform -chdir=\S+\/network force-unlock 3f2a-11\. .*So first: npm run import -- dev network,/,
    ],
    // As the providers of Helm 3.1.1 and Kubernetes 2.38.0 said it before a real API server.
    [
      "a chart whose first install was killed",
      'error "installation failed" "cannot re-use a name that is still in use"; end 1',
      /kubectl -n kube-system delete secret -l 'owner=helm,status in \(pending-install,/,
    ],
    [
      "a chart whose upgrade was killed",
      'error "Error upgrading chart" "Upgrade failed: another operation (install/upgrade/rollback) is in progress"; end 1',
      /kubectl -n kube-system delete secret -l 'owner=helm,status in \(pending-install,/,
    ],
    [
      "definitions that are not there",
      'error "API did not recognize GroupVersionKind from manifest (CRD may not be installed)" "no matches for kind SecretProviderClass in group"; end 1',
      /deploy the platform before organizations\..*`The platform`/s,
    ],
    [
      "what is in AWS and not in the state",
      'error "creating EC2 Key Pair" "operation error: EntityAlreadyExists: it already exists"; end 1',
      /npm run import finds it, .*docs\/lost-state\.md/,
    ],
    [
      "a state that could not be saved",
      'echo {} > "$folder/errored.tfstate"; error "Failed to save state" ""; end 1',
      /network state push errored\.tfstate, then delete that file/,
    ],
    [
      "a secret that can still be restored",
      'error "creating Secrets Manager Secret (acme-dev-app)" "InvalidRequestException: a secret with this name is already scheduled for deletion."; end 1',
      / all organizations: npm run repair -- dev --database-only \(docs\/troubleshooting\.md, /,
    ],
    [
      "a protected resource",
      'error "Instance cannot be destroyed" "x"; end 1',
      /Nothing was changed\. .*docs\/operations\.md/,
    ],
    ["a program that says it in its own words", "echo no such option; end 3", / {2}no such option\n/],
  ];
  test.each(shareOf(failures, 0, 3))("%s", async (_, script, expected) => {
    workshop.behave("network", "apply", script);
    const { problems } = await workshop.run([workshop.stack("network")]);
    expect(problems).toMatch(expected);
  });

  test("a stack whose state was not saved is not planned from the old one", async () => {
    const stack = workshop.stack("network");
    fs.writeFileSync(path.join(stack.folder, "errored.tfstate"), "{}");
    const { table, problems } = await workshop.run([stack]);
    expect(table).toEqual(["network  not started: an earlier run could not save its state"]);
    expect(problems).toContain("state push errored.tfstate");
    expect(workshop.calls()).toEqual([]);
  });

  test("a program that is not there is named", async () => {
    process.env.TERRAFORM_BINARY_NAME = "/no/terraform";
    await expect(workshop.run([workshop.stack("network")])).rejects.toThrow(
      /^\/no\/terraform cannot be started \(.*ENOENT\): install Terraform/,
    );
  });
});

describe("initializing", () => {
  const init = (script: string) => {
    workshop.behave("network", "init", `echo "$*" >> "$BEHAVIOUR/words"\n${script}`);
    return workshop.run([workshop.stack("network")]);
  };
  const words = () => fs.readFileSync(path.join(workshop.behaviour, "words"), "utf8");

  test("takes newer providers where the project has moved on", async () => {
    const { problems } = await init(
      'case "$*" in *-upgrade) ;; *) echo "use terraform init -upgrade"; end 1 ;; esac',
    );
    expect(problems).toBe("");
    expect(words()).toMatch(/-no-color\n.*-no-color -upgrade\n$/);
  });

  test("takes no other provider than the project's checksums allow", async () => {
    const before = process.cwd();
    process.chdir(workshop.path);
    try {
      fs.writeFileSync("terraform.lock.hcl", "checksums");
      const { problems } = await init('echo "use terraform init -upgrade"; end 1');
      expect(problems).toContain("use terraform init -upgrade");
      expect(words()).toMatch(/^\S+ init -input=false -no-color -lockfile=readonly\n$/);
      expect(fs.readFileSync("network/.terraform.lock.hcl", "utf8")).toBe("checksums");
    } finally {
      process.chdir(before);
    }
  });
});

describe("asking", () => {
  const asked = (...answers: (string | undefined)[]) => {
    const shown: string[] = [];
    const questions: string[] = [];
    const approval = new AskedApproval(
      "Deploy",
      (text) => shown.push(text),
      (question) => {
        questions.push(question);
        return Promise.resolve(answers.shift());
      },
    );
    return { shown, questions, approval };
  };

  test("shows what is planned, and what is planned later", async () => {
    const { shown, questions, approval } = asked("no");
    const { table } = await workshop.run(environment(), { approval });
    expect(shown[0]).toContain("\nnetwork  1 to add\nPlanned after these are applied: cluster, database, ");
    expect(questions[0]).toContain('Deploy this? "yes"; "all" for what follows');
    expect(table.slice(0, 2)).toEqual(["network   not applied: 1 to add", "cluster   not started"]);
    expect(applies(workshop.calls())).toEqual([]);
  });

  test("takes no answer for no", async () => {
    const { approval } = asked(undefined);
    await workshop.run([workshop.stack("network")], { approval });
    expect(applies(workshop.calls())).toEqual([]);
  });

  test("asks for each round, or once for all that adds", async () => {
    const each = asked("yes", "yes", "no");
    await workshop.run(environment(), { approval: each.approval });
    expect(each.questions).toHaveLength(3);
    const all = asked("all");
    const { table } = await workshop.run(environment(), { approval: all.approval });
    expect([all.questions.length, table.at(-1)]).toEqual([1, "org-acme  1 added"]);
  });

  test("asks again before something is replaced, and names it", async () => {
    workshop.behave(
      "database",
      "plan",
      "change replace aws_db_instance.shared; change update aws_x.y; end 2",
    );
    const { shown, questions, approval } = asked("all", "no");
    await workshop.run(environment(), { approval });
    expect(questions).toHaveLength(2);
    expect(shown[1]).toContain(
      "\ndatabase  1 to change, 1 to replace\n  replace aws_db_instance.shared\n  update aws_x.y\n",
    );
  });
});

/** The plan of the database's stack does this with an instance that AWS protects. */
function showProtected(...actions: string[]): void {
  const before = { deletion_protection: true };
  const change = { address: "aws_db_instance.shared", type: "aws_db_instance", change: { actions, before } };
  const others = ["aws_vpc.a", "aws_lb.b"].map((address) => ({
    address,
    type: address.split(".")[0],
    change: { actions, before: null },
  }));
  const plan = JSON.stringify({ resource_changes: [...others, change] });
  workshop.behave("database", "show", `echo '${plan}'; end 0`);
}

describe("a plan that removes what AWS protects", () => {
  const plans = (action: string) =>
    workshop.behave("database", "plan", `change ${action} aws_db_instance.shared; end 2`);

  test("is not applied: all that stands on it would go before AWS refuses", async () => {
    plans("delete");
    showProtected("delete");
    const { table, problems } = await workshop.run(environment());
    expect(table[2]).toBe("database  not started: AWS would refuse to delete one of its resources");
    expect(problems).toContain("  Protected: aws_db_instance.shared\n");
    expect(workshop.calls()).not.toContain("start apply database");
  });

  test("is applied where it is updated, and something else is removed", async () => {
    plans("replace");
    showProtected("update");
    expect((await workshop.run(environment())).problems).toBe("");
  });
});

describe("destroying", () => {
  const destroy = (stacks = environment()) => workshop.run(stacks, { aim: destroying(stacks) });

  test("plans all before the first is destroyed, and goes in the reverse order", async () => {
    await workshop.run(environment());
    workshop.calls();
    const { table } = await destroy();
    expect(table.map((line) => line.replace(/^\S+ +/, ""))).toEqual(Array(5).fill("1 destroyed"));
    const calls = workshop.calls();
    const [lastPlan, firstApply] = [
      calls.findLastIndex((call) => call.startsWith("end plan")),
      calls.findIndex((call) => call.startsWith("start apply")),
    ];
    expect(lastPlan).toBeLessThan(firstApply);
    const order = applies(calls).map((call) => call.replace("apply ", ""));
    expect(order.indexOf("end org-acme")).toBeLessThan(order.indexOf("start platform"));
    expect(order.indexOf("end org-acme")).toBeLessThan(order.indexOf("start database"));
    expect(order.at(-1)).toBe("end network");
  });

  test("leaves all of it where one is protected", async () => {
    await workshop.run(environment());
    workshop.calls();
    workshop.behave("network", "plan", 'error "Instance cannot be destroyed" "x"; end 1');
    const { problems } = await destroy();
    expect(problems).toContain("Nothing was changed.");
    expect(applies(workshop.calls())).toEqual([]);
  });

  test("leaves all of it where AWS would refuse to delete a part, by what is applied", async () => {
    await workshop.run(environment());
    workshop.calls();
    showProtected("delete");
    const { table, problems } = await destroy();
    expect(table[2]).toBe("database  not started: AWS would refuse to delete one of its resources");
    expect(problems).toContain(
      "database\n  Protected: aws_db_instance.shared\n  Nothing was destroyed. AWS protects it, and",
    );
    expect(applies(workshop.calls())).toEqual([]);
  });

  test("does not plan what was never applied, or is gone: what it reads may be gone, too", async () => {
    const { table } = await destroy();
    expect(table[0]).toBe("network   nothing to do");
    expect(workshop.calls().filter((call) => call.includes("plan"))).toEqual([]);
    workshop.behave("network", "state", 'echo "No state file was found!"; end 1');
    expect((await destroy([workshop.stack("network")])).problems).toBe("");
  });
});
