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
 * Events worth a message. Not: backups and restarts as planned, creation, read replicas. That autoscaling of
 * storage reaches its ceiling is among the failures, and no metric shows it.
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

/** Who reports to the topic, and what of the environment about. */
const publishers = [
  { sid: "PublishInstanceEvents", principal: "events.rds.amazonaws.com", service: "rds", resource: "db" },
  { sid: "PublishAlarms", principal: "cloudwatch.amazonaws.com", service: "cloudwatch", resource: "alarm" },
];

export interface InstanceEventTopicProps {
  readonly environment: Environment;
}

/**
 * Where RDS reports what happens to the environment's instances: failovers, failures, full disks, maintenance; and
 * CloudWatch what its alarms say of what stands around them.
 *
 * One topic per environment, one subscription per instance. A subscription without a list of instances would report those
 * of every other environment of the account too; a list of all instances would change with every dedicated one.
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
      // CloudWatch too fails in silence without the key: an alarm changes its state and no message is sent.
      uses: [
        usedToPublish(environment, { services: publishers.map(({ principal }) => principal), topicArn }),
      ],
    });
    const topic = new SnsTopic(this, "Resource", {
      name,
      kmsMasterKeyId: key.arn,
      // On the topic itself, so that it is there before RDS tries to publish: a subscription is refused without it.
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

  /** Of a subscriber that is not reached any more the others hear. */
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

  /** Replaces the default of SNS, which lets everything in the account publish. Subscribing is left to IAM policies. */
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

/** Reports the events of one instance to a topic. */
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
