/**
 * Regions in which zones a and b do not exist in every account: the oldest regions map letters to zones per account,
 * and leave out full zones.
 *
 * Sources: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html,
 * https://github.com/awslabs/sbt-aws/issues/66 (Tokyo: a, c, d) and
 * https://github.com/Coalfire-Research/npk/issues/10 (Northern California: two of a, b, c)
 */
export const regionsWithoutDefaultZones: readonly string[] = ["ap-northeast-1", "us-west-1"];
