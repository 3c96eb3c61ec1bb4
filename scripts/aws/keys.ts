/**
 * Commands that restore a key which is scheduled for deletion: after a cancellation it is disabled, so it must be
 * enabled.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
 */
export const keyBackCommands = (key: string, region: string): string[] =>
  ["cancel-key-deletion", "enable-key"].map(
    (operation) => `aws kms ${operation} --region ${region} --key-id ${key}`,
  );
