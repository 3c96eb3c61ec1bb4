import type { ContainerImage, Images } from "../foundation/container-image";

/**
 * Chart values that apply config's registry and digest to an image; empty if config leaves the image to the chart. The
 * digest is part of the tag, because not every chart has a value for it.
 *
 * @param place path of the image's values, such as `crds.image`
 */
export function imageValues(image: ContainerImage, place: string, images: Images): Record<string, unknown> {
  const { repository, tag } = image.from(images);
  const values = {
    ...(repository === image.repository ? {} : { repository }),
    ...(tag === image.tag ? {} : { tag }),
  };
  if (Object.keys(values).length === 0) return {};
  return place.split(".").reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), values);
}
