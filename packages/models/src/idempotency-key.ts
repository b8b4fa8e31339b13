import 'reflect-metadata';
import type { InferAttributes, InferCreationAttributes } from 'sequelize';
import { Column, DataType, Model, PrimaryKey, Table } from 'sequelize-typescript';
import type { Undeclared } from './base.ts';

/** Those of sequelize-typescript's own Model, the key among them: a row is found by its digest alone. */
type Inherited = Undeclared | 'id';

/**
 * What was answered to a write that came with an `Idempotency-Key`, so that the same request, sent again, is answered
 * with that and not done again. It is written in the transaction of the write itself: there are both, or neither.
 *
 * Not on `Base`: as many rows come and go as there are such writes, and an integer would run out of numbers.
 */
@Table({ tableName: 'idempotency_key', timestamps: false, indexes: [{ fields: ['expires_time'] }] })
export class IdempotencyKey extends Model<
  InferAttributes<IdempotencyKey, { omit: Inherited }>,
  InferCreationAttributes<IdempotencyKey, { omit: Inherited }>
> {
  /** SHA-256, in hexadecimal, of who asked and the key: a caller's name may be longer than an index takes. */
  @PrimaryKey
  @Column({ type: DataType.STRING(64), allowNull: false })
  declare readonly digest: string;

  /** SHA-256, in hexadecimal, of what was asked: of another request the key is not. */
  @Column({ type: DataType.STRING(64), allowNull: false })
  declare readonly fingerprint: string;

  @Column({ type: DataType.SMALLINT, allowNull: false })
  declare readonly status: number;

  /** Those that only this answer has, by their names. */
  @Column({ type: DataType.JSON, allowNull: false })
  declare readonly headers: Readonly<Record<string, string>>;

  /** To the letter. */
  @Column({ type: DataType.TEXT, allowNull: false })
  declare readonly body: string;

  /** From then on the key is as good as new, by the database's clock. */
  @Column({ type: DataType.DATE, field: 'expires_time', allowNull: false })
  declare readonly expiresTime: Date;
}
