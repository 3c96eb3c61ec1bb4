interface Filter {
  pattern: string;
  metric_transformation: { name: string };
}

/** The metrics for which a line counts. Patterns are of one kind, `?"a" ?"b"`: a line that contains any. */
export const metricsOf = (filters: readonly Filter[], line: string): string[] =>
  filters
    .filter(({ pattern }) => {
      const terms = [...pattern.matchAll(/\?"([^"]+)"/g)];
      expect(terms.map(([term]) => term).join(" ")).toBe(pattern);
      return terms.some(([, phrase]) => line.includes(phrase as string));
    })
    .map(({ metric_transformation }) => metric_transformation.name);
