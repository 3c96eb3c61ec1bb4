import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { stsAudience } from "./service-account-role";

export interface IdentityProviderProps {
  /** URL of the issuer of service account tokens. */
  readonly issuerUrl: string;
}

/** Makes IAM believe the tokens that the cluster issues to its service accounts. */
export class IdentityProvider extends Construct {
  readonly arn: string;
  /** The issuer without https://, as trust policies name it. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, { issuerUrl }: IdentityProviderProps) {
    super(scope, id);
    // No thumbprint: IAM checks the issuer's certificate against its own list of authorities, and a pinned one would
    // break every role on the day that it changes.
    const provider = new IamOpenidConnectProvider(this, "Resource", {
      url: issuerUrl,
      clientIdList: [stsAudience],
    });
    this.arn = provider.arn;
    this.issuer = Fn.trimprefix(issuerUrl, "https://");
  }
}
