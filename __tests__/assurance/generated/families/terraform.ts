// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Synthesis } from "../../support/mutations";
import { type Attributes, type Family, productInTurn, resources, stackNames } from "../mutant";
import { inTurn } from "../strangers";

const providers = (json: Attributes, name: string): Attributes[] => json.provider[name] ?? [];

/** Features of Terraform that run code, load modules or ignore changes, in every stack: those of one kind in turn. */
export const terraformFeatures: Family = {
  name: "Terraform runs, loads or ignores something",
  mutants: (json) => {
    const kinds: (readonly [name: string, edit: (stack: Attributes) => void])[][] = [
      [
        [
          "a check",
          (stack) => {
            stack.check = {
              mutant: {
                data: { http: { mutant: { url: "https://example.com" } } },
                assert: [{ condition: "${true}", error_message: "no" }],
              },
            };
          },
        ],
        [
          "a module",
          (stack) => {
            stack.module = { mutant: { source: "./module" } };
          },
        ],
        [
          "an import",
          (stack) => {
            stack.import = [{ to: "aws_vpc.mutant", id: "vpc-1" }];
          },
        ],
      ],
      [
        [
          "an action",
          (stack) => {
            stack.action = { aws_lambda_invoke: { mutant: { config: { function_name: "stranger" } } } };
          },
        ],
        [
          "an ephemeral resource",
          (stack) => {
            stack.ephemeral = {
              aws_secretsmanager_secret_version: { mutant: { secret_id: "acme-test-database-credentials" } },
            };
          },
        ],
        [
          "a block of next year",
          (stack) => {
            stack.future = { mutant: {} };
          },
        ],
      ],
      [
        [
          "a program's output",
          (stack) => {
            stack.data = { ...stack.data, external: { mutant: { program: ["sh", "-c", "id"] } } };
          },
        ],
        [
          "a secret read by a data source",
          (stack) => {
            stack.data = {
              ...stack.data,
              aws_secretsmanager_secret_version: { mutant: { secret_id: "acme-test-database-credentials" } },
            };
          },
        ],
      ],
      [
        [
          "another source of a provider",
          (stack) => {
            stack.terraform.required_providers.aws.source = "evil/aws";
          },
        ],
        [
          "another version of a provider",
          (stack) => {
            stack.terraform.required_providers.aws.version = "99.0.0";
          },
        ],
        [
          "one provider more",
          (stack) => {
            stack.terraform.required_providers.shell = { source: "scottwinkler/shell", version: "1.0.0" };
          },
        ],
      ],
      [
        [
          "endpoints of a provider",
          (stack) => {
            providers(stack, "aws")[0].endpoints = [{ secretsmanager: "https://stranger.example.com" }];
          },
        ],
        [
          "keys of a provider",
          (stack) => {
            providers(stack, "aws")[0].access_key = "key";
          },
        ],
      ],
      [
        [
          "a role of a provider",
          (stack) => {
            providers(stack, "aws")[0].assume_role = [
              { role_arn: "arn:aws:iam::444455556666:role/stranger" },
            ];
          },
        ],
        [
          "another region of a provider",
          (stack) => {
            providers(stack, "aws")[0].region = "us-east-1";
          },
        ],
      ],
      [
        [
          "no account of a provider",
          (stack) => {
            delete providers(stack, "aws")[0].allowed_account_ids;
          },
        ],
        [
          "another account of a provider",
          (stack) => {
            providers(stack, "aws")[0].allowed_account_ids = ["444455556666"];
          },
        ],
      ],
      [
        [
          "another backend",
          (stack) => {
            stack.terraform.backend = { http: { address: "https://stranger.example.com" } };
          },
        ],
        [
          "one argument of the backend more",
          (stack) => {
            const [name] = Object.keys(stack.terraform.backend);
            stack.terraform.backend[name as string].endpoint = "https://stranger.example.com";
          },
        ],
        [
          "Terraform Cloud",
          (stack) => {
            stack.terraform.cloud = { organization: "stranger" };
          },
        ],
        [
          "an experiment",
          (stack) => {
            stack.terraform.experiments = ["future"];
          },
        ],
      ],
    ];
    return stackNames(json).flatMap((stack, index) =>
      kinds
        .map((alike) => inTurn(alike, index))
        .map(([name, edit]) => ({
          object: `${stack}: ${name}`,
          change: (copy: Synthesis) => edit(copy.json(stack)),
          named: [`test-${stack}`],
        })),
    );
  },
};

type Edit = readonly [name: string, edit: Attributes];

