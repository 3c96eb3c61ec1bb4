/** The value inside `${jsonencode({...})}` or `${yamlencode({...})}`, which Terraform evaluates. */
export function encoded(expression: string): unknown {
  const value = /^\$\{(?:json|yaml)encode\((.*)\)\}$/s.exec(expression)?.[1];
  if (!value) throw new Error(`${expression} encodes no value`);
  // Terraform writes "key" = value where JSON writes "key": value; no key or value here holds the sign itself.
  return JSON.parse(value.replaceAll('" = ', '": '));
}
