import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { stsAudience } from "./service-account-role";

export interface IdentityProviderProps {
  /** URL of the issuer of service account tokens. */
  readonly issuerUrl: string;
}

/** Registers the cluster's issuer in IAM, which then accepts tokens of its service accounts. */
export class IdentityProvider extends Construct {
  readonly arn: string;
  /** Issuer without https://, in the form of trust policies. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, { issuerUrl }: IdentityProviderProps) {
    super(scope, id);
    // No thumbprint: IAM validates the issuer's certificate against its own list of authorities. A pinned thumbprint
    // would disable every role when the certificate changes.
    const provider = new IamOpenidConnectProvider(this, "Resource", {
      url: issuerUrl,
      clientIdList: [stsAudience],
    });
    this.arn = provider.arn;
    this.issuer = Fn.trimprefix(issuerUrl, "https://");
  }
}
