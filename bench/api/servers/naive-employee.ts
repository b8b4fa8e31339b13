import 'reflect-metadata';
import { Column, CreatedAt, DataType, Model, Table, UpdatedAt } from 'sequelize-typescript';
import type { Gender } from './employee.ts';

export interface NewEmployeeModel {
  name: string;
  salary: string;
  gender: Gender;
  bonus?: number;
  isLeave?: boolean;
  entryDate?: Date;
}

/** The same columns as Roster's own model. */
@Table({ tableName: 'employee' })
export class Employee extends Model<Employee, NewEmployeeModel> {
  @Column({ type: DataType.INTEGER, primaryKey: true, autoIncrement: true })
  declare id: number;

  @Column({ type: DataType.STRING(40), allowNull: false, validate: { len: [1, 40] } })
  declare name: string;

  @Column({ type: DataType.DECIMAL(10, 2), allowNull: false, validate: { isDecimal: true, min: 0 } })
  declare salary: string;

  @Column({ type: DataType.INTEGER, allowNull: false, defaultValue: 0 })
  declare bonus: number;

  @Column({ type: DataType.BOOLEAN, field: 'is_leave', allowNull: false, defaultValue: false })
  declare isLeave: boolean;

  @Column({ type: DataType.ENUM('男', '女'), allowNull: false })
  declare gender: Gender;

  @Column({ type: DataType.DATE, field: 'entry_date', allowNull: false, defaultValue: DataType.NOW })
  declare entryDate: Date;

  @CreatedAt
  @Column({ type: DataType.DATE, field: 'created_time' })
  declare createdTime: Date;

  @UpdatedAt
  @Column({ type: DataType.DATE, field: 'update_time' })
  declare updateTime: Date;
}
