import 'reflect-metadata';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import type { Gender } from './employee.ts';

@Entity({ name: 'employee' })
export class Employee {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', length: 40, unique: true })
  name!: string;

  @Column({ type: 'numeric', precision: 10, scale: 2 })
  salary!: string;

  @Column({ type: 'int', default: 0 })
  bonus!: number;

  @Column({ type: 'boolean', name: 'is_leave', default: false })
  isLeave!: boolean;

  @Column({ type: 'enum', enum: ['男', '女'], enumName: 'enum_employee_gender' })
  gender!: Gender;

  @Column({ type: 'timestamptz', name: 'entry_date', default: () => 'now()' })
  entryDate!: Date;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_time' })
  createdTime!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'update_time' })
  updateTime!: Date;
}
