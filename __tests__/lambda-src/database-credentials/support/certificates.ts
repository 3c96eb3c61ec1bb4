import { generate } from "selfsigned";

/** A certificate for localhost with its key, and the authority that it leads to. */
export async function certificates(): Promise<{ ca: string; key: string; cert: string }> {
  const ec = { keyType: "ec", algorithm: "sha256" } as const;
  const ca = await generate([{ name: "commonName", value: "Test root" }], {
    ...ec,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    ...ec,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  return { ca: ca.cert, key: server.private, cert: server.cert };
}
