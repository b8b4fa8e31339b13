/** What a server under test reads from its environment. */
export const settings = {
  databaseUrl: process.env.DATABASE_URL ?? '',
  poolSize: Number(process.env.DATABASE_POOL_MAX ?? 10),
};

/** What the primary of a cluster reads. */
export const clusterSettings = {
  program: process.env.CLUSTER_PROGRAM ?? '',
  workers: Number(process.env.CLUSTER_WORKERS ?? 1),
};
