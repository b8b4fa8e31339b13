import { type CreationOptional, type InitOptions, literal, type ModelAttributes, type SaveOptions } from 'sequelize';
import { BeforeSave, Column, CreatedAt, DataType, type Model, type ModelStatic, UpdatedAt } from 'sequelize-typescript';
import { Base } from './base.ts';
import type { BaseClass, Mixed } from './mixin.ts';

/** When a row was made and last changed, by the database's clock. */
export interface Timestamps {
  readonly createdTime: CreationOptional<Date>;
  readonly updateTime: CreationOptional<Date>;
}

/**
 * Adds `created_time` and `update_time` as the last columns of the table. Both are the database's `now()`, on insert as
 * the column's default and on every update through Sequelize; after `save()` the instance holds the Date that the
 * database chose.
 *
 * @param Parent Base, or what another mixin made of it
 * @example `class Employee extends Timestamped(Base)<Employee> { … }`
 */
export function Timestamped<B extends BaseClass>(Parent: B): Mixed<B, Timestamps> {
  abstract class TimestampedModel extends (Parent as unknown as typeof Base) implements Timestamps {
    @CreatedAt
    @Column({
      type: DataType.DATE,
      field: 'created_time',
      allowNull: false,
      defaultValue: literal('now()'),
      comment: '创建时间',
    })
    declare readonly createdTime: CreationOptional<Date>;

    @UpdatedAt
    @Column({
      type: DataType.DATE,
      field: 'update_time',
      allowNull: false,
      defaultValue: literal('now()'),
      comment: '记录修改时间',
    })
    declare readonly updateTime: CreationOptional<Date>;

    /** Without RETURNING the instance would keep the literal `now()` in place of the time. */
    @BeforeSave
    static readBackTimes(_instance: Model, options: SaveOptions): void {
      options.returning ??= true;
    }

    /** A subclass inherits its mixins' attributes first; a reader of the table expects the two times last. */
    static override initialize<MS extends ModelStatic<Model>>(attributes: ModelAttributes, options: InitOptions): MS {
      const { createdTime, updateTime, ...own } = attributes as Required<ModelAttributes<TimestampedModel>>;
      return super.initialize({ ...own, createdTime, updateTime } as ModelAttributes, options);
    }
  }
  return TimestampedModel as unknown as Mixed<B, Timestamps>;
}
