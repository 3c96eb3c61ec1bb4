import { X509Certificate } from "node:crypto";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { decoded, organizationStack, podsOf } from "./support";

const certificates = (bundle: string) =>
  (bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );

describe.each(["eu-west-1", "us-east-1", "ap-southeast-3"])("certificates of databases in %s", (region) => {
  const stack = organizationStack(environment({ region }, [organization("acme")]));
  const configMap = stack.resource("kubernetes_config_map_v1");
  const bundle = decoded(configMap.data["ca.pem"]);

  test("are the region's roots, one for each kind of key, and no others", () => {
    const names = certificates(bundle).map(({ subject }) => /CN=(.*)/.exec(subject)?.[1]);
    expect(names.sort()).toEqual(
      ["ECC384", "RSA2048", "RSA4096"].map((kind) => `Amazon RDS ${region} Root CA ${kind} G1`),
    );
    expect(bundle.match(/BEGIN/g)).toHaveLength(3);
  });

  test("are self-signed authorities, valid until 2061 or longer", () => {
    for (const certificate of atLeastOne(certificates(bundle))) {
      expect(certificate.ca).toBe(true);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(new Date(certificate.validTo).getFullYear()).toBeGreaterThanOrEqual(2061);
    }
  });

  test("are mounted read-only where clients look for them", () => {
    const { spec } = podsOf(stack, "api");
    const { name } = spec.volume.find((volume: Record<string, unknown>) => volume.config_map);
    expect(spec.volume.filter((volume: Record<string, unknown>) => volume.config_map)).toHaveLength(1);
    expect(spec.container[0].volume_mount.filter((mount: { name: string }) => mount.name === name)).toEqual([
      { name, mount_path: "/etc/rds-ca", read_only: true },
    ]);
  });
});
