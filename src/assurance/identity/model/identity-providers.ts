import { type Configuration, isAbsent } from "../../terraform";
import type { Text } from "../policy/text";
import { issuingCluster } from "./clusters";
import type { Names } from "./names";

/** An issuer of tokens that IAM accepts, such as a cluster. */
export interface IdentityProvider {
  readonly address: string;
  readonly arn: Text;
  /** Prefix of its condition keys. */
  readonly issuer: Text;
  /** Address of the issuing cluster. @default - no cluster of this configuration */
  readonly cluster?: string;
  /** Audiences that IAM accepts in its tokens. */
  readonly audiences: readonly Text[];
}

export function readIdentityProviders(configuration: Configuration, names: Names): IdentityProvider[] {
  return configuration.resources("aws_iam_openid_connect_provider").map((resource) => {
    const audiences = resource.get("client_id_list");
    const cluster = issuingCluster(configuration, resource.get("url"));
    return {
      address: resource.address,
      arn: names.text(resource.symbol("arn")),
      issuer: names.issuer(resource),
      ...(cluster !== undefined && { cluster }),
      audiences: isAbsent(audiences) ? [] : names.texts(audiences),
    };
  });
}
