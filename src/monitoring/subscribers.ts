import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Notifications } from "../config/model";

export interface SubscribersProps {
  readonly topicArn: string;
  readonly notifications: Notifications;
}

/** Subscriptions of a topic. */
export class Subscribers extends Construct {
  constructor(scope: Construct, id: string, { topicArn, notifications }: SubscribersProps) {
    super(scope, id);
    for (const endpoint of notifications.email) {
      // The owner of the mailbox must confirm by the link in AWS's message; until then, Terraform shows the
      // subscription as pending.
      new SnsTopicSubscription(this, endpoint, { topicArn, protocol: "email", endpoint });
    }
    for (const endpoint of notifications.https) {
      new SnsTopicSubscription(this, endpoint, {
        topicArn,
        protocol: "https",
        endpoint,
        // Terraform waits for the endpoint's confirmation, and the apply fails without it: otherwise an endpoint that
        // never confirms would silently receive nothing.
        endpointAutoConfirms: true,
        confirmationTimeoutInMinutes: 2,
      });
    }
  }
}
