import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { existingKeyArns, existingSecretArns, ownSecrets } from "../config/application-secrets";
import { instanceOf } from "../config/instances";
import type { Application, Environment, Organization } from "../config/model";
import {
  applicationSecretName,
  credentialsSecretName,
  encryptingApplications,
  encryptionKeySecretName,
  generatedSecretNames,
  organizationStem,
} from "../config/names";
import { credentialsFunctionRoleArn } from "../foundation/arn";
import { EncryptionKey } from "../foundation/encryption-key";
import { usedForSecrets } from "../foundation/secret-key-uses";
import { GuardedSecret, type GuardedSecretProps } from "./guarded-secret";
import { organizationRoleArn } from "./names";

export interface OrganizationSecretsProps {
  readonly environment: Environment;
  readonly organization: Organization;
}

/**
 * All secrets of an organization, encrypted with its own key: only its role, and no other organization's, can decrypt
 * them.
 */
export class OrganizationSecrets extends Construct {
  readonly keyArn: string;
  /** The database login of its applications. */
  readonly credentials: GuardedSecret;
  /** Keys with which applications encrypt their own data, by application name. */
  private readonly encryptionKeys = new Map<string, GuardedSecret>();
  /** Secrets with values of variables, by their names in the organization's file. */
  private readonly given = new Map<string, GuardedSecret>();
  private readonly existing: { readonly secretArns: string[]; readonly keyArns: string[] };

  constructor(scope: Construct, id: string, props: OrganizationSecretsProps) {
    super(scope, id);
    const { environment, organization } = props;
    this.keyArn = this.addKey(props);
    this.existing = {
      secretArns: existingSecretArns(organization),
      keyArns: existingKeyArns(organization),
    };
    this.credentials = this.addGenerated(props, {
      id: "credentials",
      name: credentialsSecretName(environment, organization),
      description: `Database login of ${organization.name}; written and rotated by the credentials function`,
      recoveryWindowInDays: protectedDays(environment) ?? 0,
      // The credentials function compares RotationDays with the secret's age, and requires DropDataOnRemoval before it
      // drops data.
      tags: {
        RotationDays: String(organization.credentialRotationDays),
        ...(organization.dropDataOnRemoval && { DropDataOnRemoval: "true" }),
      },
    });
    for (const application of encryptingApplications(organization)) {
      const secret = this.addGenerated(props, {
        id: `${application.name}-encryption-key`,
        name: encryptionKeySecretName(environment, organization, application),
        description: `Key with which ${application.name} encrypts what it stores; never rotated, data would be lost`,
        // While the data exists, the key that decrypts it must be restorable.
        recoveryWindowInDays: protectedDays(environment) ?? (organization.dropDataOnRemoval ? 0 : 7),
      });
      this.encryptionKeys.set(application.name, secret);
    }
    for (const secret of ownSecrets(organization)) this.given.set(secret, this.addGiven(props, secret));
  }

  /** ARNs of all secrets that applications read, and of their keys. */
  get readable(): { readonly secretArns: string[]; readonly keyArns: string[] } {
    return {
      secretArns: [
        ...this.generatedArns,
        ...[...this.given.values()].map(({ arn }) => arn),
        ...this.existing.secretArns,
      ],
      keyArns: [this.keyArn, ...this.existing.keyArns],
    };
  }

  /** ARNs of the secrets that the credentials function writes. */
  get generatedArns(): string[] {
    return this.generated.map(({ arn }) => arn);
  }

  /** ARNs of the secrets with which applications encrypt their own data. */
  get encryptionKeyArns(): string[] {
    return [...this.encryptionKeys.values()].map(({ arn }) => arn);
  }

  /** Policies of the generated secrets, for `dependsOn` of the function's invocations. */
  get guards(): ITerraformDependable[] {
    return this.generated.map(({ guard }) => guard);
  }

  private get generated(): GuardedSecret[] {
    return [this.credentials, ...this.encryptionKeys.values()];
  }

  /**
   * The encryption key of an application.
   *
   * @throws Error if the application has none
   */
  encryptionKeyOf(application: Application): GuardedSecret {
    const secret = this.encryptionKeys.get(application.name);
    if (!secret)
      throw new Error(`Application "${application.name}" of kind ${application.kind} has no encryption key.`);
    return secret;
  }

  private addKey({ environment, organization }: OrganizationSecretsProps): string {
    const given = ownSecrets(organization).map((secret) =>
      applicationSecretName(environment, organization, secret),
    );
    return new EncryptionKey(this, "key", {
      environment,
      alias: `${organizationStem(environment, organization)}-secrets`,
      description: `Secrets of ${organization.name} in ${environment.name}`,
      uses: usedForSecrets(environment, {
        reader: organizationRoleArn(environment, organization),
        function: credentialsFunctionRoleArn(environment, instanceOf(environment, organization)),
        generated: generatedSecretNames(environment, organization),
        writers: organization.secretWriters,
        given,
      }),
    }).arn;
  }

  /** A secret that the credentials function writes and reads. */
  private addGenerated(
    { environment, organization }: OrganizationSecretsProps,
    {
      id,
      ...secret
    }: { id: string } & Pick<GuardedSecretProps, "name" | "description" | "tags" | "recoveryWindowInDays">,
  ): GuardedSecret {
    const writer = credentialsFunctionRoleArn(environment, instanceOf(environment, organization));
    return new GuardedSecret(this, id, {
      ...secret,
      keyArn: this.keyArn,
      readers: [organizationRoleArn(environment, organization), writer],
      writers: [writer],
    });
  }

  /** A secret that the organization's writers fill, and cannot read. */
  private addGiven({ environment, organization }: OrganizationSecretsProps, secret: string): GuardedSecret {
    return new GuardedSecret(this, `app-${secret}-settings`, {
      name: applicationSecretName(environment, organization, secret),
      description: `Variables of applications of ${organization.name}; written by its secretWriters`,
      keyArn: this.keyArn,
      readers: [organizationRoleArn(environment, organization)],
      writers: organization.secretWriters,
      recoveryWindowInDays: protectedDays(environment) ?? 0,
    });
  }
}

/**
 * Days for which secrets of a protected environment can be restored. In other environments their names are available at
 * once.
 */
const protectedDays = ({ database }: Environment): number | undefined =>
  database.deletionProtection ? 30 : undefined;
