export type Json = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object, empty where there is none. */
export const objectIn = (value: unknown): Json => (isObject(value) ? value : {});

/** Terraform JSON writes one block as an object, several as a list. */
export const objectsIn = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];

/** Stands where something is configured that a file does not show. Whatever is read there is an Unknown. */
export class NotShown {
  constructor(readonly reason: string) {}
}
