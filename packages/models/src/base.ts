import 'reflect-metadata';
import type { CreationOptional, InferAttributes, InferCreationAttributes } from 'sequelize';
import { AutoIncrement, Column, DataType, Model, PrimaryKey, Table } from 'sequelize-typescript';

/**
 * What sequelize-typescript's own Model declares as `any` on every model. Left in, `where: { createdAt: … }` would
 * compile on a table that has no such column.
 */
export type Undeclared = 'createdAt' | 'updatedAt' | 'deletedAt' | 'version';

/**
 * The root of every model: the integer key, and nothing else (Sequelize's own createdAt and updatedAt are off).
 *
 * The type parameter is the model itself; from it `create`, `where` and `update` know every column, so that a wrong key
 * is a compile error.
 *
 * @example
 * ```ts
 * @Table({ tableName: 'department' })
 * export class Department extends Base<Department> {
 *   @Column({ type: DataType.STRING(40), allowNull: false }) declare name: string;
 * }
 * ```
 */
@Table({ timestamps: false })
export abstract class Base<M extends Model = Model> extends Model<
  InferAttributes<M, { omit: Undeclared }>,
  InferCreationAttributes<M, { omit: Undeclared }>
> {
  @PrimaryKey
  @AutoIncrement
  @Column({ type: DataType.INTEGER, allowNull: false })
  declare readonly id: CreationOptional<number>;
}
