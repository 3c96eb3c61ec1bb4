/** Config that cannot be used. The message is for whoever wrote the config. */
export class ConfigError extends Error {}
