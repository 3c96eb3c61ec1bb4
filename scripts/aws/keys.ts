/**
 * Commands that bring a key back which waits for its deletion: cancelled, it is disabled until it is enabled.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
 */
export const keyBackCommands = (key: string, region: string): string[] =>
  ["cancel-key-deletion", "enable-key"].map(
    (operation) => `aws kms ${operation} --region ${region} --key-id ${key}`,
  );
