import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Notifications } from "../config/model";

export interface SubscribersProps {
  readonly topicArn: string;
  readonly notifications: Notifications;
}

/** Who hears what a topic has to tell. */
export class Subscribers extends Construct {
  constructor(scope: Construct, id: string, { topicArn, notifications }: SubscribersProps) {
    super(scope, id);
    for (const endpoint of notifications.email) {
      // The owner has to follow the link that AWS sends: until then Terraform knows it as pending.
      new SnsTopicSubscription(this, endpoint, { topicArn, protocol: "email", endpoint });
    }
    for (const endpoint of notifications.https) {
      new SnsTopicSubscription(this, endpoint, {
        topicArn,
        protocol: "https",
        endpoint,
        // Terraform waits for the answer, and an apply fails where none comes: a tool that never confirms hears nothing.
        endpointAutoConfirms: true,
        confirmationTimeoutInMinutes: 2,
      });
    }
  }
}
