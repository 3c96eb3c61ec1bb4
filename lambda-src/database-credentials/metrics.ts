/** Result of a check of the credentials of an instance. */
export interface Ages {
  /** Number of organizations whose credentials are too old, or of unknown age. */
  readonly overdue: number;
  /** Age of the oldest credentials, in days; 0 if there are none. */
  readonly oldestDays: number;
}

/**
 * Metrics as a log line in CloudWatch's embedded metric format, which needs no further API, endpoint or permission.
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
