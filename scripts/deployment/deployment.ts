import fs from "node:fs";
import type { Aws } from "../aws/cli";
import type { Approval } from "./approval";
import { lookAtFinalSnapshots } from "./final-snapshots";
import { inOrder } from "./in-order";
import { isDone, type Outcome, type Step } from "./outcome";
import { protectionProblems } from "./protection";
import { deletedIn } from "./shown-plan";
import type { Stack } from "./stack";
import { hasChanges, isPlanned, type Ran, StackRun } from "./stack-run";

/** Purpose of a deployment. */
export interface Aim {
  /** Arguments of `terraform plan`. */
  readonly planArguments: readonly string[];
  /** Stacks that must be in their final state before this one is planned, since it reads their outputs. */
  readonly planAfter: (stack: Stack) => readonly string[];
  /** Stacks whose plans are applied before this one's. */
  readonly applyAfter: (stack: Stack) => readonly string[];
  /** Whether all resources are destroyed: a stack with an empty state is then done. */
  readonly destroys: boolean;
}

/** Applies config. */
export const deploying: Aim = {
  planArguments: [],
  planAfter: ({ dependencies }) => dependencies,
  applyAfter: ({ dependencies }) => dependencies,
  destroys: false,
};

/**
 * Destroys in the reverse order. All stacks are planned before the first is destroyed: if one plan is refused, nothing
 * is destroyed.
 */
export const destroying = (stacks: readonly Stack[]): Aim => ({
  planArguments: ["-destroy"],
  planAfter: () => [],
  applyAfter: ({ name }) =>
    stacks.filter(({ dependencies }) => dependencies.includes(name)).map((stack) => stack.name),
  destroys: true,
});

const deletes = ({ messages: { planned } }: Ran): boolean =>
  planned.some(({ action }) => ["delete", "replace"].includes(action));

/** Outcomes after which no other stack is planned. Refusals are reported for all stacks at once. */
const stopsPlans: readonly Outcome["kind"][] = ["failed", "unsaved"];
/** Outcomes after which no other stack is applied. */
const stopsApplies: readonly Outcome["kind"][] = [...stopsPlans, "refused"];

export interface DeploymentProps {
  readonly stacks: readonly Stack[];
  readonly aim: Aim;
  /** Maximum number of concurrent stacks. */
  readonly atOnce: number;
  readonly approval: Approval;
  /** For checks of plans that delete an instance. */
  readonly aws: Aws;
  readonly region: string;
  /** Whether Ctrl-C was pressed. */
  readonly isInterrupted: () => boolean;
  /** Prints a line about a stack. */
  readonly show: (stack: string, line: string) => void;
  /** Reports the current stacks at every change. */
  readonly working?: (stacks: readonly string[]) => void;
}

/**
 * Plans the stacks, asks for approval, and applies these plans. It works in rounds, since a stack that reads another's
 * outputs is planned after that one was applied. After a failure, running stacks are completed and no other starts.
 */
export class Deployment {
  private readonly working = new Set<string>();
  private readonly outcomes = new Map<string, Outcome>();
  private readonly runs: ReadonlyMap<string, StackRun>;

  constructor(private readonly props: DeploymentProps) {
    this.runs = new Map(
      props.stacks.map((stack) => [stack.name, new StackRun(stack, (line) => props.show(stack.name, line))]),
    );
  }

  /** @returns outcomes by stack. A missing stack was not started. */
  async run(): Promise<ReadonlyMap<string, Outcome>> {
    try {
      while (await this.round());
      return this.outcomes;
    } finally {
      for (const run of this.runs.values()) run.forgetPlan();
    }
  }

  /** @returns whether another round must follow */
  private async round(): Promise<boolean> {
    const { aim, approval } = this.props;
    const open = this.props.stacks.filter(({ name }) => !isDone(this.outcomes.get(name)));
    await this.each(open, aim.planAfter, (run) => this.plan(run), stopsPlans);
    const planned = open.flatMap(({ name }) => {
      const outcome = this.outcomes.get(name);
      return outcome?.kind === "planned" ? [{ name, changes: outcome.changes }] : [];
    });
    if (!this.mayStart() || planned.length === 0) return false;
    const later = open.filter(({ name }) => !this.outcomes.has(name)).map(({ name }) => name);
    if (!(await approval.of(planned, later)) || !this.mayStart()) return false;
    const approved = planned.map(({ name }) => this.runOf(name).stack);
    await this.each(approved, aim.applyAfter, (run) => this.apply(run), stopsApplies);
    return this.mayStart() && later.length > 0;
  }

  private async plan(run: StackRun): Promise<boolean> {
    if (fs.existsSync(run.files.unsavedState)) return this.end(run, { kind: "unsaved" });
    const { planArguments, destroys } = this.props.aim;
    const init = await run.init();
    if (init.end.code !== 0) return this.fail(run, "initializing", init);
    if (this.props.isInterrupted()) return false;
    if (destroys && (await run.isEmpty())) return this.end(run, { kind: "unchanged" });
    if (this.props.isInterrupted()) return false;
    const plan = await run.plan(planArguments);
    if (!isPlanned(plan)) return this.fail(run, "planning", plan);
    const problems = deletes(plan) ? await this.refusals(run) : [];
    if (problems.length > 0) return this.end(run, { kind: "refused", problems });
    return hasChanges(plan)
      ? this.end(run, { kind: "planned", changes: plan.messages.planned })
      : this.end(run, { kind: "unchanged" });
  }

  /** Reasons for which AWS would refuse the plan halfway, with advice. */
  private async refusals(run: StackRun): Promise<readonly string[]> {
    const deleted = deletedIn(await run.shownPlan());
    const { aws, region, show } = this.props;
    const { problems, notLooked } = await lookAtFinalSnapshots(deleted, aws, region);
    if (notLooked !== undefined) show(run.stack.name, notLooked);
    return [...protectionProblems(deleted), ...problems];
  }

  private async apply(run: StackRun): Promise<boolean> {
    const ran = await run.apply();
    return ran.end.code === 0 ? this.end(run, { kind: "applied", ran }) : this.fail(run, "applying", ran);
  }

  private fail(run: StackRun, step: Step, ran: Ran): boolean {
    return this.end(run, { kind: "failed", step, ran });
  }

  /** @returns whether dependent stacks may start */
  private end({ stack }: StackRun, outcome: Outcome): boolean {
    this.outcomes.set(stack.name, outcome);
    return isDone(outcome);
  }

  private mayStart(stops = stopsApplies): boolean {
    const isBroken = [...this.outcomes.values()].some(({ kind }) => stops.includes(kind));
    return !isBroken && !this.props.isInterrupted();
  }

  private each(
    stacks: readonly Stack[],
    after: (stack: Stack) => readonly string[],
    task: (run: StackRun) => Promise<boolean>,
    stops: readonly Outcome["kind"][],
  ): Promise<void> {
    return inOrder(
      stacks.map(({ name }) => name),
      {
        after: (name) => after(this.runOf(name).stack),
        atOnce: this.props.atOnce,
        mayStart: () => this.mayStart(stops),
      },
      async (name) => {
        this.tell(this.working.add(name));
        const mayGoOn = await task(this.runOf(name));
        this.working.delete(name);
        this.tell(this.working);
        return mayGoOn;
      },
    );
  }

  private tell(working: ReadonlySet<string>): void {
    this.props.working?.([...working]);
  }

  private runOf(name: string): StackRun {
    return this.runs.get(name) as StackRun;
  }
}
