import { forEach, judge, type Rule, worst } from "../rule";

/** Default rotation period of AWS, in days. */
const year = 365;

export const keysRotate: Rule = {
  id: "keys-rotate",
  threat: "Key material that leaks once decrypts everything forever.",
  check: forEach("aws_kms_key", (key) =>
    worst(key.address, [
      judge(key.address, "enable_key_rotation", key.get("enable_key_rotation"), (text) => text === "true"),
      judge(
        key.address,
        "rotation_period_in_days",
        key.get("rotation_period_in_days"),
        (text) => text === undefined || Number(text) <= year,
      ),
    ]),
  ),
};
