import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { unknownTime, writtenKey } from "../config/facts/copied-secrets";
import { AdmissionPolicy, inNamespaceOfOrganization } from "./admission-policy";

const account = "secrets-store-csi-driver";

const managed = "secrets-store.csi.k8s.io/managed";

const isManaged = (object: "object" | "oldObject") =>
  `(has(${object}.metadata.labels) && '${managed}' in ${object}.metadata.labels)`;

/**
 * CEL expression that maps a base64 text so that its order is the order of the encoded bytes. An admission policy sees
 * a secret's values in base64, in which digits encode greater values than letters, but compare as less.
 */
const comparable = (base64: string): string =>
  [..."0123456789+/"].reduce(
    (text, digit, at) => `${text}.replace('${digit}', '${String.fromCharCode(aboveLetters + at)}')`,
    base64,
  );
const aboveLetters = 0xe0;

/** CEL type checking considers the value as bytes, while the policy receives a base64 string. */
const written = (object: "object" | "oldObject") => `string(${object}.data['${writtenKey}'])`;

const has = (object: "object" | "oldObject") => `(has(${object}.data) && '${writtenKey}' in ${object}.data)`;

/** Whether the new object may replace the old one. If one of them has no time, their order is unknown. */
const isNoStepBack = [
  `!${has("oldObject")}`,
  `(${has("object")} && (${(["object", "oldObject"] as const)
    .map((object) => `${written(object)} == '${Buffer.from(unknownTime).toString("base64")}'`)
    .join(" || ")} || ${comparable(written("object"))} >= ${comparable(written("oldObject"))}))`,
].join(" || ");

/**
 * If credentials are copied, the driver's account may write every Kubernetes secret: this policy limits it to its own
 * copies.
 */
export class DriverPolicy extends Construct {
  /** Resource that puts the policy into force. */
  readonly binding: ITerraformDependable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { binding } = new AdmissionPolicy(this, "copies", {
      name: "driver-copies-secrets",
      accounts: [account],
      rules: [{ apiGroup: "", resources: ["secrets"] }],
      operations: ["CREATE", "UPDATE", "DELETE"],
      validations: [
        {
          // Kubernetes fills a secret of the token type with a token of any account that it names.
          expression: "request.operation == 'DELETE' || object.type == 'Opaque'",
          message: "The driver makes plain secrets, no tokens.",
        },
        {
          expression: inNamespaceOfOrganization,
          message: "The driver copies secrets in namespaces of organizations.",
        },
        {
          expression: `(request.operation == 'DELETE' || ${isManaged("object")}) && (request.operation == 'CREATE' || ${isManaged("oldObject")})`,
          message: "The driver changes copies of its own.",
        },
        {
          // Each node writes from the mounts of its own pods, which are updated one after the other: without this rule,
          // an older value could overwrite a newer one, and pods that start at that moment would use it until the next
          // change.
          expression: `request.operation != 'UPDATE' || ${isNoStepBack}`,
          message: "A newer version of these credentials is there already.",
        },
      ],
    });
    this.binding = binding;
  }
}

/**
 * While the driver's chart is installed or upgraded, two of its accounts may change all CustomResourceDefinitions: this
 * policy limits them to the driver's own.
 */
export class DefinitionsPolicy extends Construct {
  /** Resource that puts the policy into force. */
  readonly binding: ITerraformDependable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { binding } = new AdmissionPolicy(this, "own", {
      name: "driver-changes-own-definitions",
      accounts: [`${account}-keep-crds`, `${account}-upgrade-crds`],
      rules: [{ apiGroup: "apiextensions.k8s.io", resources: ["customresourcedefinitions"] }],
      operations: ["CREATE", "UPDATE"],
      validations: [
        {
          // A definition of another kind could name a conversion webhook that changes the content of objects, such as a
          // pod's security groups.
          expression: "object.metadata.name.endsWith('.secrets-store.csi.x-k8s.io')",
          message: "The driver's chart changes definitions of its own.",
        },
      ],
    });
    this.binding = binding;
  }
}
