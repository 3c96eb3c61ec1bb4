/**
 * Regions where not every account has the zones a and b: each of the oldest regions maps letters to zones for every
 * account anew, and leaves out zones that are full.
 *
 * Sources: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html,
 * https://github.com/awslabs/sbt-aws/issues/66 (Tokyo: a, c, d) and
 * https://github.com/Coalfire-Research/npk/issues/10 (Northern California: two of a, b, c)
 */
export const regionsWithoutDefaultZones: readonly string[] = ["ap-northeast-1", "us-west-1"];
