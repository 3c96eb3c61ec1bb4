/** Subnets of two VPCs. Gateways and tables are Linux's. */
export const subnets: Readonly<
  Record<string, { vpc: string; range: string; gateway: string; table: number }>
> = {
  one: { vpc: "a", range: "10.0.1.0/24", gateway: "10.0.1.1", table: 101 },
  two: { vpc: "a", range: "10.0.2.0/24", gateway: "10.0.2.1", table: 102 },
  three: { vpc: "b", range: "10.1.3.0/24", gateway: "10.1.3.1", table: 103 },
};

export const vpcs: Readonly<Record<string, string>> = { a: "10.0.0.0/16", b: "10.1.0.0/16" };

/** Hosts in the lower and the upper half of a subnet, so that ranges tell them apart. */
export const hosts: Readonly<Record<string, { subnet: string; address: string }>> = {
  h1: { subnet: "one", address: "10.0.1.10" },
  h2: { subnet: "one", address: "10.0.1.200" },
  h3: { subnet: "two", address: "10.0.2.20" },
  h4: { subnet: "two", address: "10.0.2.150" },
  h5: { subnet: "three", address: "10.1.3.30" },
  h6: { subnet: "three", address: "10.1.3.180" },
};

/** Ports on which every host listens. */
export const listening = [22, 5432];
