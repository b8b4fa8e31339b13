/** The same without an optional key. */
export const without = <Part extends object>(part: Part, key: OptionalKey<Part>): Part =>
  Object.fromEntries(Object.entries(part).filter(([name]) => name !== key)) as Part;

type OptionalKey<Part> = { [Key in keyof Part]-?: undefined extends Part[Key] ? Key : never }[keyof Part];
