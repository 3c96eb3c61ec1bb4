/**
 * The value inside `${jsonencode({...})}` or `${yamlencode({...})}`, which Terraform evaluates. References in it are
 * texts: `${aws_vpc.main.id}`.
 */
// biome-ignore lint/suspicious/noExplicitAny: the shape of the value is what tests are about
export function encoded(expression: string): any {
  const value = /^\$\{(?:json|yaml)encode\((.*)\)\}$/s.exec(expression)?.[1];
  if (!value) throw new Error(`${expression} encodes no value`);
  const quoted = value.replace(/"(?:[^"\\]|\\.)*"|[a-z_]+\.[\w.-]+/g, (part) =>
    part.startsWith('"') ? part : `"\${${part}}"`,
  );
  // Terraform writes "key" = value where JSON writes "key": value; no key or value here holds the sign itself.
  return JSON.parse(quoted.replaceAll('" = ', '": '));
}
