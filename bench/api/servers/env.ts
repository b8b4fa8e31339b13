/** What a server under test reads from its environment. */
export const settings = {
  databaseUrl: process.env.DATABASE_URL ?? '',
  poolSize: Number(process.env.DATABASE_POOL_MAX ?? 10),
};
