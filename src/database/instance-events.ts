import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { counted, createAlarms } from "../foundation/alarms";
import { arn } from "../foundation/arn";
import { EncryptionKey, usedToPublish } from "../foundation/encryption-key";
import { policyJson } from "../foundation/policy";
import { Subscribers } from "../monitoring/subscribers";

/**
 * Events that are reported. Not reported: planned backups and restarts, creation, read replicas. The category of
 * failures includes the event that storage autoscaling has reached its maximum, which no metric shows.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
const categories = [
  "availability",
  "configuration change",
  "deletion",
  "failover",
  "failure",
  "low storage",
  "maintenance",
  "notification",
  "recovery",
  "restoration",
  "security",
  "security patching",
];

/** Services that publish to the topic, and the resources of the environment that they report about. */
const publishers = [
  { sid: "PublishInstanceEvents", principal: "events.rds.amazonaws.com", service: "rds", resource: "db" },
  { sid: "PublishAlarms", principal: "cloudwatch.amazonaws.com", service: "cloudwatch", resource: "alarm" },
];

export interface InstanceEventTopicProps {
  readonly environment: Environment;
}

/**
 * Topic for events of the environment's instances (failovers, failures, full disks, maintenance), and for alarms.
 *
 * There is one topic per environment and one subscription per instance. A subscription without a list of instances
 * would also report those of other environments in the account, and a list of all instances would change with every
 * dedicated one.
 */
export class InstanceEventTopic extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { environment }: InstanceEventTopicProps) {
    super(scope, id);
    const name = `${environment.name}-database-events`;
    const topicArn = arn(environment, "sns", name);
    const key = new EncryptionKey(this, "key", {
      environment,
      alias: name,
      description: `Events of the database instances of ${environment.name}`,
      // CloudWatch publishes nothing, without an error, if it cannot use the key: the alarm changes its state and no
      // message is sent.
      uses: [
        usedToPublish(environment, { services: publishers.map(({ principal }) => principal), topicArn }),
      ],
    });
    const topic = new SnsTopic(this, "Resource", {
      name,
      kmsMasterKeyId: key.arn,
      // Part of the topic, so that it exists before RDS creates a subscription: without permission to publish, RDS
      // refuses the subscription.
      policy: this.accessPolicy(environment, topicArn),
    });
    new Subscribers(this, "subscribers", {
      topicArn: topic.arn,
      notifications: environment.notifications,
    });
    this.watchDelivery(name, topic.arn);
    this.arn = topic.arn;
    this.name = name;
  }

  /** The other subscribers are informed if messages to one subscriber fail. */
  private watchDelivery(name: string, topicArn: string): void {
    createAlarms(
      this,
      { stem: name, topicArn },
      {
        undelivered: {
          ...counted,
          namespace: "AWS/SNS",
          metricName: "NumberOfNotificationsFailed",
          dimensions: { TopicName: name },
          alarmDescription: `A subscriber of ${name} did not receive a message. You received this one, so it is another subscriber.`,
        },
      },
    );
  }

  /**
   * Replaces the default policy of SNS, which lets every principal of the account publish. IAM policies decide who may
   * subscribe.
   */
  private accessPolicy(environment: Environment, topicArn: string): string {
    return policyJson([
      ...publishers.map(({ sid, principal, service, resource }) => ({
        sid,
        principals: [{ type: "Service", identifiers: [principal] }],
        actions: ["sns:Publish"],
        resources: [topicArn],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: [environment.account] },
          {
            test: "ArnLike",
            variable: "aws:SourceArn",
            values: [arn(environment, service, `${resource}:${environment.name}-*`)],
          },
        ],
      })),
    ]);
  }
}

export interface InstanceEventSubscriptionProps {
  readonly name: string;
  readonly topicArn: string;
  readonly instanceIdentifier: string;
}

/** Publishes the events of one instance to a topic. */
export class InstanceEventSubscription extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, topicArn, instanceIdentifier }: InstanceEventSubscriptionProps,
  ) {
    super(scope, id);
    new DbEventSubscription(this, "Resource", {
      name,
      snsTopic: topicArn,
      sourceType: "db-instance",
      sourceIds: [instanceIdentifier],
      eventCategories: categories,
    });
  }
}
