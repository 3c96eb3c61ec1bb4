import {
  environment,
  environmentWith,
  load,
  minimal,
  organizationWith,
  refusesEach,
  smallOrganization,
} from "../support";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab";

const s3 = (lines: string) =>
  minimal.replace("backend: local", `backend: s3, bucket: state-of-ours, ${lines}`);

refusesEach([
  [
    "administrators of another account alone",
    environment(minimal.replace('"111122223333"', '"444455556666"')),
    [
      "dev/environment.yaml:4:20 cluster.admins",
      "only roles of the account 111122223333",
      "at least one role of the account 444455556666, which deploys the stacks after the cluster",
      "Add the role that runs Terraform, or correct `account`.",
    ],
  ],
  [
    "a planner that administers the cluster",
    environment(
      `${minimal.replace("role/platform", "role/platform, arn:aws:iam::111122223333:role/dev-planner").replace(", arn", '", "arn')}planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] }\n`,
    ),
    [
      "dev/environment.yaml:4:64 cluster.admins[1]",
      '"arn:aws:iam::111122223333:role/dev-planner", a role that this project creates in dev',
      "roles of yours: those of pods, nodes, functions, services and planners get no other rights",
      "Name the role of the people or the program that is meant.",
    ],
  ],
  [
    "a member that administers the cluster",
    organizationWith(`members: ["arn:aws:iam::111122223333:role/platform"]\n${smallOrganization}`),
    [
      "dev/organizations/acme.yaml:1:11 members[0]",
      '"arn:aws:iam::111122223333:role/platform", which cluster.admins lists, too',
      "roles with no other access to the cluster: EKS knows a role once in a cluster",
      "Delete it here, or list another role of these people.",
    ],
  ],
  [
    "the planner's role as a member",
    environmentWith(`planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] }\n`, {
      acme: `members: ["arn:aws:iam::111122223333:role/dev-planner"]\n${smallOrganization}`,
    }),
    [
      "dev/organizations/acme.yaml:1:11 members[0]",
      '"arn:aws:iam::111122223333:role/dev-planner", a role that this project creates in dev',
      "roles of yours: those of pods, nodes, functions, services and planners get no other rights",
      "Name the role of the people or the program that is meant.",
    ],
  ],
  [
    "a member of two organizations",
    environmentWith("", {
      acme: `members: ["arn:aws:iam::111122223333:role/people"]\n${smallOrganization}`,
      globex: `members: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/people"]\n${smallOrganization}`,
    }),
    [
      "dev/organizations/globex.yaml:1:47 members[1]",
      '"arn:aws:iam::111122223333:role/people", a member of acme, too',
      "a role in one organization of an environment: EKS knows a role once in a cluster",
      "Make a role per organization, which members of both may assume.",
    ],
  ],
  [
    "a member listed twice",
    organizationWith(
      `members: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/a"]\n${smallOrganization}`,
    ),
    [
      "dev/organizations/acme.yaml:1:47 members[1]",
      '"arn:aws:iam::111122223333:role/a" a second time',
      "each role once",
      "Delete one of them.",
    ],
  ],
  [
    "a key for state in another region than the bucket",
    environment(s3(`kmsKeyArn: "${key}"`)),
    [
      "dev/environment.yaml:3:57 state.kmsKeyArn",
      "a key in us-east-1",
      "a key in eu-west-1, the region of the bucket",
      "Name a key of that region, or set state.region.",
    ],
  ],
]);

test("a role of another account may be an administrator if one of this account is, too", () => {
  const both = minimal.replace(
    'role/platform"]',
    'role/platform", "arn:aws:iam::444455556666:role/support"]',
  );
  expect(load(environment(both))[0]?.cluster.admins).toHaveLength(2);
});
