import { type CreationOptional, literal } from 'sequelize';
import { Column, DataType, type ModelCtor, Sequelize, Table } from 'sequelize-typescript';
import { describe, expect, test } from 'vitest';
import { Base, type BaseClass, Employee, type Mixed, models, Timestamped } from '../src/index.ts';

interface SoftDelete {
  readonly deletedTime: CreationOptional<Date | null>;
}

function SoftDeleted<B extends BaseClass>(Parent: B): Mixed<B, SoftDelete> {
  abstract class SoftDeletedModel extends (Parent as unknown as typeof Base) implements SoftDelete {
    @Column({ type: DataType.DATE, field: 'deleted_time' })
    declare readonly deletedTime: CreationOptional<Date | null>;
  }
  return SoftDeletedModel as unknown as Mixed<B, SoftDelete>;
}

@Table({ tableName: 'invoice' })
class Invoice extends SoftDeleted(Timestamped(Base))<Invoice> {
  @Column({ type: DataType.STRING(20), allowNull: false }) declare number: string;
}

@Table({ tableName: 'receipt' })
class Receipt extends Timestamped(Base)<Receipt> {
  @Column({ type: DataType.INTEGER, allowNull: false, defaultValue: 0 }) declare amount: CreationOptional<number>;
}

@Table({ tableName: 'plain' })
class Plain extends Base<Plain> {
  @Column({ type: DataType.STRING(20), allowNull: false }) declare label: string;
}

const all: ModelCtor[] = [Invoice, Receipt, Plain, ...models];
const sequelize = new Sequelize({ dialect: 'postgres', models: all });

describe('mixins', () => {
  test('stack: each adds its columns, the times stand last', () => {
    expect(Object.keys(Invoice.getAttributes())).toEqual(['id', 'deletedTime', 'number', 'createdTime', 'updateTime']);
  });

  test('leak nothing between siblings', () => {
    expect(Object.keys(Receipt.getAttributes())).toEqual(['id', 'amount', 'createdTime', 'updateTime']);
    expect(Object.keys(Employee.getAttributes())).toEqual([
      'id',
      'name',
      'salary',
      'bonus',
      'isLeave',
      'gender',
      'entryDate',
      'createdTime',
      'updateTime',
    ]);
  });

  test('leave a model without them without their columns and without updates of them', () => {
    expect(Object.keys(Plain.getAttributes())).toEqual(['id', 'label']);
    expect(Plain.options.timestamps).toBe(false);
  });

  test('share no attribute object between siblings', () => {
    expect(Invoice.getAttributes().createdTime).not.toBe(Receipt.getAttributes().createdTime);
  });

  test('give both times the database clock as default', () => {
    expect(Receipt.getAttributes().createdTime.defaultValue).toEqual(literal('now()'));
  });
});

describe('every model', () => {
  test('is registered', () => {
    expect(Object.keys(sequelize.models)).toEqual(['Invoice', 'Receipt', 'Plain', ...models.map(({ name }) => name)]);
  });

  test.each(all.map((model) => [model.name, model] as const))(
    '%s shadows no attribute with a class field',
    (_name, model) => {
      const instance = model.build();
      const own = Object.getOwnPropertyNames(instance).filter((name) => name in model.getAttributes());
      expect(own).toEqual([]);
    },
  );
});
