import { nameServerQuery, resolve } from "../../../lambda-src/register-targets/resolve";
import { database, first, second } from "./support/databases";
import { NameServer, type Reply } from "./support/name-server";
import { ShortPauses } from "./support/short-pauses";

const server = new NameServer();
let address = "";
beforeAll(async () => {
  address = await server.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.questions.length = 0;
});

const ask = (reply: (time: number) => Reply, addresses: "one" | "several" = "one") => {
  server.reply = (_, time) => reply(time);
  const query = nameServerQuery({ servers: [address], timeout: 100 });
  return resolve(database({ addresses }), query, new ShortPauses());
};

describe("resolve, against a DNS server", () => {
  test("asks for an instance's name twice", async () => {
    expect(await ask(() => [first])).toEqual({ addresses: [first] });
    expect(server.questions).toEqual([database().hostname, database().hostname]);
  });

  test("sees a changed record at once, although the TTL of the old answer is minutes", async () => {
    await ask(() => [first]);
    expect(await ask(() => [second])).toEqual({ addresses: [second] });
  });

  test("returns both addresses of a name that changes between two queries", async () => {
    expect(await ask((time) => (time === 1 ? [first] : [second]))).toEqual({ addresses: [first, second] });
  });

  test("collects rotating answers, each address once", async () => {
    const rotating = [[first], [second], [first, "10.0.5.9"]];
    expect(await ask((time) => rotating[time % 3] as string[], "several")).toEqual({
      addresses: [first, second, "10.0.5.9"],
    });
    expect(server.questions).toHaveLength(5);
  });

  test.each<[Reply, string]>([
    ["NXDOMAIN", "does not exist (NXDOMAIN)"],
    ["SERVFAIL", "cannot be resolved (SERVFAIL)"],
    ["REFUSED", "cannot be resolved (REFUSED)"],
    ["silence", "cannot be resolved: name servers do not answer in time"],
    [[], "has no A record"],
  ])("says why there is no address: %j", async (reply, failure) => {
    expect(await ask(() => reply)).toEqual({ failure });
    expect(server.questions).toHaveLength(3);
  });

  test.each<Reply>(["NXDOMAIN", "SERVFAIL", "silence"])(
    "gets over two queries answered with %s",
    async (reply) => {
      expect(await ask((time) => (time < 3 ? reply : [first]))).toEqual({ addresses: [first] });
    },
  );

  test("does not accept a truncated answer", async () => {
    expect(await ask((time) => (time === 1 ? [first] : "SERVFAIL"), "several")).toEqual({
      failure: "cannot be resolved (SERVFAIL)",
    });
  });

  test("reports a missing name server", async () => {
    const query = nameServerQuery({ servers: ["127.0.0.1:9"], timeout: 100 });
    const answer = await resolve(database(), query, new ShortPauses());
    expect(answer).toEqual({ failure: expect.stringMatching(/^cannot be resolved/) });
  });
});
