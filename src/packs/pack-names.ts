// The names of the packs, for those who need no more of them.

export const packNames = ['splunk', 'elastic', 'sigma', 'sentinel'] as const;

export type PackName = (typeof packNames)[number];
