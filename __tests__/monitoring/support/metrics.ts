/**
 * Metrics that are published, by namespace and dimensions. An alarm or graph about any other would stay empty for ever,
 * without a sign of it.
 */
export const published: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Cloudwatch.html
  "AWS/RDS DBInstanceIdentifier": [
    "CPUCreditBalance",
    "CPUUtilization",
    "DBLoadRelativeToNumVCPUs",
    "DatabaseConnections",
    "DiskQueueDepth",
    "EBSByteBalance%",
    "EBSIOBalance%",
    "FreeStorageSpace",
    "FreeableMemory",
    "MaximumUsedTransactionIDs",
    "ReadLatency",
    "WriteLatency",
  ],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html (dimension set 1)
  "AWS/RDS ProxyName": [
    "ClientConnections",
    "ClientConnectionsSetupFailedAuth",
    "DatabaseConnections",
    "DatabaseConnectionsBorrowLatency",
    "DatabaseConnectionsCurrentlyBorrowed",
    "DatabaseConnectionsCurrentlySessionPinned",
    "DatabaseConnectionsSetupFailed",
    "MaxDatabaseConnectionsAllowed",
    "QueryRequests",
  ],
  // the same, dimension set 3
  "AWS/RDS ProxyName,TargetGroup,TargetRole": ["AvailabilityPercentage"],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
  "AWS/NetworkELB LoadBalancer,TargetGroup": ["HealthyHostCount", "UnHealthyHostCount"],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  "AWS/ApplicationELB LoadBalancer,TargetGroup": [
    "HTTPCode_Target_5XX_Count",
    "HealthyHostCount",
    "UnHealthyHostCount",
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  "AWS/Lambda FunctionName": ["DestinationDeliveryFailures", "Duration", "Errors", "Throttles"],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS QueueName": ["ApproximateNumberOfMessagesVisible"],
  // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
  "AWS/SNS TopicName": [
    "NumberOfMessagesPublished",
    "NumberOfNotificationsDelivered",
    "NumberOfNotificationsFailed",
  ],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  "AWS/Events RuleName": ["TriggeredRules"],
  // lambda-src/database-credentials/metrics.ts
  "DatabaseCredentials FunctionName": ["OldestCredentialsDays", "OverdueCredentials"],
  // lambda-src/register-targets/metrics.ts
  "DatabaseTargets Database": ["Reconciled"],
  // src/monitoring/instance-log-metrics.ts
  "DatabaseLogs ": ["FailedLogins", "LockFailures", "MemoryFailures", "RefusedConnections"],
};

/** Whether a metric is published. */
export const isPublished = (namespace: string, metric: string, dimensions: readonly string[]): boolean =>
  published[
    `${namespace.replace(/^(DatabaseLogs)\/.+/, "$1")} ${[...dimensions].sort().join(",")}`
  ]?.includes(metric) ?? false;
