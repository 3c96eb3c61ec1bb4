import { ownCredentialsFunctionPrefix, sharedInstance } from "../../config/instances";
import type { Environment } from "../../config/model";
import { organizationPrefix } from "../../config/names";
import type { Row } from "./grid";
import { graph, type Line, search } from "./widgets";

/** Credentials functions: the shared instance's by name, those of dedicated instances by prefix. */
const credentialsFunctions = (environment: Environment): string[] => [
  sharedInstance(environment).credentialsFunctionName,
  ownCredentialsFunctionPrefix(environment),
];

/** All functions of the environment: credentials functions, and functions that register targets. */
const allFunctions = (environment: Environment): string[] => [
  ...credentialsFunctions(environment),
  sharedInstance(environment).identifier,
  organizationPrefix(environment),
];

export function credentialRow(environment: Environment, rotationFailuresRuleName: string): Row {
  const { region } = environment;
  const age = (metric: string): Line =>
    search({
      schema: "DatabaseCredentials,FunctionName",
      metric,
      dimension: "FunctionName",
      prefixes: credentialsFunctions(environment),
      stat: "Maximum",
      period: 43200,
    });
  return {
    heading: "Are credentials young? Functions look twice a day",
    widgets: [
      graph(region, {
        title: "Organizations with credentials older than they may be",
        lines: [age("OverdueCredentials")],
      }),
      graph(region, { title: "Oldest credentials, days", lines: [age("OldestCredentialsDays")] }),
      graph(region, {
        title: "Rotations that Secrets Manager gave up",
        lines: [["AWS/Events", "TriggeredRules", "RuleName", rotationFailuresRuleName]],
        stat: "Sum",
        period: 300,
      }),
    ],
  };
}

export function functionRow(environment: Environment): Row {
  const { region } = environment;
  const ofFunctions = (metric: string, stat: "Maximum" | "Sum"): Line =>
    search({
      schema: "AWS/Lambda,FunctionName",
      metric,
      dimension: "FunctionName",
      prefixes: allFunctions(environment),
      stat,
      period: 300,
    });
  return {
    heading: "Do functions work?",
    widgets: [
      graph(region, { title: "Errors", lines: [ofFunctions("Errors", "Sum")] }),
      graph(region, { title: "Duration, milliseconds", lines: [ofFunctions("Duration", "Maximum")] }),
      graph(region, {
        title: "Events given up, to be read in their queue",
        lines: [
          search({
            schema: "AWS/SQS,QueueName",
            metric: "ApproximateNumberOfMessagesVisible",
            dimension: "QueueName",
            prefixes: allFunctions(environment),
            stat: "Maximum",
            period: 300,
          }),
        ],
      }),
    ],
  };
}

export const deliveryRow = (region: string, topicName: string): Row => ({
  heading: "Are messages delivered?",
  widgets: [
    graph(region, {
      title: `Messages of ${topicName}`,
      lines: [
        "NumberOfMessagesPublished",
        "NumberOfNotificationsDelivered",
        "NumberOfNotificationsFailed",
      ].map((metric) => ["AWS/SNS", metric, "TopicName", topicName]),
      stat: "Sum",
      period: 300,
    }),
  ],
});
