/**
 * A metric as a log line in CloudWatch's embedded metric format: no second API, endpoint or permission.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const overdueMetric = (functionName: string, timestamp: number, overdue: number): string =>
  JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: "DatabaseCredentials",
          Dimensions: [["FunctionName"]],
          Metrics: [{ Name: "OverdueCredentials", Unit: "Count" }],
        },
      ],
    },
    FunctionName: functionName,
    OverdueCredentials: overdue,
  });
