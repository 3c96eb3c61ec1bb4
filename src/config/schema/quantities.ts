import { z } from "zod";
import { type Complaint, show } from "../problem";
import { quantityValue } from "../quantity";
import { rule } from "./rule";

/** CPU in cores or millicores, the finest unit of Kubernetes. */
const cpuShape = /^(\d+m|\d+(\.\d{1,3})?)$/;

/** Memory with a binary or decimal unit. A number without a unit would be bytes, which is never intended. */
const memoryShape = /^\d+(\.\d+)?([KMGT]i|[kMGT])$/;

/** Hardly any container starts with less; a smaller value is a wrong unit. */
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

/** Kubernetes warns about a fraction of a byte at every change of the pod. */
function judgeFraction(text: string): Complaint | undefined {
  // Rounded to thousandths, as Kubernetes does not parse finer ones: binary floating point has no exact product of
  // decimal fractions.
  const bytes = Math.round(quantityValue(text) * 1000) / 1000;
  if (Number.isInteger(bytes)) return undefined;
  return {
    found: `${show(text)}, ${bytes} bytes`,
    allowed: "whole bytes",
    fix: `Write ${Math.round(bytes / 2 ** 20)}Mi.`,
  };
}

const units = "Ki, Mi, Gi or Ti (powers of 1024), k, M, G or T (powers of 1000)";

/** Suggestion for a malformed size. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
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

/**
 * Suggestion for a number without unit: bytes if it is large, otherwise with the smallest unit that reaches the
 * minimum.
 */
function withUnit(number: number): string | undefined {
  if (number >= 2 ** 20) return isEnough(String(number)) ? `${Math.round(number / 2 ** 20)}Mi` : undefined;
  return ["Mi", "Gi"].map((unit) => `${number}${unit}`).find(isEnough);
}

const isEnough = (size: string): boolean => quantityValue(size) >= quantityValue(leastMemory);
