import { TerraformOutput, type TerraformRemoteState } from "cdktf";
import type { EnvironmentStack } from "./environment-stack";

/** Values that may cross from one state to another: names, ids and ARNs, never a secret. */
export type ExportedValues = Record<string, string | string[]>;

/**
 * Values that a stack publishes for stacks that depend on it.
 *
 * All of them are outputs, whether they are read or not, so that a new consumer (an organization) changes nothing in
 * the producer. cdktf's own cross-stack references would add an output to the producer on first use.
 */
export class Exports<T extends ExportedValues> {
  constructor(
    private readonly producer: EnvironmentStack,
    private readonly values: T,
  ) {
    for (const [name, value] of Object.entries(values)) {
      new TerraformOutput(producer, outputName(name), { value, staticId: true });
    }
  }

  /**
   * The values as expressions in `consumer`, by the producer's remote state; `consumer` then depends on the producer.
   */
  readBy(consumer: EnvironmentStack): T {
    consumer.addDependency(this.producer);
    const state = this.remoteState(consumer);
    const read = ([name, value]: [string, string | string[]]) => [
      name,
      Array.isArray(value) ? state.getList(outputName(name)) : state.getString(outputName(name)),
    ];
    return Object.fromEntries(Object.entries(this.values).map(read)) as T;
  }

  private remoteState(consumer: EnvironmentStack): TerraformRemoteState {
    const { backend, shortName, node } = this.producer;
    const id = `${shortName}-state`;
    return (
      (consumer.node.tryFindChild(id) as TerraformRemoteState | undefined) ??
      backend.getRemoteStateDataSource(consumer, id, node.id)
    );
  }
}

const outputName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
