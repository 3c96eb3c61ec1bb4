import { everyResource, type Rule } from "../rule";

export const keysRotate: Rule = {
  id: "keys-rotate",
  threat: "Key material that leaks once decrypts everything for ever.",
  check: everyResource("aws_kms_key", "enable_key_rotation", (text) => text === "true"),
};