/** Meta-arguments, those of one kind in turn. */
const metaEdits: readonly (readonly Edit[])[] = [
  [
    ["a provisioner", { provisioner: [{ "local-exec": { command: "id" } }] }],
    ["a connection", { connection: { host: "stranger.example.com" } }],
    [
      "triggers of actions",
      {
        lifecycle: {
          action_trigger: [{ events: ["after_create"], actions: ["action.aws_lambda_invoke.mutant"] }],
        },
      },
    ],
  ],
  [
    ["a count", { count: "${var.count}" }],
    ["a set", { for_each: "${var.set}" }],
    ["blocks that are made", { dynamic: { timeouts: { for_each: "${var.set}", content: {} } } }],
  ],
  [
    ["all changes ignored", { lifecycle: { ignore_changes: "all" } }],
    [
      "the policy's changes ignored",
      {
        lifecycle: {
          ignore_changes: [
            "policy",
            "assume_role_policy",
            "vpc_security_group_ids",
            "referenced_security_group_id",
            "environment",
          ],
        },
      },
    ],
    ["another provider", { provider: "aws.stranger" }],
  ],
];

/** Meta-arguments of resources that decide about access. */
export const metaArgumentAdded: Family = {
  name: "a resource is repeated, ignored or provisioned",
  mutants: (json) =>
    productInTurn(
      resources(
        json,
        "aws_db_instance",
        "aws_secretsmanager_secret_policy",
        "aws_vpc_security_group_ingress_rule",
        "aws_kms_key",
        "aws_iam_role",
        "aws_lambda_function",
      ).filter(
        ({ type, block }) =>
          type !== "aws_vpc_security_group_ingress_rule" || Number(block.from_port) === 5432,
      ),
      metaEdits,
      (edit, block) => Object.assign(block, structuredClone(edit)),
    ),
};

/** Other places of a state, and other values of it. */
const stateEdits: readonly (readonly Edit[])[] = [
  [
    ["another backend", { backend: "http", config: { address: "https://stranger.example.com" } }],
    ["another path", { backend: "local", config: { path: "/tmp/stranger.tfstate" } }],
  ],
  [
    ["another workspace", { workspace: "stranger" }],
    ["defaults", { defaults: { cluster_security_group_id: "sg-0123456789abcdef0" } }],
  ],
];

/** States of other stacks that are read, and how: the edits of one kind in turn. */
export const remoteStateChanged: Family = {
  name: "a stack reads another state than config says",
  mutants: (json) =>
    stackNames(json)
      .flatMap((stack) =>
        Object.keys(json.json(stack).data?.terraform_remote_state ?? {}).map((state) => ({ stack, state })),
      )
      .flatMap(({ stack, state }, index) =>
        stateEdits
          .map((alike) => inTurn(alike, index))
          .map(([name, edit]) => ({
            object: `${stack} ${state}: ${name}`,
            change: (copy: Synthesis) => {
              Object.assign(copy.json(stack).data.terraform_remote_state[state], structuredClone(edit));
            },
            named: [`test-${stack}`, state],
          })),
      ),
};

/** Commands with which providers of Kubernetes log in. */
export const providerLoginChanged: Family = {
  name: "a provider logs in to Kubernetes with another command",
  mutants: (json) =>
    stackNames(json).flatMap((stack) => {
      const own = json.json(stack);
      return ["kubernetes", "helm"].flatMap((provider) => {
        if (!own.provider[provider]) return [];
        const settings = (copy: Synthesis): Attributes => {
          const [first] = copy.json(stack).provider[provider];
          return provider === "helm" ? first.kubernetes : first;
        };
        const exec = (copy: Synthesis): Attributes => {
          const found = settings(copy).exec;
          return Array.isArray(found) ? found[0] : found;
        };
        return (
          [
            [
              "another command",
              (copy) => {
                exec(copy).command = "/tmp/stranger";
              },
            ],
            [
              "another cluster",
              (copy) => {
                exec(copy).args = ["eks", "get-token", "--cluster-name", "stranger"];
              },
            ],
            [
              "variables of the command",
              (copy) => {
                exec(copy).env = { AWS_PROFILE: "stranger" };
              },
            ],
            [
              "another host",
              (copy) => {
                settings(copy).host = "https://stranger.example.com";
              },
            ],
            [
              "no certificate",
              (copy) => {
                settings(copy).insecure = true;
              },
            ],
            [
              "a token",
              (copy) => {
                settings(copy).token = "token";
              },
            ],
          ] as [string, (copy: Synthesis) => void][]
        ).map(([name, change]) => ({
          object: `${stack} ${provider}: ${name}`,
          change,
          named: [`test-${stack}`],
        }));
      });
    }),
};
