import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { unknownTime, writtenKey } from "../foundation/copied-secrets";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";
import { AdmissionPolicy } from "./admission-policy";

const account = "secrets-store-csi-driver";

const managed = "secrets-store.csi.k8s.io/managed";

const isManaged = (object: "object" | "oldObject") =>
  `(has(${object}.metadata.labels) && '${managed}' in ${object}.metadata.labels)`;

/**
 * CEL for a text as base64 has it, so that it compares as what it encodes does. An admission policy sees a secret's values in
 * base64, whose digits stand for more than its letters and compare as less.
 */
const comparable = (base64: string): string =>
  [..."0123456789+/"].reduce(
    (text, digit, at) => `${text}.replace('${digit}', '${String.fromCharCode(aboveLetters + at)}')`,
    base64,
  );
const aboveLetters = 0xe0;

/** Kubernetes' check of types takes the value for bytes, which the policy gets as text in base64. */
const written = (object: "object" | "oldObject") => `string(${object}.data['${writtenKey}'])`;

const has = (object: "object" | "oldObject") => `(has(${object}.data) && '${writtenKey}' in ${object}.data)`;

/** Whether what is there may be followed by what comes. Without a time of both there is no telling which one is newer. */
const isNoStepBack = [
  `!${has("oldObject")}`,
  `(${has("object")} && (${(["object", "oldObject"] as const)
    .map((object) => `${written(object)} == '${Buffer.from(unknownTime).toString("base64")}'`)
    .join(" || ")} || ${comparable(written("object"))} >= ${comparable(written("oldObject"))}))`,
].join(" || ");

const [[label, value]] = Object.entries(organizationNamespaceLabels) as [[string, string]];

/** Where credentials are copied, the driver's account writes every Kubernetes secret: this leaves it its own copies. */
export class DriverPolicy extends Construct {
  /** What puts it into force. */
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
          // Kubernetes fills a secret of the type of tokens with one for whichever account it names.
          expression: "request.operation == 'DELETE' || object.type == 'Opaque'",
          message: "The driver makes plain secrets, no tokens.",
        },
        {
          expression: `has(namespaceObject.metadata.labels) && '${label}' in namespaceObject.metadata.labels && namespaceObject.metadata.labels['${label}'] == '${value}'`,
          message: "The driver copies secrets in namespaces of organizations.",
        },
        {
          expression: `(request.operation == 'DELETE' || ${isManaged("object")}) && (request.operation == 'CREATE' || ${isManaged("oldObject")})`,
          message: "The driver changes copies of its own.",
        },
        {
          // Each node writes from its own pods' mounts, which are renewed one after the other: without this an older
          // value would be written back, and pods that start just then would hold it until the next change.
          expression: `request.operation != 'UPDATE' || ${isNoStepBack}`,
          message: "A newer version of these credentials is there already.",
        },
      ],
    });
    this.binding = binding;
  }
}

/** While the driver's chart is installed or upgraded, two accounts of its may change all definitions of kinds. */
export class DefinitionsPolicy extends Construct {
  /** What puts it into force. */
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
          // Of another kind it could name a webhook that gives objects another content, such as a pod's groups.
          expression: "object.metadata.name.endsWith('.secrets-store.csi.x-k8s.io')",
          message: "The driver's chart changes definitions of its own.",
        },
      ],
    });
    this.binding = binding;
  }
}
