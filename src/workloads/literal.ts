import { Fn } from "cdktf";

/**
 * Text from a configuration file that must reach Kubernetes as it was written.
 *
 * Terraform would evaluate a `${...}` in it (and so read files of the machine that plans), and Terraform's JSON and HCL treat
 * quotes, backslashes and line ends differently; in base64 there is none of these, and plans show the decoded text.
 */
export const literal = (text: string): string =>
  /["\\\r\n]|[$%]\{/.test(text) ? Fn.base64decode(Buffer.from(text).toString("base64")) : text;
