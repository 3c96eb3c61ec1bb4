import { Fn } from "cdktf";

/**
 * Text of a configuration file that must reach Kubernetes unchanged.
 *
 * Terraform would evaluate `${...}` in it (and could read files of the machine that plans), and its JSON and HCL
 * syntaxes treat quotes, backslashes and line ends differently. Base64 contains none of these, and plans show the
 * decoded text.
 */
export const literal = (text: string): string =>
  /["\\\r\n]|[$%]\{/.test(text) ? Fn.base64decode(Buffer.from(text).toString("base64")) : text;
