import type { ContainerImage, Images } from "../foundation/container-image";

/**
 * Values with which a chart pulls an image as config wants; none of what config leaves to the chart. A digest goes into
 * the tag, because not every chart has a value for it.
 *
 * @param place path of the values about the image, such as `crds.image`
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
