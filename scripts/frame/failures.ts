import { InputError } from "../../src/config/errors";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user has no permission for it",
  EPERM: "this user has no permission for it",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "there is a file where a folder is expected",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  ENOSPC: "the disk is full",
};

/** Text of an error for the caller. An error of the program itself includes its stack trace. */
export function messageForUser(error: unknown): string {
  if (error instanceof InputError) return error.message;
  const { name, message, stack, code, path, syscall } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (message === undefined || name === "TypeError" || name === "ReferenceError")
    return stack ?? String(error);
  if (syscall === "write" && path === undefined)
    return `The output cannot be written: ${reasons[code ?? ""] ?? "it failed"} (${code}).`;
  if (syscall === undefined || path === undefined) return message;
  if (syscall.startsWith("spawn") && code === "ENOENT")
    return `The program ${path} was not found: install it.`;
  const reason = reasons[code ?? ""] ?? "it failed";
  return [
    `${path} cannot be ${syscall === "scandir" ? "read" : "opened or written"}: ${reason} (${code}, ${syscall}).`,
    "Commands write to cdktf.out/, bootstrap.out/ and dist/ of the project, and to the file that --output names.",
  ].join("\n");
}
