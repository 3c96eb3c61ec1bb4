const factors: Record<string, number> = {
  m: 1e-3,
  "": 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** Value of a Kubernetes quantity, in cores or bytes. */
export function quantityValue(quantity: string): number {
  const number = Number.parseFloat(quantity);
  return number * (factors[quantity.replace(/^[\d.]+/, "")] ?? Number.NaN);
}
