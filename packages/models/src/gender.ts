/** The two values of the `gender` column, as the database holds them and JSON shows them. */
export const Gender = { Male: '男', Female: '女' } as const;

export type Gender = (typeof Gender)[keyof typeof Gender];
