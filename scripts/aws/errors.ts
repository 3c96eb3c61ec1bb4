const denied = /AccessDenied|UnauthorizedOperation|AuthorizationError/;

/** AWS did not answer a call, or refused it. The message says what to do. */
export class AwsError extends Error {
  constructor(
    message: string,
    /** AWS's error code, such as `NoSuchBucket`. @default - none, without an answer */
    readonly code?: string,
  ) {
    super(message);
  }

  get isDenied(): boolean {
    return this.code !== undefined && denied.test(this.code);
  }
}

const called = (words: readonly string[]): string => `aws ${words.slice(0, 2).join(" ")}`;

/** Causes that a repetition does not change, by their text in the AWS CLI. */
const causes: readonly (readonly [said: RegExp, meaning: string])[] = [
  [
    /ExpiredToken|RequestExpired|token .*expired|session .*expired|Error loading SSO Token|UnauthorizedSSOToken/i,
    "The credentials have expired: run aws sso login, or renew them at their source.",
  ],
  [
    /Unable to locate credentials|NoCredentials|Partial credentials/i,
    "There are no credentials: set AWS_PROFILE, or log in with aws sso login.",
  ],
  [
    /The config profile \(.*\) could not be found/,
    "AWS_PROFILE names a profile that is not in ~/.aws/config.",
  ],
  [
    /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure/,
    "AWS does not know these credentials, or they are of another partition.",
  ],
  [
    /Could not connect to the endpoint|timeout on endpoint|Connection was closed|SSL validation failed|ProxyConnectionError/i,
    "AWS cannot be reached from here: check the proxy, the network, and AWS_ENDPOINT_URL.",
  ],
  [
    /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|Rate exceeded/,
    "AWS throttles this account: try again in a minute.",
  ],
  [denied, "This principal has no permission for it."],
];

/** Creates errors from output of the AWS CLI. */
export const explain = {
  /** @param option option of the command that extends the time limit. @default - none */
  noAnswer(words: readonly string[], seconds: number, option?: string): AwsError {
    const more = option === undefined ? "run the command again later" : `give it more time with ${option}`;
    return new AwsError(
      `${called(words)} had no answer within ${seconds} s. AWS cannot be reached from here, or is slow: check the proxy and the network, or ${more}.`,
    );
  },

  otherShape: (words: readonly string[]): AwsError =>
    new AwsError(`${called(words)} returned an answer of unknown form: is this version 2 of the AWS CLI?`),

  failure(words: readonly string[], error: Error, stderr: string): AwsError {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return new AwsError("The program aws was not found: install the AWS CLI, version 2.");
    const [, code] = /An error occurred \(([\w.]+)\)/.exec(stderr) ?? [];
    const [, meaning] = causes.find(([said]) => said.test(stderr)) ?? [];
    const last = stderr.trim().split("\n").at(-1) ?? "";
    return new AwsError([meaning, `${called(words)}: ${last}`].filter(Boolean).join(" "), code);
  },
};
