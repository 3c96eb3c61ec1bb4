import { environment } from "../support/fixtures";
import { environmentWith, load, problemsOf } from "./support";

const organization = (more: string) =>
  `isolation: database\napplications:\n  - { kind: container, name: api, image: "registry.example.com/api:1.0.0"${more} }\n`;
const files = (more: string) =>
  environmentWith("credentials: { delivery: files }\n", { acme: organization(more) });

test("credentials are delivered as variables unless an environment sets files", () => {
  expect(environment().credentials.delivery).toBe("environment");
});

test("with files, an application says whether it rereads them", () => {
  const [problem, ...others] = problemsOf(files(""));
  expect(others).toEqual([]);
  expect([problem?.path, problem?.fix]).toEqual(["applications[0]", expect.stringContaining("onRotation")]);
  for (const onRotation of ["reread", "restart"])
    expect(load(files(`, onRotation: ${onRotation}`))).toHaveLength(1);
});

test("without files, onRotation is optional", () => {
  for (const more of ["", ", onRotation: restart"])
    expect(load(environmentWith("", { acme: organization(more) }))).toHaveLength(1);
});

test("with files, no setting refers to a missing variable", () => {
  const env =
    ', onRotation: reread, env: { JDBC: "jdbc:postgresql://$(DB_HOST)/x", OTHER: "$(DB_POOL_SIZE)" }';
  const [problem, ...others] = problemsOf(files(env));
  expect(others).toEqual([]);
  expect([problem?.path, problem?.fix]).toEqual([
    "applications[0].env.JDBC",
    expect.stringContaining("DB_HOST_FILE"),
  ]);
});

describe("without files, too, a setting refers to", () => {
  const problem = (more: string, of = "") => {
    const [found, ...others] = problemsOf(environmentWith("", { acme: of + organization(more) }));
    expect(others).toEqual([]);
    return [found?.path, found?.fix];
  };
  const at = (name: string) => `applications[0].env.${name}`;

  test("no password if logins use IAM", () => {
    expect(problem(', env: { URL: "x:$(DB_PASSWORD)@$(DB_HOST)" }', "authentication: iam\n")).toEqual([
      at("URL"),
      expect.stringContaining("token"),
    ]);
  });

  test("no later setting, nor itself", () => {
    const fix = "Write HOST above it, or its value in its place.";
    expect(problem(', env: { URL: "http://$(HOST)", HOST: x }')).toEqual([at("URL"), fix]);
    expect(problem(', env: { HOST: "$(HOST)" }')).toEqual([at("HOST"), fix]);
  });

  test("no part of the login under another name", () => {
    expect(problem(', env: { URL: "$(DB_USERNAME)" }')).toEqual([
      at("URL"),
      expect.stringMatching(/^Choose one of .*DB_USER, DB_PASSWORD, DB_POOL_SIZE\.$/),
    ]);
  });

  test("an earlier setting, or to none", () => {
    const env =
      '{ HOST: "$(DB_NAME)", URL: "$(HOST) $(DATABASE_URL) $$(DB_X) $(date)", POOL: "$(DB_POOL_SIZE)" }';
    expect(load(environmentWith("", { acme: organization(`, env: ${env}`) }))).toHaveLength(1);
  });
});
