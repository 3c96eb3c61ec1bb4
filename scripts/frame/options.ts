/** Options of several commands. */
export const outputFolder = {
  type: "string",
  value: "FOLDER",
  default: "cdktf.out",
  about: "synthesized output folder to read",
} as const;
