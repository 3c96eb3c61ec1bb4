/** Options that several commands have. */
export const outputFolder = {
  type: "string",
  value: "FOLDER",
  default: "cdktf.out",
  about: "output folder of synthesis to read",
} as const;
