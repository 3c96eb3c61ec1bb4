/** What the tested code sees as `process`. A spy watches this one: a test file's own is that of its sandbox. */
export const { process } = (globalThis as unknown as { outside: { process: NodeJS.Process } }).outside;
