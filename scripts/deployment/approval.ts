import path from "node:path";
import { synthesisFolder } from "../../src/config/cdktf-variables";
import { type Change, plannedWords } from "./messages";
import { stackFiles } from "./stack";

/** Planned changes of a stack. */
export interface Planned {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** Decides whether plans are applied. */
export interface Approval {
  /** @param later stacks that will be planned after these are applied */
  of(planned: readonly Planned[], later: readonly string[]): Promise<boolean>;
}

export const approveAll: Approval = { of: () => Promise.resolve(true) };

/** Shows plans and asks the user. The answer `all` also applies to later plans, unless they remove something. */
export class AskedApproval implements Approval {
  private coversAll = false;

  constructor(
    /** The action in the question, such as `Deploy`. */
    private readonly verb: string,
    private readonly show: (text: string) => void,
    private readonly ask: (question: string) => Promise<string | undefined>,
  ) {}

  async of(planned: readonly Planned[], later: readonly string[]): Promise<boolean> {
    this.show(planText(planned, later));
    if (this.coversAll && !planned.some(takesAway)) return true;
    const answers = later.length === 0 ? ["yes"] : ["yes", "all"];
    const answer = await this.ask(`${this.verb} this? ${allowed(answers)}`);
    this.coversAll = answer === "all";
    return answer !== undefined && answers.includes(answer);
  }
}

const takesAway = ({ changes }: Planned): boolean =>
  changes.some(({ action }) => !["create", "update"].includes(action));

const allowed = (answers: readonly string[]): string =>
  answers.includes("all")
    ? '"yes"; "all" for what follows, too, unless that replaces or destroys something; any other answer is no: '
    : '"yes"; any other answer is no: ';

/** Planned changes: the number of additions, and the addresses of existing resources. */
function planText(planned: readonly Planned[], later: readonly string[]): string {
  const width = Math.max(...planned.map(({ name }) => name.length));
  const folder = path.join(
    synthesisFolder(),
    "stacks",
    planned.length === 1 ? (planned[0]?.name ?? "") : "STACK",
  );
  return [
    "",
    ...planned.flatMap(({ name, changes }) => [
      `${name.padEnd(width)}  ${plannedWords(changes)}`,
      ...touched(changes),
    ]),
    ...(later.length > 0 ? [`Planned after these are applied: ${later.join(", ")}`] : []),
    `In full: terraform -chdir=${folder} show ${path.basename(stackFiles(folder).plan)}`,
    "",
  ].join("\n");
}

const mostAddresses = 20;

function touched(changes: readonly Change[]): string[] {
  const there = changes.filter(({ action }) => action !== "create");
  // For a complete destruction, the number is sufficient.
  if (
    there.every(({ action }) => action === "delete") &&
    there.length === changes.length &&
    there.length > mostAddresses
  )
    return [];
  const lines = there.slice(0, mostAddresses).map(({ action, address }) => `  ${action} ${address}`);
  const more = there.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}
