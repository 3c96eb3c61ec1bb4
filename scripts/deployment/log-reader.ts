import fs from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** Interval for reading a file that another program writes. */
const intervalMs = 200;

/** Reads lines that another program appends to a file, starting at its current end. */
export class LogReader {
  private readonly file: number;
  private readonly timer: NodeJS.Timeout;
  private readonly decoder = new StringDecoder("utf8");
  private readonly buffer = Buffer.alloc(1 << 16);
  private position: number;
  private rest = "";

  constructor(
    file: string,
    private readonly onLine: (line: string) => void,
  ) {
    this.file = fs.openSync(file, "a+");
    this.position = fs.fstatSync(this.file).size;
    this.timer = setInterval(() => this.read(), intervalMs);
  }

  /** Reads the rest, and stops. */
  close(): void {
    clearInterval(this.timer);
    this.read();
    if (this.rest !== "") this.onLine(this.rest);
    fs.closeSync(this.file);
  }

  private read(): void {
    for (;;) {
      const length = fs.readSync(this.file, this.buffer, 0, this.buffer.length, this.position);
      if (length === 0) return;
      this.position += length;
      const lines = (this.rest + this.decoder.write(this.buffer.subarray(0, length))).split("\n");
      this.rest = lines.pop() ?? "";
      for (const line of lines) this.onLine(line);
    }
  }
}
