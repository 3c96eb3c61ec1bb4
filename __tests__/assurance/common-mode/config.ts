const common = `account: "111122223333"
region: eu-west-1
state: { backend: local }
cluster: { admins: ["arn:aws:iam::111122223333:role/platform"] }
`;

const application = (image: string) =>
  `  - { kind: container, name: api, image: "registry.example.com/${image}:1" }`;

/** The same with values from a secret that is made and from one that exists. */
const withSecrets = (image: string) => `${application(image).replace(" }", ",")}
      secrets: {
        KEY: { secret: keys, key: ${image} },
        DSN: { secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${image}-Ab12Cd", key: dsn } } }`;

/**
 * Two environments of one account with every isolation and login, so that each thing has a neighbour, and a third one in
 * which credentials are files.
 */
export const files: Readonly<Record<string, string>> = {
  "one/environment.yaml": `${common}database: { pooling: rds-proxy }
externalAccess: { allowedCidrs: [198.51.100.0/24] }
planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] }
`,
  "one/organizations/acme.yaml": `isolation: database
members: ["arn:aws:iam::111122223333:role/acme-developers"]
secretWriters: ["arn:aws:iam::111122223333:role/acme-secrets"]
authentication: iam
applications:
${withSecrets("acme")}
`,
  "one/organizations/globex.yaml": `isolation: schema
members: ["arn:aws:iam::111122223333:role/globex-developers"]
secretWriters: ["arn:aws:iam::111122223333:role/globex-secrets"]
authentication: iam
applications:
${withSecrets("globex")}
`,
  "one/organizations/hooli.yaml": `isolation: instance
authentication: iam
applications:
${application("hooli")}
`,
  "two/environment.yaml": `${common}topology: private-link
planner: { assumedBy: ["arn:aws:iam::111122223333:role/ci"] }
`,
  "two/organizations/acme.yaml": `isolation: database
connectionLimit: 40
applications:
  - { kind: metabase }
${application("acme")}
`,
  "two/organizations/globex.yaml": `isolation: database
members: ["arn:aws:iam::111122223333:role/globex-developers"]
applications:
  - { kind: metabase }
`,
  "three/environment.yaml": `${common}credentials: { delivery: files }
`,
  "three/organizations/acme.yaml": `isolation: database
connectionLimit: 40
secretWriters: ["arn:aws:iam::111122223333:role/acme-secrets"]
applications:
  - { kind: metabase }
${withSecrets("acme").replace("name: api,", "name: api, onRotation: reread,")}
`,
  "three/organizations/globex.yaml": `isolation: schema
applications:
${application("globex").replace(" }", ", onRotation: restart }")}
`,
  "two/organizations/initech.yaml": `isolation: instance
instance: { deletionProtection: false }
applications:
${application("initech")}
`,
};
