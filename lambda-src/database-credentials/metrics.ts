/** What a look at the credentials of an instance found. */
export interface Ages {
  /** Organizations whose credentials are older than they may be, or of an unknown age. */
  readonly overdue: number;
  /** Age of the oldest credentials, in days; 0 where there are none. */
  readonly oldestDays: number;
}

/**
 * Metrics as a log line in CloudWatch's embedded metric format: no second API, endpoint or permission.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const ageMetrics = (functionName: string, timestamp: number, { overdue, oldestDays }: Ages): string =>
  JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: "DatabaseCredentials",
          Dimensions: [["FunctionName"]],
          Metrics: [
            { Name: "OverdueCredentials", Unit: "Count" },
            { Name: "OldestCredentialsDays", Unit: "Count" },
          ],
        },
      ],
    },
    FunctionName: functionName,
    OverdueCredentials: overdue,
    OldestCredentialsDays: oldestDays,
  });
