import type { Model } from 'sequelize-typescript';
import type { Base } from './base.ts';

/** A class that mixins can stand on: Base, or what another mixin made of it. */
export type BaseClass = abstract new (...args: never[]) => Base<Model>;

/** The columns that the mixins below `B` have added to Base. */
type ColumnsOf<B extends BaseClass> = Omit<InstanceType<B>, keyof Base<Model>>;

/**
 * `B` with `Columns` added. Written out as the return type of every mixin, because TypeScript can't carry the model's
 * type parameter through an inferred one: `create` and `where` would take anything, and each mixin would print some 60
 * lines of Model into the .d.ts.
 *
 * @example
 * ```ts
 * export interface SoftDelete { readonly deletedTime: CreationOptional<Date | null> }
 * export function SoftDeleted<B extends BaseClass>(Parent: B): Mixed<B, SoftDelete> { … }
 * class Invoice extends SoftDeleted(Timestamped(Base))<Invoice> { … }
 * ```
 */
export type Mixed<B extends BaseClass, Columns> = Pick<typeof Base, keyof typeof Base> &
  (abstract new <M extends Model>(
    ...args: ConstructorParameters<typeof Base<M>>
  ) => Base<M> & ColumnsOf<B> & Columns);
