import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AdmissionPolicy, type Validation } from "./admission-policy";
import { failSafe } from "./fail-safe";

/** Annotation of a pod template by which Reloader restarts a deployment. */
const note = "reloader.stakater.com/last-reloaded-from";

/** Service account of Reloader's pods; the chart composes it from the names of release and chart. */
const account = "reloader-reloader";

/** CEL expression for a field of an object, with a default for an absent field. */
const field = (object: "object" | "oldObject", path: string, absent: string) =>
  `(has(${object}.${path}) ? ${object}.${path} : ${absent})`;

const same = (path: string, absent: string) =>
  `${field("object", path, absent)} == ${field("oldObject", path, absent)}`;

const annotations = "spec.template.metadata.annotations";

/** CEL condition that each annotation of one pod template is unchanged in the other, except for Reloader's. */
const keeps = (one: "object" | "oldObject", other: "object" | "oldObject") =>
  `${field(one, annotations, "{}")}.all(key, key == '${note}' || (has(${other}.${annotations}) && key in ${other}.${annotations} && ${other}.${annotations}[key] == ${one}.${annotations}[key]))`;

const validations: readonly Validation[] = [
  {
    expression: `object.metadata.namespace != '${failSafe.namespace}'`,
    message: `Reloader restarts nothing in ${failSafe.namespace}.`,
  },
  {
    expression: "object.spec.template.spec == oldObject.spec.template.spec",
    message: "Reloader may restart pods, not change what they run.",
  },
  {
    expression: [keeps("object", "oldObject"), keeps("oldObject", "object")].join(" && "),
    message: `Reloader may change one annotation of a pod, ${note}.`,
  },
  {
    expression: same("spec.template.metadata.labels", "{}"),
    message: "Reloader may restart pods, not change their labels.",
  },
  {
    expression: [
      same("spec.replicas", "1"),
      "object.spec.selector == oldObject.spec.selector",
      "object.spec.strategy == oldObject.spec.strategy",
      same("spec.paused", "false"),
      same("spec.minReadySeconds", "0"),
      same("spec.progressDeadlineSeconds", "0"),
      same("spec.revisionHistoryLimit", "0"),
    ].join(" && "),
    message: "Reloader may restart a deployment, not change how it runs.",
  },
  {
    expression: [
      same("metadata.labels", "{}"),
      same("metadata.annotations", "{}"),
      same("metadata.finalizers", "[]"),
      same("metadata.ownerReferences", "[]"),
    ].join(" && "),
    message: "Reloader may restart a deployment, not change what it is called and who owns it.",
  },
];

/**
 * Reloader's role allows changes of every workload in the cluster: this policy limits its account to restarting
 * deployments.
 */
export class ReloaderPolicy extends Construct {
  /** Resources that put the policy into force. */
  readonly manifests: ITerraformDependable[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const deployments = new AdmissionPolicy(this, "deployments", {
      accounts: [account],
      name: "reloader-restarts-deployments",
      operations: ["UPDATE"],
      rules: [{ apiGroup: "apps", resources: ["deployments"] }],
      validations,
    });
    const others = new AdmissionPolicy(this, "others", {
      accounts: [account],
      name: "reloader-changes-nothing-else",
      operations: ["CREATE", "UPDATE"],
      rules: [{ apiGroup: "apps", resources: ["daemonsets", "statefulsets", "*/scale", "*/status"] }],
      validations: [{ expression: "false", message: "Reloader restarts deployments, and nothing else." }],
    });
    const own = new AdmissionPolicy(this, "own-objects", {
      accounts: [account],
      name: "reloader-writes-its-own-objects",
      operations: ["CREATE", "UPDATE"],
      rules: [
        { apiGroup: "", resources: ["configmaps"] },
        { apiGroup: "coordination.k8s.io", resources: ["leases"] },
      ],
      validations: [
        {
          expression: "object.metadata.name in ['reloader-meta-info', 'stakater-reloader-lock']",
          message: "Reloader writes the ConfigMap and the lease that are its own.",
        },
      ],
    });
    this.manifests = [deployments, others, own].map(({ binding }) => binding);
  }
}
