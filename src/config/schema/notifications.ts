import { z } from "zod";
import { show } from "../problem";
import { rule, unique } from "./rule";

/** An email address without quoted local parts (RFC 5321). */
const email = rule(z.string(), (address) => {
  if (/^[\w.+-]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(address)) return undefined;
  return {
    found: show(address),
    allowed: "an e-mail address such as oncall@example.com",
    fix: "Write one address per line; a list of people is a mailing list of yours.",
  };
});

/** A path segment that looks like a token: long and random, or a UUID. */
const secretLike =
  /^(?=[^/]*[0-9])(?=[^/]*[a-z])[a-z0-9]{20,}$|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Endpoints are readable in Terraform's state, so none may contain a credential. */
const https = rule(z.string(), (address) => {
  const problem = problemOf(address);
  if (!problem) return undefined;
  return {
    // Errors appear in logs, so the message omits a possible secret.
    found: URL.canParse(address) ? `an address at ${new URL(address).host}${problem}` : "no URL",
    allowed: "https://host/path, without user name, query string or key: it will stand in Terraform's state",
    fix: "Take an address that is no secret, or subscribe this one by hand (docs/monitoring.md#subscribe).",
  };
});

function problemOf(address: string): string | undefined {
  if (!URL.canParse(address)) return " that is no URL";
  const { protocol, hostname, pathname } = new URL(address);
  if (protocol !== "https:") return ", but not by https";
  if (address.includes("@")) return " with a user name";
  if (/[?#]/.test(address)) return " with a query string or fragment";
  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(hostname)) return ", which SNS cannot look up";
  return pathname.split("/").some((part) => secretLike.test(part)) ? " with a key in its path" : undefined;
}

export const notificationsSchema = z
  .strictObject({
    email: rule(z.array(email), (list) =>
      unique(
        "address",
        list.map((address) => address.toLowerCase()),
      ),
    )
      .default([])
      .describe(
        "Mailboxes. AWS sends each a confirmation mail; it receives no alarm until the link in it is opened.",
      ),
    https: rule(z.array(https), (list) => unique("address", list))
      .default([])
      .describe("URLs of tools that confirm an SNS subscription by themselves."),
  })
  .describe("Recipients of alarms and of events of the instances. Absent: none.");
