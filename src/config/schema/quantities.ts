import { z } from "zod";
import { type Complaint, show } from "../problem";
import { quantityValue } from "../quantity";
import { rule } from "./rule";

/** CPU as Kubernetes takes it: thousandths are its finest grain. */
const cpuShape = /^(\d+m|\d+(\.\d{1,3})?)$/;

/** Memory with a unit, in powers of 1024 or of 1000. Without one it is in bytes, which is always a slip. */
const memoryShape = /^\d+(\.\d+)?([KMGT]i|[kMGT])$/;

/** Below this hardly any container starts; a number so small is a slip of the unit. */
const leastMemory = "32Mi";

export const cpu = rule(z.string(), (text) => {
  if (cpuShape.test(text) && quantityValue(text) > 0) return undefined;
  return {
    found: show(text),
    allowed: 'cores above 0 in quotes, such as "2", "0.5" or "500m" (thousandths of a core)',
    fix: memoryShape.test(text)
      ? "Move it to `memory`: it is a size."
      : 'Write cores, such as "1", or "250m".',
  };
}).meta({ pattern: cpuShape.source });

export const memory = rule(z.string(), (text) => {
  if (memoryShape.test(text) && isEnough(text)) return judgeFraction(text);
  return {
    found: show(text),
    allowed: `${leastMemory} or more, with a unit: ${units}`,
    fix: fixOfMemory(text),
  };
}).meta({ pattern: memoryShape.source });

/** Of a part of a byte Kubernetes warns at every change of the pod. */
function judgeFraction(text: string): Complaint | undefined {
  // In thousandths, as finer than that Kubernetes rounds: decimal fractions have no exact product in binary.
  const bytes = Math.round(quantityValue(text) * 1000) / 1000;
  if (Number.isInteger(bytes)) return undefined;
  return {
    found: `${show(text)}, ${bytes} bytes`,
    allowed: "whole bytes",
    fix: `Write ${Math.round(bytes / 2 ** 20)}Mi.`,
  };
}

const units = "Ki, Mi, Gi or Ti (powers of 1024), k, M, G or T (powers of 1000)";

/** What was meant by a size that is none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function fixOfMemory(text: string): Complaint["fix"] {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const number = Number(digits);
  if (digits !== undefined && unit === "") {
    const meant = withUnit(number);
    if (meant) return `Add the unit, such as ${meant}.`;
  }
  const meant = { k: "Ki", m: "Mi", g: "Gi", t: "Ti" }[unit[0]?.toLowerCase() ?? ""];
  return meant && !memoryShape.test(text) && isEnough(`${number}${meant}`)
    ? `Write ${number}${meant}: Kubernetes tells units apart by their case.`
    : "Give it as much as the container needs, such as 256Mi.";
}

/** A size that was probably meant by a number alone: bytes where it is large, else the smallest unit that is enough. */
function withUnit(number: number): string | undefined {
  if (number >= 2 ** 20) return isEnough(String(number)) ? `${Math.round(number / 2 ** 20)}Mi` : undefined;
  return ["Mi", "Gi"].map((unit) => `${number}${unit}`).find(isEnough);
}

const isEnough = (size: string): boolean => quantityValue(size) >= quantityValue(leastMemory);
