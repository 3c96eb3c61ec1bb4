/** Label of every organization's namespace, by which admission policies select it. */
export const organizationNamespaceLabels = { "app.kubernetes.io/component": "organization" } as const;
