import type { Environment } from "../config/model";

export type ImageDigests = Environment["charts"]["imageDigests"];

/**
 * Values with which a chart runs an image by its digest; none where config gives no digest. The digest goes into the tag,
 * because not every chart has a value for it: a reference with both is pulled by its digest.
 *
 * @param place path of the values about the image, such as `linux.image`
 * @param tag the tag that this version of the chart has
 */
export function pinnedImage(
  digests: ImageDigests,
  name: keyof ImageDigests,
  place: string,
  tag: string,
): Record<string, unknown> {
  const digest = digests[name];
  if (!digest) return {};
  return place
    .split(".")
    .reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), { tag: `${tag}@${digest}` });
}
