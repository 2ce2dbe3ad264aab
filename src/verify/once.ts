// What makes a value in; what gives that value out, made when first asked for. What throws is tried again.
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
