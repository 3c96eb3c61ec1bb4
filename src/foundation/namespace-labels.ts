/** Label of every organization's namespace, by which admission policies of the platform find it. */
export const organizationNamespaceLabels = { "app.kubernetes.io/component": "organization" } as const;
